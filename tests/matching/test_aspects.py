"""What a fact is asked for in vain, learnt from its questions and near misses."""

from collections.abc import Sequence

import pytest

from knowledge.matching.aspects import Aspects
from knowledge.matching.examples import Example
from knowledge.matching.lexicon import Unit, UnitKind
from knowledge.matching.question import Question
from knowledge.verdict import Aspect


def question(*aspects: str) -> Question:
    """Give a question that asks for these."""
    units = [Unit(UnitKind.ASPECT, aspect) for aspect in aspects]
    return Question((), (), tuple(sorted([*units, Unit(UnitKind.CONCEPT, "time"), Unit(UnitKind.WORD, "money")])))


def learnt(given: Sequence[Sequence[str]], refused: Sequence[Sequence[str]]) -> Aspects:
    """Learn from questions and near misses of fact 0; fact 1 has one question and no near miss."""
    examples = [Example(question(*asked), 0, answered=True) for asked in given]
    examples += [Example(question(*asked), 0, answered=False) for asked in refused]
    return Aspects.of([*examples, Example(question(), 1, answered=True)], 2)


NONE: Sequence[str] = ()


@pytest.mark.parametrize(
    ("given", "refused", "missing"),
    [
        ([NONE] * 9, [["time"]] * 3, Aspect.TIME),
        ([NONE] * 9, [["time"], *[NONE] * 3], Aspect.TIME),
        ([["time"]] * 3, [["time"]] * 3, None),
        ([["time"]] * 3, [NONE] * 3, None),
        ([NONE] * 9, [NONE] * 3, None),
        ([["time"], *[NONE] * 30], [["time"]] * 9, Aspect.TIME),
        ([["place"]] * 9, [["time"]] * 3, Aspect.TIME),
        ([["time"]] * 3, NONE, None),
    ],
)
def test_an_aspect_is_missing_if_near_misses_ask_for_it_and_questions_do_not(
    given: Sequence[Sequence[str]], refused: Sequence[Sequence[str]], missing: Aspect | None
) -> None:
    assert learnt(given, refused).missing(question("time"), 0) is missing


def test_what_is_not_asked_for_is_not_missing() -> None:
    aspects = learnt([NONE] * 9, [["time"]] * 3)
    assert aspects.missing(question(), 0) is None
    assert aspects.missing(question("place"), 0) is None


def test_a_fact_without_near_misses_misses_nothing() -> None:
    aspects = learnt([NONE] * 9, [["time"]] * 3)
    assert aspects.missing(question("time"), 1) is None


def test_of_several_aspects_the_one_that_is_missing_is_named() -> None:
    aspects = learnt([["person"]] * 9, [["time", "person"]] * 3)
    assert aspects.missing(question("person", "time"), 0) is Aspect.TIME


@pytest.mark.parametrize("aspect", list(Aspect))
def test_each_aspect_can_be_missing(aspect: Aspect) -> None:
    assert learnt([NONE] * 9, [[aspect]] * 3).missing(question(aspect), 0) is aspect
