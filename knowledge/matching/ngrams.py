"""Questions as sparse vectors of word and character n-grams, weighted by tf-idf.

Salton & Buckley, "Term-weighting approaches in automatic text retrieval" (1988): logarithmic term frequency times
inverse document frequency, each part of unit length.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

WORD_NGRAMS = (1, 2)
CHARACTER_NGRAMS = (3, 4, 5)
# No n-gram tells anything more about a word than its first so many letters do.
WORD_LENGTH = 40


@dataclass(frozen=True)
class Vectorizer:
    """Turns words into vectors; the n-grams of the example questions are its columns."""

    columns: Mapping[str, int]
    weights: Floats

    @classmethod
    def fit(cls, questions: Iterable[Sequence[str]]) -> Self:
        """Learn the columns and their inverse document frequencies from questions, each a list of words."""
        frequency: Counter[str] = Counter()
        count = 0
        for question in questions:
            count += 1
            frequency.update({gram for part in _parts(question) for gram in part})
        columns = {gram: column for column, gram in enumerate(sorted(frequency))}
        weights = np.array([math.log((1 + count) / (1 + frequency[gram])) + 1 for gram in columns])
        return cls(columns, weights)

    def vector(self, question: Sequence[str]) -> tuple[Indices, Floats]:
        """Give the columns and values of one question; the vector's length is 1, or 0 where nothing is known."""
        columns: list[int] = []
        values: list[float] = []
        for part in _parts(question):
            known = [(self.columns[gram], 1 + math.log(times)) for gram, times in part.items() if gram in self.columns]
            weighted = [(column, tf * float(self.weights[column])) for column, tf in known]
            length = math.sqrt(sum(value * value for _, value in weighted) * 2)
            columns += [column for column, _ in weighted]
            values += [value / length for _, value in weighted]
        return np.array(columns, dtype=np.int64), np.array(values)

    def matrix(self, questions: Iterable[Sequence[str]]) -> sparse.csr_array:
        """Give the vectors of questions as rows."""
        rows = [self.vector(question) for question in questions]
        starts = np.cumsum([0, *(len(columns) for columns, _ in rows)])
        indices = np.concatenate([columns for columns, _ in rows]) if rows else np.array([], dtype=np.int64)
        values = np.concatenate([values for _, values in rows]) if rows else np.array([])
        return sparse.csr_array((values, indices, starts), shape=(len(rows), len(self.columns)))


def _parts(question: Sequence[str]) -> Iterator[Counter[str]]:
    """Give the word n-grams and the character n-grams; a marker keeps the two apart."""
    yield Counter(
        "w " + " ".join(question[start : start + length])
        for length in WORD_NGRAMS
        for start in range(len(question) - length + 1)
    )
    yield Counter(
        "c" + padded[start : start + length]
        for padded in (f" {word[:WORD_LENGTH]} " for word in question)
        for length in CHARACTER_NGRAMS
        for start in range(len(padded) - length + 1)
    )
