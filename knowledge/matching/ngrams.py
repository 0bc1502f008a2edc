"""Questions as sparse vectors: their units and pairs of units, their words, their letters.

Each part is weighted by tf-idf (Salton & Buckley, "Term-weighting approaches in automatic text retrieval", 1988) and
has the length of the square root of its share, so that the vector's length is 1.
"""

import math
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Self

import numpy as np
import numpy.typing as npt

from knowledge.matching.question import Question

if TYPE_CHECKING:
    from scipy import sparse

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]

# Pairs tell "Channel, when" from "Channel, what for"; letters carry what the lexicon lacks and the speller missed.
UNITS_SHARE, WORDS_SHARE, LETTERS_SHARE = 0.2, 0.4, 0.4
LETTERS = (2, 3, 4)
# A long message has hundreds of pairs, of which the first say as much as all.
UNITS_PAIRED = 16
# No sequence of letters tells anything more about a word than its first so many letters do.
WORD_LENGTH = 30
# Of so many examples, what only one of them has is left out: half of all columns, which tell next to nothing.
MANY_EXAMPLES = 5000
# The parts, by the first letter of their features: units and pairs, words and word pairs, letters.
PARTS = {"u": 0, "p": 0, "w": 1, "b": 1, "c": 2}


@dataclass(frozen=True)
class Vectorizer:
    """Turns questions into vectors; what occurs in the example questions are its columns.

    `weights` are the columns' inverse document frequencies, `parts` say which part each column belongs to.
    """

    columns: Mapping[str, int]
    weights: npt.NDArray[np.float64]
    parts: npt.NDArray[np.int8]

    @classmethod
    def fit(cls, questions: Sequence[Question]) -> Self:
        """Learn the columns and their inverse document frequencies."""
        found: dict[str, int] = {}
        for features in _each(questions):
            for feature in set(features):
                found[feature] = found.get(feature, 0) + 1
        least = 2 if len(questions) > MANY_EXAMPLES else 1
        columns = sorted(feature for feature, count in found.items() if count >= least)
        weights = np.array([math.log((1 + len(questions)) / (1 + found[feature])) + 1 for feature in columns])
        return cls.of(columns, weights)

    @classmethod
    def of(cls, columns: Sequence[str], weights: npt.NDArray[np.float64]) -> Self:
        """Put columns and their weights together."""
        parts = np.array([PARTS[feature[0]] for feature in columns], dtype=np.int8)
        return cls({feature: column for column, feature in enumerate(columns)}, weights, parts)

    def vector(self, question: Question) -> tuple[Indices, Floats]:
        """Give the columns, in order, and values of one question."""
        known = [column for feature in _features(question, {}) if (column := self.columns.get(feature)) is not None]
        columns, times = np.unique(np.array(known, dtype=np.int64), return_counts=True)
        return columns, self._weighted(columns, times, np.zeros(len(columns), dtype=np.int64), 1)

    def matrix(self, questions: Iterable[Question]) -> "sparse.csr_array":
        """Give the vectors of questions as rows."""
        from scipy import sparse  # noqa: PLC0415 - only training needs it, and it takes long to import

        found, starts = array("i"), array("i", [0])
        for features in _each(questions):
            found.extend(column for feature in features if (column := self.columns.get(feature)) is not None)
            starts.append(len(found))
        shape = (len(starts) - 1, len(self.columns))
        # Where a column is named twice, its ones add up to how often it occurs.
        counts = sparse.csr_array((np.ones(len(found), dtype=np.float32), np.array(found), np.array(starts)), shape)
        counts.sum_duplicates()
        rows = np.repeat(np.arange(shape[0]), np.diff(counts.indptr))
        counts.data = self._weighted(counts.indices, counts.data, rows, shape[0])
        return counts

    def _weighted(
        self, columns: npt.NDArray[np.integer], times: npt.NDArray[np.number], rows: Indices, count: int
    ) -> Floats:
        """Give the values of columns that occur so many times in rows 0 to `count`."""
        values = (1 + np.log(times)) * self.weights[columns]
        parts = self.parts[columns] + 3 * rows
        lengths = np.bincount(parts, weights=values * values, minlength=3 * count)
        shares = np.tile([UNITS_SHARE, WORDS_SHARE, LETTERS_SHARE], count)
        scales = np.sqrt(np.divide(shares, lengths, out=np.zeros_like(lengths), where=lengths > 0))
        return np.asarray(values * scales[parts], dtype=np.float32)


def _each(questions: Iterable[Question]) -> Iterator[list[str]]:
    """Give the features of each question."""
    spelled: dict[str, list[str]] = {}
    return (_features(question, spelled) for question in questions)


def _features(question: Question, spelled: dict[str, list[str]]) -> list[str]:
    """Give all features, as often as they occur; `spelled` keeps the letters of words that were met before."""
    units = [str(unit) for unit in question.units]
    features = [f"u{unit}" for unit in units]
    features += [f"p{first} {second}" for first, second in combinations(units[:UNITS_PAIRED], 2)]
    features += [f"w{word}" for word in question.words]
    features += [f"b{first} {second}" for first, second in pairwise(question.words)]
    for word in question.words:
        if (letters := spelled.get(word)) is None:
            padded = f" {word[:WORD_LENGTH]} "
            letters = [f"c{padded[at : at + size]}" for size in LETTERS for at in range(len(padded) - size + 1)]
            spelled[word] = letters
        features += letters
    return features
