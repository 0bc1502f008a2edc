"""Linear support vector machines: what they learn, in which scale, and always the same."""

import numpy as np
import pytest
from scipy import sparse

from knowledge.matching.linear import all_scores, train_linear
from knowledge.matching.ngrams import Indices

COLUMNS = 12


def examples(seed: int, labels: list[int], each: int = 20) -> tuple[sparse.csr_array, Indices]:
    """Give vectors of length 1 that share a column with their label's others, and noise."""
    random = np.random.default_rng(seed)
    wanted = np.repeat(labels, each)
    dense = random.random((len(wanted), COLUMNS)) * 0.3
    dense[np.arange(len(wanted)), wanted] += 1
    dense /= np.linalg.norm(dense, axis=1, keepdims=True)
    return sparse.csr_array(dense.astype(np.float32)), wanted


@pytest.mark.parametrize("labels", [[0, 1], [0, 1, 2], [1, 3, 4], [0, 4]])
def test_examples_score_near_one_for_their_label_and_near_zero_for_the_others(labels: list[int]) -> None:
    vectors, wanted = examples(1, labels)
    scores = all_scores(train_linear(vectors, wanted, 5), vectors)
    assert scores.shape == (len(wanted), 5)
    assert (scores.argmax(axis=1) == wanted).all()
    own = scores[np.arange(len(wanted)), wanted]
    assert own.mean() == pytest.approx(1, abs=0.3)
    others = np.delete(scores, labels, axis=1)
    assert not others.any()


def test_one_question_is_scored_as_among_many() -> None:
    vectors, wanted = examples(2, [0, 1, 2])
    scorer = train_linear(vectors, wanted, 3)
    together = all_scores(scorer, vectors)
    for row in range(0, len(wanted), 7):
        place = slice(vectors.indptr[row], vectors.indptr[row + 1])
        alone = scorer.scores(vectors.indices[place].astype(np.int64), vectors.data[place])
        assert alone == pytest.approx(together[row], abs=1e-5)


def test_nothing_known_scores_low_for_every_label() -> None:
    vectors, wanted = examples(3, [0, 1, 2])
    none = np.array([], dtype=np.int64), np.array([], dtype=np.float32)
    assert (train_linear(vectors, wanted, 3).scores(*none) < 0.5).all()


def test_two_trainings_are_equal_to_the_byte() -> None:
    first, second = (train_linear(*examples(4, [0, 1, 2]), 3) for _ in range(2))
    assert first.weights.tobytes() == second.weights.tobytes()
    assert first.constants.tobytes() == second.constants.tobytes()
