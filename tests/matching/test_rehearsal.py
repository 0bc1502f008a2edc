"""Rehearsals: nobody is judged by a training that saw it."""

import numpy as np
import pytest
from scipy import sparse

from knowledge.matching.nearest import NearestScorer
from knowledge.matching.rehearsal import Examples, Rehearsal, held_out_scores, rehearse_linear, rehearse_nearest

FACTS, EACH = 4, 12
# Every example is told by a column of its own and one of its fact: only who saw an example can know its own column.
COLUMNS = FACTS + 1 + FACTS * EACH * 2


def learnable(seed: int = 0) -> Examples:
    """Give answered questions and near misses of each fact, and one variant of every third."""
    random = np.random.default_rng(seed)
    fact = np.repeat(np.arange(FACTS), 2 * EACH)
    answered = np.tile(np.repeat([True, False], EACH), FACTS)
    dense = np.zeros((len(fact), COLUMNS), dtype=np.float32)
    dense[np.arange(len(fact)), fact] = 0.6
    dense[~answered, FACTS] = 0.6
    dense[np.arange(len(fact)), FACTS + 1 + np.arange(len(fact))] = 0.5
    originals = np.arange(0, len(fact), 3)[answered[::3]]
    variants = dense[originals] + random.random((len(originals), COLUMNS)).astype(np.float32) / 100
    return Examples(sparse.csr_array(dense), fact, answered, FACTS, sparse.csr_array(variants), originals)


@pytest.fixture(params=["linear", "nearest"])
def rehearsal(request: pytest.FixtureRequest) -> Rehearsal:
    """Give what either way of judging makes of the same examples."""
    examples = learnable()
    if request.param == "linear":
        return rehearse_linear(examples)
    return rehearse_nearest(NearestScorer(examples.vectors, examples.labels, FACTS), examples)


def test_most_of_what_was_held_out_is_known_by_its_fact(rehearsal: Rehearsal) -> None:
    numbers, scores = rehearsal.held_out.numbers, rehearsal.held_out.scores
    assert len(numbers) == len(set(numbers.tolist())) > FACTS * EACH
    assert (scores.argmax(axis=1) == learnable().labels[numbers]).mean() > 0.9


def test_a_fact_that_was_left_out_is_not_known(rehearsal: Rehearsal) -> None:
    examples = learnable()
    numbers, scores = rehearsal.fact_gone.numbers, rehearsal.fact_gone.scores
    assert examples.answered[numbers].all()
    assert set(examples.fact[numbers].tolist()) == set(range(FACTS))
    assert (scores[np.arange(len(numbers)), examples.fact[numbers]] <= 0.05).all()


def test_variants_are_judged_as_rows_of_their_own(rehearsal: Rehearsal) -> None:
    numbers = rehearsal.variants.numbers
    assert len(numbers) == len(learnable().originals)
    assert rehearsal.variants.scores.shape == (len(numbers), FACTS + 1)


def test_an_example_that_only_its_own_column_tells_scores_nothing_where_it_was_held_out() -> None:
    labels = np.repeat(np.arange(3), 10)
    vectors = sparse.csr_array(np.eye(30, dtype=np.float32))
    scores = held_out_scores(vectors, labels, 3, folds=5)
    assert (scores[np.arange(30), labels] < 0.5).all()


def test_where_nothing_is_left_to_tell_apart_scores_are_zero() -> None:
    vectors = sparse.csr_array(np.eye(4, dtype=np.float32))
    assert not held_out_scores(vectors, np.zeros(4, dtype=np.int64), 2, folds=2).any()


@pytest.mark.parametrize("facts", [3, 4, 7])
def test_with_few_facts_and_no_near_miss_something_is_still_rehearsed(facts: int) -> None:
    fact = np.repeat(np.arange(facts), 40)
    vectors = sparse.csr_array(np.eye(facts, dtype=np.float32)[fact])
    answered = np.ones(len(fact), dtype=bool)
    rehearsal = rehearse_linear(Examples(vectors, fact, answered, facts, vectors[:5], np.arange(5)))
    assert len(rehearsal.held_out.numbers)
    assert len(rehearsal.fact_gone.numbers)
