"""Scores by the nearest examples alone: those of a ridge regression over all of them where all are near."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from knowledge.matching.nearest import REGULARISATION, NearestScorer
from knowledge.matching.ngrams import Floats, Indices

FACTS, COLUMNS = 3, 9
# Single precision.
NEARLY = 2e-3


def random_examples(seed: int, count: int = 20) -> tuple[sparse.csr_array, Indices]:
    """Give random vectors, which all share a column, and labels."""
    random = np.random.default_rng(seed)
    dense = random.random((count, COLUMNS)) * (random.random((count, COLUMNS)) < 0.5)
    dense[:, 0] += 0.1
    dense /= np.linalg.norm(dense, axis=1, keepdims=True)
    return sparse.csr_array(dense.astype(np.float32)), random.integers(0, FACTS + 1, count)


def asked(seed: int) -> tuple[Indices, Floats]:
    """Give a random question that shares a column with all examples."""
    vectors, _ = random_examples(seed, count=1)
    return vectors.indices.astype(np.int64), vectors.data


def whole(vectors: sparse.csr_array, labels: Indices, question: tuple[Indices, Floats]) -> Floats:
    """Give the scores by the textbook's formula over all examples, in double precision."""
    dense = vectors.toarray().astype(np.float64)
    normal = dense.T @ dense + REGULARISATION * np.eye(COLUMNS)
    weights = np.linalg.solve(normal, dense.T @ np.eye(FACTS + 1)[labels])
    columns, values = question
    return np.asarray(values @ weights[columns], dtype=np.float32)


seeds = given(st.integers(0, 2**31))
untimed = settings(deadline=None, max_examples=30)


@untimed
@seeds
def test_where_all_examples_are_near_the_scores_are_those_of_the_whole_regression(seed: int) -> None:
    vectors, labels = random_examples(seed)
    question = asked(seed + 1)
    expected = whole(vectors, labels, question)
    assert NearestScorer(vectors, labels, FACTS).scores(*question) == pytest.approx(expected, abs=NEARLY)


@untimed
@seeds
def test_barred_examples_count_as_if_they_were_not_there(seed: int) -> None:
    vectors, labels = random_examples(seed)
    question = asked(seed + 1)
    kept = np.arange(len(labels)) % 3 > 0
    expected = whole(sparse.csr_array(vectors[np.flatnonzero(kept)]), labels[kept], question)
    scores = NearestScorer(vectors, labels, FACTS).scores(*question, barred=lambda near: ~kept[near])
    assert scores == pytest.approx(expected, abs=NEARLY)


@pytest.mark.parametrize("count", [1, 20])
def test_a_question_that_shares_nothing_scores_nothing(count: int) -> None:
    scorer = NearestScorer(*random_examples(1, count), FACTS)
    assert not scorer.scores(np.array([], dtype=np.int64), np.array([], dtype=np.float32)).any()
    assert not scorer.scores(*asked(2), barred=lambda near: near >= 0).any()
