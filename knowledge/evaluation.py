"""How good verdicts are on a labelled question set.

answerable questions: `right` answered with an expected fact; `helped` right, or an expected fact is among the first
three suggestions; `wrong` answered with another fact. Unanswerable questions: `false` answered with any fact. All
questions: `mcc`, the multiclass Matthews correlation (Gorodkin, "Comparing two K-category assignments by a
K-category correlation coefficient", 2004) of the answered fact, or none, against the expected one, or none; and
`mcc_best`, the same at the best threshold on the confidence.
"""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError

from knowledge.verdict import Outcome, Verdict

SUGGESTIONS = 3
THRESHOLDS = 200


class LabelledQuestion(BaseModel):
    """A line of a question set; `expect` holds the facts that answer it, best first, none if no fact does."""

    question: str
    lang: str = "-"
    kind: str = "-"
    expect: tuple[str, ...]


class QuestionSetError(Exception):
    """A question set cannot be read; the text says where and why."""


@dataclass(frozen=True)
class Rates:
    """Shares in [0, 1]; None where there was no question of the kind."""

    answerable: int
    unanswerable: int
    right: float | None
    helped: float | None
    wrong: float | None
    false: float | None


@dataclass(frozen=True)
class Evaluation:
    """The figures of a question set, in all and by language and kind."""

    rates: Rates
    mcc: float
    mcc_best: float
    by_language: Mapping[str, Rates]
    by_kind: Mapping[str, Rates]


Judged = tuple[LabelledQuestion, Verdict]


def read_questions(path: Path) -> list[LabelledQuestion]:
    """Read a JSON-lines file. Raises QuestionSetError."""
    questions = []
    for place, line in read_lines(path):
        try:
            questions.append(LabelledQuestion.model_validate(json.loads(line)))
        except (json.JSONDecodeError, RecursionError, ValidationError) as error:
            wanted = '{"question": text, "lang": code, "kind": name, "expect": [fact ids]}'
            raise QuestionSetError(f"{place}: not of the form {wanted}") from error
    if not questions:
        raise QuestionSetError(f"{path} holds no question")
    return questions


def read_lines(path: Path) -> list[tuple[str, str]]:
    """Give the lines of a JSON-lines file that are not empty, each with its place. Raises QuestionSetError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionSetError(f"{path} cannot be read: {error}") from error
    # Some questions hold other line separators on purpose.
    return [(f"{path}:{number}", line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]


def evaluate(judged: Sequence[Judged]) -> Evaluation:
    """Give the figures."""
    gold = [expected_fact(question, verdict.fact) for question, verdict in judged]
    answered = [verdict.fact if verdict.outcome is Outcome.ANSWER else None for _, verdict in judged]
    return Evaluation(
        rates=_rates(judged),
        mcc=matthews(gold, answered),
        mcc_best=_best_mcc(judged),
        by_language=_grouped(judged, lambda question: question.lang),
        by_kind=_grouped(judged, lambda question: question.kind),
    )


def matthews(gold: Sequence[str | None], predicted: Sequence[str | None]) -> float:
    """Give the multiclass Matthews correlation, in [-1, 1]; 0 where either side has one class only."""
    total = len(gold)
    correct = sum(g == p for g, p in zip(gold, predicted, strict=True))
    gold_counts, predicted_counts = Counter(gold), Counter(predicted)
    covariance = correct * total - sum(count * predicted_counts[name] for name, count in gold_counts.items())
    spread = (total**2 - sum(count**2 for count in predicted_counts.values())) * (
        total**2 - sum(count**2 for count in gold_counts.values())
    )
    return covariance / math.sqrt(spread) if spread else 0.0


def expected_fact(question: LabelledQuestion, said: str | None) -> str | None:
    """Give the expected fact: the one that was said if it is among them, else the best."""
    if not question.expect:
        return None
    return said if said in question.expect else question.expect[0]


def is_offered(question: LabelledQuestion, verdict: Verdict) -> bool:
    """Whether an expected fact is among the suggestions that people are shown."""
    return verdict.outcome is Outcome.SUGGEST and bool({*verdict.suggestions[:SUGGESTIONS]} & {*question.expect})


def _rates(judged: Sequence[Judged]) -> Rates:
    answerable = [(question, verdict) for question, verdict in judged if question.expect]
    unanswerable = [verdict for question, verdict in judged if not question.expect]
    right = sum(verdict.fact in question.expect for question, verdict in answerable)
    offered = sum(is_offered(question, verdict) for question, verdict in answerable)
    answered = sum(verdict.outcome is Outcome.ANSWER for _, verdict in answerable)
    false = sum(verdict.outcome is Outcome.ANSWER for verdict in unanswerable)
    return Rates(
        answerable=len(answerable),
        unanswerable=len(unanswerable),
        right=_share(right, len(answerable)),
        helped=_share(right + offered, len(answerable)),
        wrong=_share(answered - right, len(answerable)),
        false=_share(false, len(unanswerable)),
    )


def _best_mcc(judged: Sequence[Judged]) -> float:
    tops = [verdict.fact or next(iter(verdict.suggestions), None) for _, verdict in judged]
    gold = [expected_fact(question, top) for (question, _), top in zip(judged, tops, strict=True)]
    confidences = [verdict.confidence for _, verdict in judged]
    ranked = sorted(set(confidences))
    return max(
        matthews(gold, [top if sure >= step else None for top, sure in zip(tops, confidences, strict=True)])
        for step in ranked[:: max(1, len(ranked) // THRESHOLDS)]
    )


def _grouped(judged: Sequence[Judged], name: Callable[[LabelledQuestion], str]) -> dict[str, Rates]:
    groups: defaultdict[str, list[Judged]] = defaultdict(list)
    for question, verdict in judged:
        groups[name(question)].append((question, verdict))
    return {group: _rates(members) for group, members in sorted(groups.items())}


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
