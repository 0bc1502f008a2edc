"""How sure a match is: the probability, in [0, 1], that the likeliest fact answers the question.

A logistic regression on a few signs of the match, trained on the fact base's own questions as seen by a training
that left them out, and on questions without an answer: near misses, questions whose whole fact was left out, and
questions in which a word was replaced by one that nobody knows.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from knowledge.matching.ngrams import Floats

Doubles = npt.NDArray[np.float64]

# Keeps the weights finite where a fact base is small.
PENALTY = 1.0
SCORE_CAP = 0.6
UNSEEN_CAP = 2


@dataclass(frozen=True)
class Signs:
    """What a match shows, a row a question: the likeliest fact (its number) and the signs (questions × signs)."""

    best: npt.NDArray[np.int64]
    values: Doubles

    @classmethod
    def of(
        cls,
        scores: Floats,
        unseen: npt.NDArray[np.int64],
        units: npt.NDArray[np.int64],
        barred: npt.NDArray[np.int64] | None = None,
    ) -> "Signs":
        """Read the signs off scores (questions × facts and, last, "none") and counts of units, and of unseen ones.

        `barred` names for each question a fact that may not be chosen.
        """
        facts = scores[:, :-1].copy()
        rows = np.arange(len(facts))
        if barred is not None:
            facts[rows, barred] = -np.inf
        best = facts.argmax(axis=1)
        top = facts[rows, best]
        facts[rows, best] = -np.inf
        second = np.maximum(facts.max(axis=1, initial=-1.0), -1.0)
        top = np.maximum(top, -1.0)
        signs = [
            top,
            np.minimum(top, SCORE_CAP),
            top - second,
            scores[:, -1],
            np.minimum(unseen, 1),
            unseen / np.maximum(units, 1),
        ]
        return cls(best, np.stack(signs, axis=1).astype(np.float64))


@dataclass(frozen=True)
class Confidence:
    """A trained logistic regression: weights of the signs, and a constant."""

    weights: Doubles
    constant: float

    @classmethod
    def fit(cls, signs: Doubles, answered: npt.NDArray[np.bool_], counts: Doubles) -> "Confidence":
        """Train on signs, on whether the likeliest fact is right, and on how much each question counts."""
        middle, spread = signs.mean(axis=0), signs.std(axis=0) + 1e-9
        inputs = np.column_stack([(signs - middle) / spread, np.ones(len(signs))])
        wanted = answered.astype(np.float64)

        def loss(weights: Doubles) -> tuple[float, Doubles]:
            guess = inputs @ weights
            penalised = np.append(weights[:-1], 0.0)
            value = (counts * (np.logaddexp(0, guess) - wanted * guess)).sum() + PENALTY / 2 * (penalised**2).sum()
            slope = inputs.T @ (counts * (_logistic(guess) - wanted)) + PENALTY * penalised
            return float(value), slope

        found = minimize(loss, np.zeros(inputs.shape[1]), jac=True).x
        weights = found[:-1] / spread
        return cls(weights, float(found[-1] - weights @ middle))

    def probability(self, signs: Doubles) -> Doubles:
        """Give the probability for each row of signs."""
        return _logistic(signs @ self.weights + self.constant)


def _logistic(value: Doubles) -> Doubles:
    return np.asarray(1 / (1 + np.exp(-np.clip(value, -50, 50))))
