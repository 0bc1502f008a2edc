"""Which questions ask much the same: they share their words, whatever the order, the filler and the typing errors."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from knowledge.language_file import read_languages
from knowledge.text import normalise, words

# Dice's coefficient of the letter triples of all words; below it two questions say too much that the other does not.
SIMILAR_AT = 0.6
# The same of two words: so much remains of a word with one typing error.
SAME_WORD_AT = 0.5

_Triples = frozenset[str]


@dataclass(frozen=True)
class _Wording:
    """A question's words that carry content, each as its letter triples, and those of all of them."""

    words: tuple[_Triples, ...]
    triples: _Triples

    def like(self, other: "_Wording") -> bool:
        """Tell whether both ask much the same: each word of the one that has fewer is in the other, too."""
        if self.triples == other.triples:
            return True
        fewer, more = sorted((self, other), key=lambda wording: len(wording.words))
        return _dice(self.triples, other.triples) >= SIMILAR_AT and all(
            any(_dice(word, found) >= SAME_WORD_AT for found in more.words) for word in fewer.words
        )


class Similarity:
    """Compares questions in some languages, whose fillers do not count."""

    def __init__(self, fillers: frozenset[str]) -> None:
        self._fillers = fillers

    @classmethod
    def of(cls, languages: Iterable[str]) -> Self:
        """Read the languages' fillers: tens of milliseconds."""
        return cls(frozenset(normalise(word) for file in read_languages(languages) for word in file.fillers))

    def groups(self, questions: Sequence[str]) -> list[list[int]]:
        """Give groups of similar questions as numbers; each is like the first one of its group."""
        leaders, groups = _Leaders(), list[list[int]]()
        for number, question in enumerate(questions):
            wording = self._wording(question)
            group = leaders.like(wording)
            if group is None:
                leaders.add(wording)
                groups.append([number])
            else:
                groups[group].append(number)
        return groups

    def like_any(self, questions: Sequence[str], others: Iterable[str]) -> list[bool]:
        """Tell of each question whether it is like one of the others."""
        leaders = _Leaders()
        for other in others:
            leaders.add(self._wording(other))
        return [leaders.like(self._wording(question)) is not None for question in questions]

    def _wording(self, question: str) -> _Wording:
        text = normalise(question)
        said = words(text) or [text]
        kept = [word for word in said if word not in self._fillers] or said
        found = tuple(_triples(word) for word in dict.fromkeys(kept))
        return _Wording(found, frozenset().union(*found))


class _Leaders:
    """Wordings to compare others with; only those that share letters are looked at."""

    def __init__(self) -> None:
        self._wordings: list[_Wording] = []
        self._with: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, wording: _Wording) -> None:
        for triple in wording.triples:
            self._with[triple].append(len(self._wordings))
        self._wordings.append(wording)

    def like(self, wording: _Wording) -> int | None:
        """Give the number of the wording that this is most like, None if it is like none."""
        shared = Counter(number for triple in wording.triples for number in self._with.get(triple, ()))
        size = len(wording.triples)
        near = {number: 2 * count / (size + len(self._wordings[number].triples)) for number, count in shared.items()}
        best = sorted((number for number in near if near[number] >= SIMILAR_AT), key=lambda one: (-near[one], one))
        return next((number for number in best if self._wordings[number].like(wording)), None)


def _triples(word: str) -> _Triples:
    """Give a word's letter triples, its ends included; a number has none but itself, as each digit counts."""
    if any(character.isdigit() for character in word):
        return frozenset((word,))
    padded = f" {word} "
    return frozenset(padded[start : start + 3] for start in range(len(padded) - 2))


def _dice(some: _Triples, others: _Triples) -> float:
    return 2 * len(some & others) / (len(some) + len(others))
