"""What the matcher learns from."""

from dataclasses import dataclass

from knowledge.matching.question import Question


@dataclass(frozen=True)
class Example:
    """A question of a fact (its number); `answered` is false for a near miss of it."""

    question: Question
    fact: int
    answered: bool
