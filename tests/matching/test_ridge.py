"""Ridge regression: what is computed by formula equals a training that really left the examples out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from knowledge.matching.ngrams import Floats
from knowledge.matching.ridge import REGULARISATION, Ridge

# Single precision.
NEARLY = 2e-3


def examples(seed: int, count: int = 14, columns: int = 9, targets: int = 3) -> tuple[sparse.csr_array, Floats]:
    """Give random sparse vectors of length 1 and one-of-several targets."""
    random = np.random.default_rng(seed)
    dense = random.random((count, columns)) * (random.random((count, columns)) < 0.5)
    dense[:, 0] += 0.1
    dense /= np.linalg.norm(dense, axis=1, keepdims=True)
    wanted = np.zeros((count, targets), dtype=np.float32)
    wanted[np.arange(count), random.integers(0, targets, count)] = 1
    return sparse.csr_array(dense.astype(np.float32)), wanted


def closed_form(vectors: sparse.csr_array, targets: Floats) -> Floats:
    """Give the weights by the textbook's formula, in double precision."""
    dense = vectors.toarray().astype(np.float64)
    normal = dense.T @ dense + REGULARISATION * np.eye(dense.shape[1])
    return np.asarray(np.linalg.solve(normal, dense.T @ targets), dtype=np.float32)


def without(vectors: sparse.csr_array, targets: Floats, left_out: list[int]) -> Floats:
    """Train without some examples."""
    kept = [row for row in range(len(targets)) if row not in left_out]
    return closed_form(sparse.csr_array(vectors[kept]), targets[kept])


seeds = given(st.integers(0, 2**32 - 1))
untimed = settings(deadline=None, max_examples=30)


@untimed
@seeds
def test_weights_are_those_of_the_closed_form(seed: int) -> None:
    vectors, targets = examples(seed)
    assert Ridge.fit(vectors, targets).weights() == pytest.approx(closed_form(vectors, targets), abs=NEARLY)


@untimed
@seeds
def test_left_out_scores_are_those_of_a_training_without_the_example(seed: int) -> None:
    vectors, targets = examples(seed)
    scores = Ridge.fit(vectors, targets).left_out()
    for row in range(len(targets)):
        assert scores[row] == pytest.approx((vectors @ without(vectors, targets, [row]))[row], abs=NEARLY)


@untimed
@seeds
def test_left_out_groups_are_those_of_a_training_without_the_group(seed: int) -> None:
    vectors, targets = examples(seed)
    shuffled = np.random.default_rng(seed).permutation(len(targets))
    groups = [shuffled[:4], shuffled[4:5], shuffled[5:11]]
    scores = Ridge.fit(vectors, targets).groups_left_out(groups)
    for group in groups:
        retrained = vectors @ without(vectors, targets, group.tolist())
        assert scores[group] == pytest.approx(retrained[group], abs=NEARLY)
    assert not scores[shuffled[11:]].any()


@untimed
@seeds
def test_variants_are_judged_by_a_training_without_their_original(seed: int) -> None:
    vectors, targets = examples(seed)
    variants, _ = examples(seed + 1, count=5)
    originals = np.array([3, 0, 3, 13, 7])
    scores = Ridge.fit(vectors, targets).variants_left_out(variants, originals)
    for row, original in enumerate(originals):
        retrained = variants @ without(vectors, targets, [int(original)])
        assert scores[row] == pytest.approx(retrained[row], abs=NEARLY)


@pytest.mark.parametrize("count", [511, 512, 513, 1025])
def test_many_examples_give_a_symmetric_inverse(count: int) -> None:
    ridge = Ridge.fit(*examples(1, count=count, columns=40))
    assert np.array_equal(ridge.inverse, ridge.inverse.T)
    gram = (ridge.vectors @ ridge.vectors.T).toarray() + REGULARISATION * np.eye(count)
    assert np.allclose(ridge.inverse @ gram, np.eye(count), atol=NEARLY)


def test_one_example_alone_is_learnt() -> None:
    ridge = Ridge.fit(sparse.csr_array(np.ones((1, 1), dtype=np.float32)), np.ones((1, 1), dtype=np.float32))
    assert ridge.weights()[0, 0] == pytest.approx(1 / (1 + REGULARISATION))
    assert ridge.left_out()[0, 0] == pytest.approx(0, abs=1e-6)
