"""Why a verdict is as it is, for the people who keep the facts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.matching.lexicon import Unit, UnitKind
from knowledge.matching.ngrams import Floats
from knowledge.matching.question import Question
from knowledge.matching.trained import Trained
from knowledge.verdict import Aspect

# So many of the likeliest facts are told.
FACTS_TOLD = 3


@dataclass(frozen=True)
class Taken:
    """What words were taken for: a filler, what is asked for (`name` is the aspect), a concept, or a word.

    `explained` is false for what stands in no fact, which speaks against an answer.
    """

    kind: UnitKind
    name: str
    explained: bool


@dataclass(frozen=True)
class PieceTaken:
    """Words of a question that belong together, typing errors mended, and what they were taken for."""

    words: str
    taken: tuple[Taken, ...]


@dataclass(frozen=True)
class Mended:
    """A word as it was typed, and as it was probably meant."""

    typed: str
    meant: str


@dataclass(frozen=True)
class ReadingJudged:
    """A way to read a message, and how sure its match is; one of them counts."""

    words: str
    confidence: float
    counts: bool


@dataclass(frozen=True)
class Scored:
    """A fact and its score: near 1 for the fact's own questions, near 0 for what has nothing to do with it."""

    fact: str
    score: float


@dataclass(frozen=True)
class Signs:
    """What the confidence is made from.

    The likeliest fact's score and its lead over the next; the score of "no fact", which near misses have; and the
    share of what the question says that no fact explains, in [0, 1].
    """

    score: float
    lead: float
    none: float
    unexplained: float


@dataclass(frozen=True)
class Thresholds:
    """An answer needs this confidence, a suggestion this score."""

    answer: float
    suggest: float


@dataclass(frozen=True)
class Explanation:
    """The reasons for a verdict; all but `readings` is about the reading that counts.

    `signs` is None where the question has no content. `several` holds the facts that are answered together, where
    the message asks several questions and each alone is sure. `missing` is what the question asks for and the
    likeliest fact does not give. `own` is the fact whose own question, or title, the message is, word for word: it is
    the answer whatever the scores say.
    """

    pieces: tuple[PieceTaken, ...]
    mended: tuple[Mended, ...]
    readings: tuple[ReadingJudged, ...]
    nearest: tuple[Scored, ...]
    signs: Signs | None
    confidence: float
    thresholds: Thresholds
    several: tuple[str, ...]
    missing: Aspect | None
    own: str | None = None


@dataclass(frozen=True)
class Candidate:
    """A reading as the matcher judged it; `scores` has one for each fact, and last the one of "no fact"."""

    question: Question
    confidence: float
    scores: Floats


def explain(
    trained: Trained,
    candidates: Sequence[Candidate],
    counting: Candidate,
    thresholds: Thresholds,
    several: tuple[str, ...],
) -> Explanation:
    """Explain what the matcher made of the readings of a message, of which one counts."""
    question, scores = counting.question, counting.scores
    ranked = np.argsort(-scores[:-1], kind="stable")[:FACTS_TOLD]
    nearest = [int(number) for number in ranked] if trained.may_ask(question) else []
    return Explanation(
        pieces=tuple(
            PieceTaken(" ".join(words), tuple(_taken(trained, unit) for unit in units))
            for words, units in trained.parser.pieces(question.words)
        ),
        mended=tuple(Mended(typed, meant) for typed, meant in question.mended),
        readings=tuple(
            ReadingJudged(" ".join(candidate.question.words), candidate.confidence, candidate is counting)
            for candidate in candidates
        ),
        nearest=tuple(Scored(trained.ids[number], float(scores[number])) for number in nearest),
        signs=_signs(trained, question, scores, nearest) if nearest else None,
        confidence=counting.confidence,
        thresholds=thresholds,
        several=several,
        missing=trained.aspects.missing(question, nearest[0]) if nearest else None,
    )


def _taken(trained: Trained, unit: Unit) -> Taken:
    return Taken(unit.kind, unit.name, unit.kind is UnitKind.FILLER or unit in trained.seen)


def _signs(trained: Trained, question: Question, scores: Floats, nearest: Sequence[int]) -> Signs:
    best, *others = (float(scores[number]) for number in nearest)
    return Signs(
        score=best,
        lead=best - (others[0] if others else 0.0),
        none=float(scores[-1]),
        unexplained=trained.unseen_share(question),
    )
