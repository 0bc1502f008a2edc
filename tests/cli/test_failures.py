"""What `tanya eval` calls wrong, false and missed, and what it calls better and worse."""

from io import StringIO

import pytest
from rich.console import Console

from bot.commands.figures import failure_tables
from knowledge.evaluation import LabelledQuestion
from knowledge.failures import Result, compare, find_failures, result_of
from knowledge.verdict import Outcome, Verdict


def asked(text: str, *expect: str) -> LabelledQuestion:
    return LabelledQuestion(question=text, lang="en", kind="plain", expect=expect)


def answer(fact: str, confidence: float = 0.9) -> Verdict:
    return Verdict(Outcome.ANSWER, fact, (), confidence, "en")


def suggest(*facts: str, confidence: float = 0.4) -> Verdict:
    return Verdict(Outcome.SUGGEST, None, facts, confidence, "en")


UNKNOWN = Verdict(Outcome.UNKNOWN, None, (), 0.1, "en")
# Better ones first; those of one line are worth the same.
ANSWERABLE = [[answer("a"), answer("b")], [suggest("c", "d", "a")], [suggest("c"), UNKNOWN], [answer("c")]]
UNANSWERABLE = [[suggest("a"), UNKNOWN], [answer("a")]]


@pytest.mark.parametrize(
    ("expect", "verdict", "result"),
    [
        (("a", "b"), answer("b"), Result.RIGHT),
        (("a",), answer("b"), Result.WRONG),
        (("a", "b"), suggest("c", "b"), Result.HELPED),
        (("a",), suggest("c", "b"), Result.MISSED),
        (("a",), UNKNOWN, Result.MISSED),
        ((), answer("a"), Result.FALSE),
        ((), suggest("a"), Result.REFUSED),
        ((), UNKNOWN, Result.REFUSED),
    ],
)
def test_a_verdict_is_worth_what_it_does_for_the_asker(
    expect: tuple[str, ...], verdict: Verdict, result: Result
) -> None:
    assert result_of(asked("q", *expect), verdict) is result


@pytest.mark.parametrize(("expect", "ranks"), [(("a", "b"), ANSWERABLE), ((), UNANSWERABLE)])
def test_a_question_is_better_if_its_verdict_is_worth_more_than_earlier(
    expect: tuple[str, ...], ranks: list[list[Verdict]]
) -> None:
    places = [(rank, verdict) for rank, verdicts in enumerate(ranks) for verdict in verdicts]
    for rank, now in places:
        for then_rank, then in places:
            comparison = compare([(asked("q", *expect), now)], [then], None)
            assert comparison.better.count == (rank < then_rank)
            assert comparison.worse.count == (rank > then_rank)


def test_failed_questions_come_worst_first() -> None:
    judged = [
        (asked("wrong, less sure", "a"), answer("b", 0.7)),
        (asked("wrong, sure", "a"), answer("b", 0.8)),
        (asked("false"), answer("b", 0.8)),
        (asked("helped", "a"), suggest("b", "a")),
        (asked("missed, suggested", "a"), suggest("b")),
        (asked("missed", "a"), UNKNOWN),
        (asked("right", "a"), answer("a")),
        (asked("refused"), UNKNOWN),
    ]
    failures = find_failures(judged, None, None)
    assert [one.question for one in failures.wrong.questions] == ["wrong, sure", "wrong, less sure"]
    assert [one.question for one in failures.false.questions] == ["false"]
    assert [one.question for one in failures.missed.questions] == ["missed", "missed, suggested", "helped"]


def test_confusions_count_another_expected_fact_as_none() -> None:
    judged = [
        (asked("q", "a", "b"), answer("b")),
        (asked("q", "a", "b"), answer("c")),
        (asked("q", "a"), answer("c")),
        (asked("q"), answer("c")),
        (asked("q", "a"), suggest("a")),
    ]
    confusions = find_failures(judged, None, None).confusions
    assert [(one.expected, one.said, one.count) for one in confusions] == [
        ("a", "c", 2),
        (None, "c", 1),
        ("a", None, 1),
    ]


def test_a_failed_question_is_shown_with_its_facts_whole_in_any_terminal() -> None:
    long_id = "a-long-identifier-of-forty-eight-characters-here"
    failures = find_failures([(asked("я" * 300, long_id), suggest("b", long_id))], [answer(long_id)], None)
    (confusions, missed) = failure_tables(failures)
    console = Console(file=StringIO(), width=100)
    console.print(missed)
    assert isinstance(console.file, StringIO)
    shown = console.file.getvalue()
    assert shown.count(long_id) == 2
    assert "right→helped" in shown
    assert confusions.row_count == 1
