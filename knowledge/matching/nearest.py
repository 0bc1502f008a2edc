"""Scores by the nearest examples alone, where no training pays: a handful of examples, or a hundred thousand.

Ridge regression is solved anew for each question, over its nearest examples ("local learning", Bottou & Vapnik,
"Local learning algorithms", 1992): nothing is trained, so any number of examples needs no more than their vectors.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import linalg, sparse

from knowledge.matching.ngrams import Floats, Indices

NEIGHBOURS = 100
# λ of the regression: between 0.1 and 1 nothing changes by more than a point.
REGULARISATION = 0.3
# Columns that more examples than this share have say little of which examples are near, and cost the most.
COMMON_SHARE = 0.05

Barred = Callable[[Indices], npt.NDArray[np.bool_]]


@dataclass(frozen=True)
class NearestScorer:
    """Solves the regression over the nearest examples; `labels` are their facts, or `facts` for near misses."""

    vectors: sparse.csr_array
    labels: Indices
    facts: int

    def scores(self, columns: Indices, values: Floats, barred: Barred | None = None) -> Floats:
        """Give the scores; examples for which `barred` (of their numbers) is true are left out."""
        near = self._nearest(columns, values)
        if barred is not None:
            near = near[~barred(near)]
        near = near[:NEIGHBOURS]
        if not len(near):
            return np.zeros(self.facts + 1, dtype=np.float32)
        vectors = self.vectors[near]
        gram = (vectors @ vectors.T).toarray()
        gram[np.diag_indices_from(gram)] += REGULARISATION
        question = sparse.csr_array((values, columns, [0, len(columns)]), shape=(1, vectors.shape[1]))
        likeness = (vectors @ question.T).toarray()[:, 0]
        dual = linalg.solve(gram, likeness, assume_a="pos", check_finite=False)
        return np.bincount(self.labels[near], weights=dual, minlength=self.facts + 1).astype(np.float32)

    def _nearest(self, columns: Indices, values: Floats) -> Indices:
        """Give the examples that share most with the question, nearest first, twice as many as are needed."""
        starts, examples, weights = self._postings
        likeness = np.zeros(len(self.labels), dtype=np.float32)
        for column, value in zip(columns, values, strict=True):
            here = slice(starts[column], starts[column + 1])
            likeness[examples[here]] += value * weights[here]
        count = min(2 * NEIGHBOURS, len(likeness))
        found = np.argpartition(-likeness, count - 1)[:count]
        found = found[likeness[found] > 0]
        return np.asarray(found[np.lexsort((found, -likeness[found]))], dtype=np.int64)

    @cached_property
    def _postings(self) -> tuple[Indices, Indices, Floats]:
        """For each column the examples that have it: starts, examples, weights; common columns are left empty."""
        by_column = self.vectors.tocsc()
        counts = np.diff(by_column.indptr)
        common = counts > max(COMMON_SHARE * len(self.labels), NEIGHBOURS)
        kept = ~np.repeat(common, counts)
        starts = np.concatenate([[0], np.cumsum(np.where(common, 0, counts))]).astype(np.int64)
        return starts, by_column.indices[kept].astype(np.int64), by_column.data[kept].astype(np.float32)
