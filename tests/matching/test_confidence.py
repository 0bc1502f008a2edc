"""How sure a match is."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.knowledge import Knowledge
from knowledge.matching.confidence import Confidence, Doubles, Match, signs
from knowledge.matching.ngrams import Floats

FINITE = st.floats(-1e6, 1e6)


def single(values: npt.ArrayLike) -> Floats:
    """Give the values in single precision."""
    return np.asarray(values, dtype=np.float32)


def shown(score: Doubles, lead: Doubles | float = 0.3, none: float = 0.1, unseen: float = 0.0) -> Doubles:
    """Give the signs of matches that differ in what is given as an array."""
    match = Match(np.zeros(len(score), dtype=np.int64), single(score), single(lead + 0 * score))
    return signs(match, np.full(len(score), none, dtype=np.float32), np.full(len(score), unseen))


@pytest.fixture(scope="module")
def learnt() -> Confidence:
    """Learn from matches that are right the more often the higher they score, and less if "no fact" or a word shows."""
    random = np.random.default_rng(0)
    score, none = random.random(2000), random.random(2000)
    unseen = np.where(random.random(2000) < 0.3, random.random(2000), 0)
    match = Match(np.zeros(2000, dtype=np.int64), single(score), single(score / 2))
    right = random.random(2000) < np.clip(score - none / 2 - unseen / 2 + 0.2, 0.02, 0.98)
    return Confidence.fit(signs(match, single(none), unseen), right, np.ones(2000))


def test_confidence_rises_with_the_score(learnt: Confidence) -> None:
    scores = np.linspace(-0.5, 1.2, 80)
    sure = learnt.probability(shown(scores, lead=np.maximum(scores, 0)))
    assert (np.diff(sure) >= 0).all()
    assert sure[-1] > sure[0] + 0.5


def test_confidence_of_the_bundled_facts_rises_with_score_and_lead(bundled: Knowledge) -> None:
    confidence = bundled.matcher.trained.confidence
    scores = np.linspace(0, 1.1, 80)
    for none in (0.0, 0.3, 0.6):
        for unseen in (0.0, 0.25, 1.0):
            assert (np.diff(confidence.probability(shown(scores, scores, none, unseen))) > 0).all()
    some = np.full(1, 0.5)
    assert confidence.probability(shown(some, none=0.6)) < confidence.probability(shown(some, none=0.0))
    assert confidence.probability(shown(some, unseen=0.5)) < confidence.probability(shown(some, unseen=0.0))


def test_confidence_falls_with_the_score_of_no_fact_and_with_strange_words(learnt: Confidence) -> None:
    some = np.full(1, 0.5)
    assert learnt.probability(shown(some, none=0.9)) < learnt.probability(shown(some, none=0.1))
    assert learnt.probability(shown(some, unseen=0.9)) < learnt.probability(shown(some, unseen=0.0))


@settings(deadline=None)
@given(score=FINITE, lead=FINITE, none=FINITE, unseen=st.floats(0, 1))
def test_confidence_is_a_probability(learnt: Confidence, score: float, lead: float, none: float, unseen: float) -> None:
    sure = learnt.probability(shown(np.full(1, score), lead, none, unseen))
    assert 0 <= sure[0] <= 1


def test_confidence_is_calibrated_on_what_it_learnt() -> None:
    score = np.repeat(np.linspace(0, 1, 10), 100)
    right = np.random.default_rng(1).random(1000) < 0.7
    sure = Confidence.fit(shown(score), right, np.ones(1000)).probability(shown(score))
    assert sure.mean() == pytest.approx(right.mean(), abs=0.01)


@pytest.mark.parametrize("right", [True, False])
def test_confidence_stays_finite_where_all_are_alike(right: bool) -> None:
    same = shown(np.full(3, 0.4))
    confidence = Confidence.fit(same, np.full(3, right), np.ones(3))
    sure = confidence.probability(same)
    assert np.isfinite(confidence.weights).all()
    assert (sure > 0.9).all() if right else (sure < 0.1).all()


def test_a_question_that_counts_little_changes_little() -> None:
    points, right = shown(np.array([0.1, 0.9, 0.9])), np.array([False, True, False])
    light = Confidence.fit(points, right, np.array([5.0, 5.0, 0.01]))
    heavy = Confidence.fit(points, right, np.array([5.0, 5.0, 20.0]))
    without = Confidence.fit(points[:2], right[:2], np.array([5.0, 5.0]))
    high = points[1:2]
    assert light.probability(high) == pytest.approx(without.probability(high), abs=0.02)
    assert heavy.probability(high) < 0.5


def test_a_match_is_the_best_score_and_its_lead() -> None:
    match = Match.of(single([[0.1, 0.7, 0.5], [0.4, 0.4, 0.1], [-3.0, -2.0, -5.0]]))
    assert match.fact.tolist() == [1, 0, 0]
    assert match.score.tolist() == pytest.approx([0.7, 0.4, -1.0])
    assert match.lead.tolist() == pytest.approx([0.2, 0.0, 0.0])


def test_a_barred_fact_is_not_chosen() -> None:
    scores = single([[0.1, 0.7, 0.5], [0.9, 0.4, 0.1]])
    match = Match.of(scores, barred=np.array([1, 1]))
    assert match.fact.tolist() == [2, 0]
    assert match.lead.tolist() == pytest.approx([0.4, 0.8])


def test_a_match_leaves_the_scores_as_they_are() -> None:
    scores = single([[0.1, 0.7, -5.0]])
    before = scores.copy()
    Match.of(scores, barred=np.array([1]))
    assert np.array_equal(scores, before)


def test_one_fact_alone_leads_over_nothing() -> None:
    match = Match.of(single([[0.4]]))
    assert (match.fact.tolist(), match.lead.tolist()) == ([0], [pytest.approx(1.4)])
