"""Whether a confidence can be believed: how many of the questions with a confidence near 0.9 are right."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.evaluation import LabelledQuestion
from knowledge.facts_model import Fact, FactBase
from knowledge.matching.matcher import Matcher
from knowledge.verdict import Outcome, Verdict
from tests.benchmarks.report import share, table
from tests.benchmarks.variations import seeded

BINS = 10
FOLDS = 5
# Of the facts that stay, one question in so many is kept aside.
ASIDE = 5


@dataclass(frozen=True)
class Sure:
    """A confidence, whether the likeliest fact was right, and whether it was given as the answer."""

    confidence: float
    right: bool
    answered: bool


def sure(question: LabelledQuestion, verdict: Verdict) -> Sure:
    """Give how sure a verdict is, and whether it is right to be."""
    return Sure(verdict.confidence, likeliest(verdict) in question.expect, verdict.outcome is Outcome.ANSWER)


def likeliest(verdict: Verdict) -> str | None:
    """Give the fact that a verdict holds likeliest."""
    return verdict.fact or next(iter(verdict.suggestions), None)


def show_reliability(groups: Mapping[str, Sequence[Sure]]) -> None:
    """Print ten bins of confidence: number, mean confidence and share right of each group."""
    columns = ["confidence", *(f"{name}: {what}" for name in groups for what in ("n", "mean", "right"))]
    rows = []
    for place in range(BINS):
        low, high = place / BINS, (place + 1) / BINS
        row = [f"{low:.1f}–{high:.1f}"]
        for members in groups.values():
            inside = [one for one in members if place == min(int(one.confidence * BINS), BINS - 1)]
            row += [str(len(inside)), _mean([one.confidence for one in inside]), _mean([one.right for one in inside])]
        rows.append(row)
    everything = ["all"]
    for members in groups.values():
        confidences = [one.confidence for one in members]
        everything += [str(len(members)), _mean(confidences), _mean([one.right for one in members])]
    table(columns, [*rows, everything])


def cross_validated(facts: FactBase) -> tuple[list[Sure], list[Sure]]:
    """Judge a fact base's own questions by trainings that did not see them.

    In each of five folds a fifth of the facts is left out whole, and a fifth of the other facts' questions and near
    misses. Gives the verdicts on these, and those on the questions of whole facts left out: nothing answers them then,
    unless another fact happens to.
    """
    order = sorted(facts.facts)
    seeded("folds").shuffle(order)
    apart: list[Sure] = []
    whole: list[Sure] = []
    for fold in range(FOLDS):
        gone = set(order[fold::FOLDS])
        kept = {name: fact for name, fact in facts.facts.items() if name not in gone}
        part, aside = _held_out(kept, fold)
        matcher = Matcher.build(replace(facts, facts=part, fingerprint=f"fold {fold}"))
        apart += [sure(question, matcher.verdict(question.question)) for question in aside]
        left_out = [question for name in sorted(gone) for question in _asked(facts.facts[name])]
        whole += [sure(question, matcher.verdict(question.question)) for question in left_out]
    return apart, whole


def _held_out(facts: Mapping[str, Fact], fold: int) -> tuple[dict[str, Fact], list[LabelledQuestion]]:
    """Give the facts without some of their questions and near misses, and these as labelled questions."""
    part: dict[str, Fact] = {}
    aside: list[LabelledQuestion] = []
    for name, fact in facts.items():
        lines = {}
        for kind, expected in (("questions", (name,)), ("unanswerable", ())):
            kept: dict[str, tuple[str, ...]] = {}
            for language, texts in getattr(fact, kind).items():
                chosen = _chosen(len(texts), f"{name} {kind} {language}", fold)
                kept[language] = tuple(text for place, text in enumerate(texts) if place not in chosen)
                aside += [LabelledQuestion(question=texts[place], expect=expected) for place in chosen]
            lines[kind] = kept
        part[name] = fact.model_copy(update=lines)
    return part, aside


def _chosen(count: int, name: str, fold: int) -> list[int]:
    """Give the places of this fold's fifth; one question always stays."""
    places = list(range(count))
    seeded(name).shuffle(places)
    return sorted(places[:-1][fold::ASIDE])


def _asked(fact: Fact) -> Iterator[LabelledQuestion]:
    for texts in fact.questions.values():
        for text in texts:
            yield LabelledQuestion(question=text, expect=())


def _mean(values: Sequence[float]) -> str:
    return share(sum(values) / len(values)) if values else share(None)
