"""What the matcher says of a question."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """Whether the facts answer a question."""

    ANSWER = "answer"
    """One fact answers it."""
    SUGGEST = "suggest"
    """Some facts are close; a person has to say whether one of them was meant."""
    UNKNOWN = "unknown"
    """The facts do not cover it."""


class Aspect(StrEnum):
    """The kind of thing that a question asks for."""

    TIME = "time"
    NUMBER = "number"
    MONEY = "money"
    PLACE = "place"
    PERSON = "person"
    REASON = "reason"
    MANNER = "manner"
    RESULT = "result"
    COMPARISON = "comparison"
    FUTURE = "future"
    OPINION = "opinion"


@dataclass(frozen=True)
class Verdict:
    """The verdict on one question.

    `fact` is set for an answer only; `suggestions` holds up to three fact ids, likeliest first, for a suggestion
    only. `confidence` is the probability in [0, 1] that the likeliest fact answers the question. `language` is
    the language of the question, one of the fact base's. `missing` is what the question asks for and no fact
    near it gives. `also` holds further facts, where a message asks more than one question and all are sure.
    """

    outcome: Outcome
    fact: str | None
    suggestions: tuple[str, ...]
    confidence: float
    language: str
    missing: Aspect | None = None
    also: tuple[str, ...] = ()
