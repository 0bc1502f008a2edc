"""How sure a match is: the probability, in [0, 1], that the likeliest fact answers the question.

A logistic regression on a few signs of the match, trained on the fact base's own questions as seen by a training
that left them out, and on questions without an answer: near misses, questions whose whole fact was left out, and
questions in which a word was replaced by one that nobody knows.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.matching.ngrams import Floats

Doubles = npt.NDArray[np.float64]

# Keeps the weights finite where a fact base is small.
PENALTY = 1.0
SCORE_CAP = 0.6
LOWEST = -1.0


@dataclass(frozen=True)
class Match:
    """The likeliest fact of each question (its number), its score, and its lead over the next."""

    fact: npt.NDArray[np.int64]
    score: Floats
    lead: Floats

    @classmethod
    def of(cls, scores: Floats, barred: npt.NDArray[np.int64] | None = None) -> "Match":
        """Read scores (questions × facts); `barred` names for each question a fact that may not be chosen."""
        left = np.maximum(scores, LOWEST)
        rows = np.arange(len(left))
        if barred is not None:
            left[rows, barred] = LOWEST
        fact = left.argmax(axis=1)
        score = left[rows, fact]
        left[rows, fact] = LOWEST
        return cls(fact, score, score - left.max(axis=1, initial=LOWEST))


def signs(match: Match, none: Floats, unseen: Doubles) -> Doubles:
    """Give the signs (questions × signs) of matches.

    `none` is the score for "no fact", `unseen` the share of units that nothing explains, in [0, 1].
    """
    capped = np.minimum(match.score, SCORE_CAP)
    columns = [match.score, capped, match.lead, none, unseen > 0, unseen]
    return np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)


@dataclass(frozen=True)
class Confidence:
    """A trained logistic regression: weights of the signs, and a constant."""

    weights: Doubles
    constant: float

    @classmethod
    def fit(cls, signs: Doubles, answered: npt.NDArray[np.bool_], counts: Doubles) -> "Confidence":
        """Train on signs, on whether the likeliest fact is right, and on how much each question counts."""
        from scipy.optimize import minimize  # noqa: PLC0415 - only training needs it, and it takes long to import

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
