"""Scores of a question, one a fact and, last, one for "no fact": what a trained index looks up.

A score is near 1 for the fact's own questions, and near 0 for what has nothing to do with it.
"""

from dataclasses import dataclass
from typing import Protocol

from knowledge.matching.ngrams import Floats, Indices


class Scorer(Protocol):
    """Scores a question's vector."""

    def scores(self, columns: Indices, values: Floats) -> Floats:
        """Give the scores, facts in order and "no fact" last."""


@dataclass(frozen=True)
class LinearScorer:
    """Multiplies trained weights (columns × targets), and adds a constant a target."""

    weights: Floats
    constants: Floats

    def scores(self, columns: Indices, values: Floats) -> Floats:
        """Give the scores, facts in order and "no fact" last."""
        return values @ self.weights[columns] + self.constants
