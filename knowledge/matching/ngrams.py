"""Questions as sparse vectors: their units and pairs of units, their words, their letters.

Each part is weighted by tf-idf (Salton & Buckley, "Term-weighting approaches in automatic text retrieval", 1988) and
has the length of the square root of its share, so that the vector's length is 1.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy import sparse

from knowledge.matching.question import Question

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]

# Pairs tell "Channel, when" from "Channel, what for"; letters carry what the lexicon lacks and the speller missed.
UNITS_SHARE, WORDS_SHARE, LETTERS_SHARE = 0.3, 0.35, 0.35
LETTERS = (2, 3, 4, 5)
# A long message has hundreds of pairs, of which the first say as much as all.
UNITS_PAIRED = 16
# No sequence of letters tells anything more about a word than its first so many letters do.
WORD_LENGTH = 30


@dataclass(frozen=True)
class Vectorizer:
    """Turns questions into vectors; what occurs in the example questions are its columns."""

    columns: Mapping[str, int]
    weights: npt.NDArray[np.float64]

    @classmethod
    def fit(cls, questions: Sequence[Question]) -> Self:
        """Learn the columns and their inverse document frequencies."""
        frequency: Counter[str] = Counter()
        for question in questions:
            frequency.update({feature for _, part in _parts(question) for feature in part})
        columns = {feature: column for column, feature in enumerate(sorted(frequency))}
        weights = np.array([math.log((1 + len(questions)) / (1 + frequency[feature])) + 1 for feature in columns])
        return cls(columns, weights)

    def vector(self, question: Question) -> tuple[Indices, Floats]:
        """Give the columns and values of one question."""
        columns: list[int] = []
        values: list[float] = []
        for share, part in _parts(question):
            known = [
                (column, times) for feature, times in part.items() if (column := self.columns.get(feature)) is not None
            ]
            weighted = [(1 + math.log(times)) * float(self.weights[column]) for column, times in known]
            scale = math.sqrt(share / sum(value * value for value in weighted)) if weighted else 0.0
            columns += [column for column, _ in known]
            values += [value * scale for value in weighted]
        return np.array(columns, dtype=np.int64), np.array(values, dtype=np.float32)

    def matrix(self, questions: Iterable[Question]) -> sparse.csr_array:
        """Give the vectors of questions as rows."""
        rows = [self.vector(question) for question in questions]
        starts = np.cumsum([0, *(len(columns) for columns, _ in rows)])
        indices = np.concatenate([np.array([], dtype=np.int64), *(columns for columns, _ in rows)])
        values = np.concatenate([np.array([], dtype=np.float32), *(values for _, values in rows)])
        return sparse.csr_array((values, indices, starts), shape=(len(rows), len(self.columns)))


def _parts(question: Question) -> Iterator[tuple[float, Counter[str]]]:
    """Give each part's share and features; a first letter keeps the parts apart."""
    units = [str(unit) for unit in question.units]
    pairs = combinations(units[:UNITS_PAIRED], 2)
    yield UNITS_SHARE, Counter([*(f"u{unit}" for unit in units), *(f"p{first} {second}" for first, second in pairs)])
    words = question.words
    following = pairwise(words)
    yield (
        WORDS_SHARE,
        Counter([*(f"w{word}" for word in words), *(f"b{first} {second}" for first, second in following)]),
    )
    padded = [f" {word[:WORD_LENGTH]} " for word in words]
    grams = (word[at : at + size] for word in padded for size in LETTERS for at in range(len(word) - size + 1))
    yield LETTERS_SHARE, Counter(f"c{gram}" for gram in grams)
