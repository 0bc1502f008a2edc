"""Ridge regression onto one target a fact, with predictions as if an example, or a whole fact, had been left out.

With the Gram matrix K of the examples and G = (K + λI)⁻¹, the dual weights are A = G Y, and the predictions for a
block B of examples that is left out are Y_B - (G_BB)⁻¹ A_B (Rifkin & Lippert, "Notes on regularized least squares",
2007, for single examples; An, Liu & Venkatesh, "Fast cross-validation algorithms for least squares support vector
machine and kernel ridge regression", 2007, for blocks). So cross-validation costs no further training.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy import linalg, sparse

from knowledge.matching.ngrams import Floats, Indices

# λ: between 0.1 and 1 nothing changes by more than a point.
REGULARISATION = 0.3
COMMON_SHARE = 0.01
# Rows worked on at a time, to bound what is needed beside the matrix itself.
BLOCK = 512


@dataclass(frozen=True)
class Ridge:
    """A trained regression of `targets` (examples × targets) on `vectors` (examples × columns)."""

    vectors: sparse.csr_array
    targets: Floats
    inverse: Floats
    dual: Floats

    @classmethod
    def fit(cls, vectors: sparse.csr_array, targets: Floats) -> "Ridge":
        """Train. Needs 4 · examples² bytes and examples³ operations."""
        gram = _gram(vectors)
        gram[np.diag_indices_from(gram)] += REGULARISATION
        # In place, in single precision: at thousands of examples a copy more is hundreds of megabytes.
        factor, _ = linalg.cho_factor(gram, lower=True, overwrite_a=True, check_finite=False)
        inverse, _ = linalg.lapack.spotri(factor, lower=1, overwrite_c=1)
        _mirror(inverse)
        return cls(vectors, targets, inverse, inverse @ targets)

    def weights(self) -> Floats:
        """Give the weights (columns × targets): a question's vector times them gives its scores."""
        return np.asarray(self.vectors.T @ self.dual, dtype=np.float32)

    def left_out(self) -> Floats:
        """Give every example's scores by a training without it."""
        return self.targets - self.dual / np.diag(self.inverse)[:, None]

    def groups_left_out(self, groups: Iterable[Indices]) -> Floats:
        """Give every example's scores by a training without its whole group; 0 for those in no group."""
        scores = np.zeros_like(self.targets)
        for group in groups:
            block = self.inverse[np.ix_(group, group)]
            scores[group] = self.targets[group] - linalg.solve(block, self.dual[group], assume_a="pos")
        return scores

    def variants_left_out(self, variants: sparse.csr_array, originals: Indices) -> Floats:
        """Give the scores of variants of examples, each by a training without its original."""
        kernel = (variants @ self.vectors.T).toarray()
        influence = np.einsum("vk,kv->v", kernel, self.inverse[:, originals])
        influence /= np.diag(self.inverse)[originals]
        return np.asarray(kernel @ self.dual - influence[:, None] * self.dual[originals], dtype=np.float32)


def _gram(vectors: sparse.csr_array) -> Floats:
    """Give all products of rows. The columns that many rows have are multiplied densely, which is quicker."""
    counts = np.bincount(vectors.indices, minlength=vectors.shape[1])
    common = counts > COMMON_SHARE * vectors.shape[0]
    by_column = vectors.tocsc()
    dense = by_column[:, common].toarray()
    gram = np.asarray(dense @ dense.T, dtype=np.float32)
    rare = by_column[:, ~common].tocsr()
    transposed = rare.T.tocsr()
    for start in range(0, len(gram), BLOCK):
        gram[start : start + BLOCK] += (rare[start : start + BLOCK] @ transposed).toarray()
    return gram


def _mirror(lower: Floats) -> None:
    """Fill the upper triangle from the lower one, by blocks, in place."""
    size = len(lower)
    for start in range(0, size, BLOCK):
        stop = min(start + BLOCK, size)
        lower[start:stop, stop:] = lower[stop:, start:stop].T
        block = lower[start:stop, start:stop]
        block[:] = np.tril(block) + np.tril(block, -1).T
