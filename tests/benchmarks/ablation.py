"""What each part of the engine is worth: figures with all of it, and without each part in turn.

A part is switched off from outside: by a fact base without it, or by a module constant for the time of one training.
The engine has no switches for this.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from types import MappingProxyType, ModuleType

from knowledge.evaluation import Judged, LabelledQuestion, evaluate
from knowledge.facts_model import Fact, FactBase
from knowledge.matching import ngrams, question, spelling, training
from knowledge.matching.matcher import Matcher
from tests.benchmarks.reliability import likeliest
from tests.benchmarks.report import share

LIMITS = (0.015, 0.03)
COLUMNS = ("right", "helped", "wrong", "false", *(f"right at false ≤ {limit}" for limit in LIMITS))
# ISO 639 keeps qaa to qtz for private use: no language file is ever named so.
NAMELESS = ("qaa", "qab", "qac", "qad", "qae", "qaf", "qag", "qah")
NEVER = 10**6


@dataclass(frozen=True)
class Variant:
    """The engine without one part: another fact base, or module constants with other values."""

    name: str
    facts: FactBase
    constants: Sequence[tuple[ModuleType, str, object]] = field(default=())


def variants(facts: FactBase) -> Iterator[Variant]:
    """Give the whole engine, and it without each part."""
    yield Variant("the whole engine", facts)
    yield Variant("without concepts", replace(facts, concepts=MappingProxyType({})))
    yield Variant("without language files", _nameless(facts))
    yield Variant("without near misses", _changed(facts, unanswerable={}))
    yield Variant("without titles and answers as known words", _speechless(facts))
    yield Variant("without mending", facts, [(spelling, "SHORTEST", NEVER)])
    yield Variant("without pairs of units", facts, [(ngrams, "UNITS_PAIRED", 0)])
    for part in ("UNITS_SHARE", "WORDS_SHARE", "LETTERS_SHARE"):
        yield Variant(f"without {part.split('_')[0].lower()}", facts, _shares_without(part))
    yield Variant("without readings of long messages", facts, [(question, "sentences", lambda text: [text])])
    yield Variant("by the nearest examples alone", facts, [(training, "MOST_WORK", 0)])
    yield Variant("confidence without facts left out", facts, [(training, "LEAST_LEFT_OUT_COUNT", 0.0)])
    yield Variant("confidence without strange words", facts, [(training, "STRANGE_COUNT", 0.0)])
    both = [(training, "LEAST_LEFT_OUT_COUNT", 0.0), (training, "STRANGE_COUNT", 0.0)]
    yield Variant("confidence without either", facts, both)


def judged(variant: Variant, sets: Mapping[str, Sequence[LabelledQuestion]]) -> dict[str, list[Judged]]:
    """Train a variant, and give its verdicts on the sets."""
    with constants(variant.constants):
        matcher = Matcher.build(variant.facts)
        return {name: [(one, matcher.verdict(one.question)) for one in set_] for name, set_ in sets.items()}


def row(verdicts: Sequence[Judged]) -> tuple[str, ...]:
    """Give the figures at the engine's own threshold, and `right` at others."""
    rates = evaluate(verdicts).rates
    own = (rates.right, rates.helped, rates.wrong, rates.false)
    return tuple(map(share, (*own, *(right_at(verdicts, limit) for limit in LIMITS))))


def right_at(verdicts: Sequence[Judged], limit: float) -> float:
    """Give the share right at the lowest threshold with no more false answers than `limit`, in [0, 1]."""
    none = [verdict.confidence for labelled, verdict in verdicts if not labelled.expect and likeliest(verdict)]
    unanswerable = sum(not labelled.expect for labelled, _ in verdicts)
    allowed = int(limit * unanswerable)
    # Answers are given above this confidence: that of the first unanswerable question that may not be answered.
    above = sorted(none, reverse=True)[allowed] if len(none) > allowed else -1.0
    answerable = [
        verdict.confidence > above and likeliest(verdict) in labelled.expect
        for labelled, verdict in verdicts
        if labelled.expect
    ]
    return sum(answerable) / len(answerable)


@contextmanager
def constants(values: Sequence[tuple[ModuleType, str, object]]) -> Iterator[None]:
    """Give module constants other values for a while. Raises AttributeError for one that is no more."""
    before = [(module, name, getattr(module, name)) for module, name, _ in values]
    try:
        for module, name, value in values:
            setattr(module, name, value)
        yield
    finally:
        for module, name, value in before:
            setattr(module, name, value)


def _shares_without(part: str) -> list[tuple[ModuleType, str, object]]:
    """Give one part of the vector no share, and the others the more."""
    names = ("UNITS_SHARE", "WORDS_SHARE", "LETTERS_SHARE")
    rest = sum(getattr(ngrams, name) for name in names if name != part)
    return [(ngrams, name, 0.0 if name == part else getattr(ngrams, name) / rest) for name in names]


def _changed(facts: FactBase, **changes: object) -> FactBase:
    """Give the fact base with some fields of every fact changed."""
    return replace(facts, facts={name: fact.model_copy(update=changes) for name, fact in facts.facts.items()})


def _speechless(facts: FactBase) -> FactBase:
    """Give the fact base with nothing said: questions are all that is known."""
    return _changed(facts, title=None, answer=dict.fromkeys(facts.manifest.languages, "."))


def _nameless(facts: FactBase) -> FactBase:
    """Give the fact base in languages of which nothing is known beforehand."""
    names = dict(zip(facts.manifest.languages, NAMELESS, strict=False))

    def renamed(fact: Fact) -> Fact:
        return fact.model_copy(
            update={
                field: {names[code]: texts for code, texts in (getattr(fact, field) or {}).items()} or None
                for field in ("title", "answer", "questions", "unanswerable")
            }
        )

    manifest = facts.manifest.model_copy(
        update={
            "languages": tuple(names.values()),
            "default_language": names[facts.manifest.default_language],
        }
    )
    return replace(facts, manifest=manifest, facts={name: renamed(fact) for name, fact in facts.facts.items()})
