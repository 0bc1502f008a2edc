"""What a fact gives, and what it is asked for in vain: when, how many, who, where.

Learnt from the fact's own questions and near misses. "When did operation Channel start?" shares every word with a
fact that does not say when; only that the fact's near misses ask "when", and its questions don't, tells them apart.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from knowledge.matching.examples import Example
from knowledge.matching.lexicon import UnitKind
from knowledge.matching.question import Question
from knowledge.verdict import Aspect

# Adds half a question of each kind to every count, so that one example alone decides nothing.
SMOOTHING = 0.5
# An aspect is refused if near misses ask for it so many times as often, in proportion, as questions do.
CLEARLY = 1.5


@dataclass(frozen=True)
class Aspects:
    """How often each fact's questions (`given`) and near misses (`refused`) ask for an aspect.

    The empty aspect counts all of them.
    """

    given: Sequence[Counter[str]]
    refused: Sequence[Counter[str]]

    @classmethod
    def of(cls, examples: Iterable[Example], facts: int) -> Self:
        """Count the aspects of examples of so many facts."""
        aspects = cls([Counter() for _ in range(facts)], [Counter() for _ in range(facts)])
        for example in examples:
            counts = aspects.given if example.answered else aspects.refused
            counts[example.fact].update(["", *_asked(example.question)])
        return aspects

    def missing(self, question: Question, fact: int) -> Aspect | None:
        """Give the first aspect that the question asks for and the fact does not give, None if it gives all."""
        given, refused = self.given[fact], self.refused[fact]
        for aspect in _asked(question):
            share_given = (given[aspect] + SMOOTHING) / (given[""] + 2 * SMOOTHING)
            share_refused = (refused[aspect] + SMOOTHING) / (refused[""] + 2 * SMOOTHING)
            if refused[aspect] and share_refused > CLEARLY * share_given:
                return Aspect(aspect)
        return None


def _asked(question: Question) -> list[str]:
    return [unit.name for unit in question.units if unit.kind is UnitKind.ASPECT]
