"""Where verdicts on a labelled question set fail, and what became better or worse since an earlier run."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import BaseModel, Field, ValidationError

from knowledge.evaluation import (
    Evaluation,
    Judged,
    LabelledQuestion,
    QuestionSetError,
    evaluate,
    expected_fact,
    is_offered,
    read_lines,
)
from knowledge.verdict import Outcome, Verdict


class Result(StrEnum):
    """What a verdict was worth."""

    RIGHT = "right"
    """Answered with an expected fact."""
    REFUSED = "refused"
    """Not answered, as no fact does."""
    HELPED = "helped"
    """Not answered, yet an expected fact is among the suggestions."""
    MISSED = "missed"
    """Not answered, nor suggested, though a fact would."""
    WRONG = "wrong"
    """Answered with another fact."""
    FALSE = "false"
    """Answered though no fact does."""


# Better first: a wrong answer is worse than none.
WORTH = {
    Result.RIGHT: 3,
    Result.REFUSED: 3,
    Result.HELPED: 2,
    Result.MISSED: 1,
    Result.WRONG: 0,
    Result.FALSE: 0,
}


@dataclass(frozen=True)
class Confusion:
    """How many questions that `expected` answers were answered with `said`; None stands for no fact."""

    expected: str | None
    said: str | None
    count: int


@dataclass(frozen=True)
class Asked:
    """A question of the set, what was said to it, and what an earlier run's verdict was worth, if there is one."""

    question: str
    lang: str
    kind: str
    expect: tuple[str, ...]
    result: Result
    fact: str | None
    suggestions: tuple[str, ...]
    confidence: float
    earlier: Result | None


@dataclass(frozen=True)
class Group:
    """The first questions of a group, the worst first; `count` are there in all."""

    count: int
    questions: tuple[Asked, ...]

    @classmethod
    def of(cls, asked: Sequence[Asked], limit: int | None) -> Self:
        """Keep so many, or all."""
        return cls(len(asked), tuple(asked[:limit]))


@dataclass(frozen=True)
class Failures:
    """Which fact was taken for which, most often first, and the questions that failed.

    `wrong` and `false` begin with the surest answer; `missed` with those whose fact was not suggested either.
    """

    confusions: tuple[Confusion, ...]
    wrong: Group
    false: Group
    missed: Group


@dataclass(frozen=True)
class Comparison:
    """The figures of an earlier run, and the questions whose verdict is worth more, or less, since."""

    earlier: Evaluation
    better: Group
    worse: Group


class _Prediction(BaseModel):
    """A line of an earlier predictions file, in the form of `ask --json`."""

    question: str
    outcome: Outcome
    fact: str | None
    suggestions: tuple[str, ...]
    confidence: float = Field(ge=0, le=1)
    language: str


def read_predictions(path: Path, questions: Sequence[LabelledQuestion]) -> list[Verdict]:
    """Read the earlier verdicts on these questions. Raises QuestionSetError, also if they are on others."""
    predictions: list[_Prediction] = []
    for place, line in read_lines(path):
        try:
            said = _Prediction.model_validate(json.loads(line))
        except (json.JSONDecodeError, RecursionError, ValidationError) as error:
            raise QuestionSetError(f"{place}: not a line that `tanya eval --predictions` writes") from error
        if [said.question] != [item.question for item in questions[len(predictions) :][:1]]:
            raise QuestionSetError(f"{place}: this is not the question of the set; compare runs on the same set")
        predictions.append(said)
    if len(predictions) != len(questions):
        raise QuestionSetError(f"{path} has {len(predictions)} verdicts, the set {len(questions)} questions")
    return [Verdict(said.outcome, said.fact, said.suggestions, said.confidence, said.language) for said in predictions]


def find_failures(judged: Sequence[Judged], earlier: Sequence[Verdict] | None, limit: int | None) -> Failures:
    """Give what went wrong, at most `limit` of each group."""
    asked = _asked(judged, earlier)
    confused = Counter(_confusion(question, verdict) for question, verdict in judged)
    ranked = sorted(confused.items(), key=lambda item: (-item[1], [name or "" for name in item[0]]))
    wrong = [one for one in asked if one.result is Result.WRONG]
    false = [one for one in asked if one.result is Result.FALSE]
    missed = [one for one in asked if one.result in {Result.HELPED, Result.MISSED}]
    return Failures(
        tuple(Confusion(expected, said, count) for (expected, said), count in ranked if expected != said)[:limit],
        Group.of(sorted(wrong, key=lambda one: -one.confidence), limit),
        Group.of(sorted(false, key=lambda one: -one.confidence), limit),
        Group.of(sorted(missed, key=lambda one: (WORTH[one.result], one.confidence)), limit),
    )


def compare(judged: Sequence[Judged], earlier: Sequence[Verdict], limit: int | None) -> Comparison:
    """Compare verdicts with earlier ones on the same questions, at most `limit` of each group."""
    asked = _asked(judged, earlier)
    gains = [(WORTH[one.result] - WORTH[one.earlier], one) for one in asked if one.earlier]
    return Comparison(
        evaluate([(question, verdict) for (question, _), verdict in zip(judged, earlier, strict=True)]),
        better=Group.of([one for gain, one in sorted(gains, key=lambda item: -item[0]) if gain > 0], limit),
        worse=Group.of([one for gain, one in sorted(gains, key=lambda item: item[0]) if gain < 0], limit),
    )


def result_of(question: LabelledQuestion, verdict: Verdict) -> Result:
    """Give what a verdict is worth."""
    answered = verdict.outcome is Outcome.ANSWER
    if not question.expect:
        return Result.FALSE if answered else Result.REFUSED
    if answered:
        return Result.RIGHT if verdict.fact in question.expect else Result.WRONG
    return Result.HELPED if is_offered(question, verdict) else Result.MISSED


def _asked(judged: Sequence[Judged], earlier: Sequence[Verdict] | None) -> list[Asked]:
    before: Sequence[Verdict | None] = [None] * len(judged) if earlier is None else earlier
    return [
        Asked(
            question=question.question,
            lang=question.lang,
            kind=question.kind,
            expect=question.expect,
            result=result_of(question, verdict),
            fact=verdict.fact,
            suggestions=verdict.suggestions,
            confidence=round(verdict.confidence, 4),
            earlier=result_of(question, then) if then is not None else None,
        )
        for (question, verdict), then in zip(judged, before, strict=True)
    ]


def _confusion(question: LabelledQuestion, verdict: Verdict) -> tuple[str | None, str | None]:
    return expected_fact(question, verdict.fact), verdict.fact
