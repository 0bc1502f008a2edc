"""Questions as sparse vectors: their units and pairs of units, their words, their letters.

Each part is weighted by tf-idf (Salton & Buckley, "Term-weighting approaches in automatic text retrieval", 1988) and
has the length of the square root of its share, so that the vector's length is 1.
"""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
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
LETTERS = (3, 4)
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
    def fit(cls, questions: Sequence[Question]) -> "tuple[Self, sparse.csr_array]":
        """Learn the columns and their inverse document frequencies; give the questions' vectors too, as rows."""
        numbers: dict[str, int] = {}
        counts = _counts(questions, lambda feature: numbers.setdefault(feature, len(numbers)), numbers)
        frequency = np.bincount(counts.indices, minlength=len(numbers))
        least = 2 if len(questions) > MANY_EXAMPLES else 1
        columns = sorted(feature for feature, number in numbers.items() if frequency[number] >= least)
        order = np.array([numbers[feature] for feature in columns], dtype=np.int64)
        vectorizer = cls.of(columns, np.log((1 + len(questions)) / (1 + frequency[order])) + 1)
        return vectorizer, vectorizer._rows(counts[:, order])

    @classmethod
    def of(cls, columns: Sequence[str], weights: npt.NDArray[np.float64]) -> Self:
        """Put columns and their weights together."""
        parts = np.array([PARTS[feature[0]] for feature in columns], dtype=np.int8)
        return cls({feature: column for column, feature in enumerate(columns)}, weights, parts)

    def vector(self, question: Question) -> tuple[Indices, Floats]:
        """Give the columns, in order, and values of one question."""
        features = [*_features(question), *(letters for word in question.meant for letters in _letters(word))]
        known = [column for feature in features if (column := self.columns.get(feature)) is not None]
        columns, times = np.unique(np.array(known, dtype=np.int64), return_counts=True)
        return columns, self._values(columns, times, np.zeros(len(columns), dtype=np.int64), 1)

    def matrix(self, questions: Iterable[Question]) -> "sparse.csr_array":
        """Give the vectors of questions as rows."""
        return self._rows(_counts(questions, self.columns.get, self.columns))

    def _rows(self, counts: "sparse.csr_array") -> "sparse.csr_array":
        rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        counts.data = self._values(counts.indices, counts.data, rows, counts.shape[0])
        return counts

    def _values(
        self, columns: npt.NDArray[np.integer], times: npt.NDArray[np.number], rows: Indices, count: int
    ) -> Floats:
        """Give the values of columns that occur so many times in rows 0 to `count`."""
        values = (1 + np.log(times)) * self.weights[columns]
        parts = self.parts[columns] + 3 * rows
        lengths = np.bincount(parts, weights=values * values, minlength=3 * count)
        shares = np.tile([UNITS_SHARE, WORDS_SHARE, LETTERS_SHARE], count)
        scales = np.sqrt(np.divide(shares, lengths, out=np.zeros(len(lengths)), where=lengths > 0))
        return np.asarray(values * scales[parts], dtype=np.float32)


def _counts(
    questions: Iterable[Question], number: Callable[[str], int | None], numbers: Mapping[str, int]
) -> "sparse.csr_array":
    """Give how often each of the `numbers` occurs in each question; `number` finds a feature's own, if it has one."""
    from scipy import sparse  # noqa: PLC0415 - only training needs it, and it takes long to import

    found, starts = array("i"), array("i", [0])
    # The same few thousand words make up nearly all questions.
    spelled: dict[str, array[int]] = {}
    for question in questions:
        found.extend(known for feature in _features(question) if (known := number(feature)) is not None)
        for word in question.meant:
            if (letters := spelled.get(word)) is None:
                letters = array("i", [known for some in _letters(word) if (known := number(some)) is not None])
                spelled[word] = letters
            found.extend(letters)
        starts.append(len(found))
    ones = np.ones(len(found), dtype=np.float32)
    rows = sparse.csr_array((ones, np.array(found), np.array(starts)), shape=(len(starts) - 1, len(numbers)))
    # What is named twice in a row adds up.
    rows.sum_duplicates()
    return rows


def _features(question: Question) -> list[str]:
    """Give the units, pairs of units, words and pairs of words, as often as they occur."""
    units = [str(unit) for unit in question.units]
    return [
        *(f"u{unit}" for unit in units),
        *(f"p{first} {second}" for first, second in combinations(units[:UNITS_PAIRED], 2)),
        *(f"w{word}" for word in question.meant),
        *(f"b{first} {second}" for first, second in pairwise(question.meant)),
    ]


def _letters(word: str) -> list[str]:
    """Give the letters of a word in threes and fours, its beginning and end marked."""
    padded = f" {word[:WORD_LENGTH]} "
    return [f"c{padded[at : at + size]}" for size in LETTERS for at in range(len(padded) - size + 1)]
