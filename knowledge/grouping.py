"""Which questions ask much the same: they share their words, whatever the order, the filler and the typing errors."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from rapidfuzz.distance import OSA, Prefix

from knowledge.language_file import read_languages
from knowledge.matching.lexicon import Lexicon, Unit, UnitKind
from knowledge.text import normalise, words

# What lies beyond is no question any more, and would only cost time.
WORDS_READ = 32
# Of two questions, one may say a word that the other does not if it says so many or more.
WORDY = 6
# Words of so many letters may differ by one typing error.
TYPO_LETTERS = 5
# Inflections: the same beginning, of so many letters at least, which lacks little of the shorter word; and short ends.
STEM_LETTERS, CUT_LETTERS, ENDING_LETTERS = 4, 2, 3
# What Indonesian puts before a verb (dimulai, memulai: mulai); no other language here begins its opposites so.
BEGINNINGS = ("di", "me", "mem", "men", "meng", "ber", "ter")
WORDS_REMEMBERED = 20_000

# A wording's words; what it asks for stands among them as a mark that no word is.
_Words = frozenset[str]
_MARK = "?"


class Similarity:
    """Compares questions in some languages, whose fillers do not count."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    @classmethod
    def of(cls, languages: Iterable[str]) -> Self:
        """Read the languages' fillers and question words: tenths of a second. Raises FactBaseError."""
        return cls(Lexicon.build(read_languages(languages), {}))

    def groups(self, questions: Sequence[str]) -> list[list[int]]:
        """Give groups of similar questions as numbers; each is like the first one of its group.

        Tenths of a second for thousands of questions.
        """
        wordings = [self._wording(question) for question in questions]
        leaders, groups = _Leaders(wordings), list[list[int]]()
        for number, wording in enumerate(wordings):
            group = leaders.like(wording)
            if group is None:
                leaders.add(wording)
                groups.append([number])
            else:
                groups[group].append(number)
        return groups

    def like_any(self, questions: Sequence[str], others: Iterable[str]) -> list[bool]:
        """Tell of each question whether it is like one of the others."""
        wordings, led = [self._wording(question) for question in questions], [self._wording(other) for other in others]
        leaders = _Leaders([*wordings, *led])
        for wording in led:
            leaders.add(wording)
        return [leaders.like(wording) is not None for wording in wordings]

    def _wording(self, question: str) -> _Words:
        text = normalise(question)
        read = [part for word in words(text) for part in word.split("-")]
        spelled = self._lexicon.spell_out(read)
        said = frozenset(list(dict.fromkeys(self._said(spelled)))[:WORDS_READ])
        return said if any(not word.startswith(_MARK) for word in said) else frozenset(spelled or [text])

    def _said(self, spelled: Sequence[str]) -> Iterator[str]:
        """Give the words that carry content, and what is asked for."""
        place = 0
        while place < len(spelled):
            length, units = self._lexicon.find(spelled, place)
            if not length:
                yield spelled[place]
            elif length == 1:
                yield from _marks(units)
            else:
                # "who leads" asks for a person, as "who" does alone, and says "leads".
                alone = [said for word in spelled[place : place + length] for said in self._alone(word)]
                yield from alone if any(not said.startswith(_MARK) for said in alone) else (*alone, *_marks(units))
            place += length or 1

    def _alone(self, word: str) -> Iterable[str]:
        length, units = self._lexicon.find([word], 0)
        return _marks(units) if length else (word,)


@dataclass(frozen=True)
class _Found:
    """A leader that is similar, and how many words only one of the two has."""

    extra: int
    number: int


class _Leaders:
    """Wordings to compare others with; only those that share rare words are looked at."""

    def __init__(self, wordings: Iterable[_Words]) -> None:
        self._near = _near_words({word for wording in wordings for word in wording})
        self._leaders: list[_Words] = []
        self._with: defaultdict[str, list[int]] = defaultdict(list)
        self._same: dict[_Words, int] = {}

    def add(self, wording: _Words) -> None:
        number = len(self._leaders)
        self._leaders.append(wording)
        self._same.setdefault(wording, number)
        for word in wording:
            self._with[word].append(number)

    def like(self, wording: _Words) -> int | None:
        """Give the number of the wording that this is most like, None if it is like none."""
        if wording in self._same:
            return self._same[wording]
        # At most one word is missing, so the other one of any two is there.
        by_word = [[number for near in self._near[word] for number in self._with.get(near, ())] for word in wording]
        candidates = {number for some in sorted(by_word, key=len)[:2] for number in some}
        found = [
            _Found(extra, number)
            for number in candidates
            if (extra := self._extra(wording, self._leaders[number])) is not None
        ]
        return min(found, key=lambda one: (one.extra, one.number)).number if found else None

    def _extra(self, one: _Words, other: _Words) -> int | None:
        """Give how many words have no fellow in the other wording; None where that makes them different."""
        left, right = sorted((one - other, other - one), key=len)
        if len(right) - len(left) > (max(len(one), len(other)) >= WORDY):
            return None
        free = set(right)
        for word in sorted(left):
            fellow = min(free.intersection(self._near[word]), default=None)
            if fellow is None:
                return None
            free.remove(fellow)
        return None if any(_counts(word) for word in free) else len(free)


def _marks(units: Iterable[Unit]) -> Iterator[str]:
    return (_MARK + unit.name for unit in units if unit.kind is UnitKind.ASPECT)


def _counts(word: str) -> bool:
    """Whether a word makes another question of any: a number, or what is asked for."""
    return word.startswith(_MARK) or _has_digit(word)


def _has_digit(word: str) -> bool:
    return any(character.isdigit() for character in word)


def _near_words(vocabulary: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Give for each word those that may be meant by it, itself among them."""
    ordered = sorted(vocabulary)
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for word in ordered:
        for sign in _signs(word):
            alike[sign].append(word)
    return {
        word: sorted({word, *(other for sign in _signs(word) for other in alike[sign] if _near(word, other))})
        for word in ordered
    }


@lru_cache(WORDS_REMEMBERED)
def _signs(word: str) -> tuple[str, ...]:
    """Give what two words must share to be near each other: a beginning, or all but one letter."""
    if len(word) < STEM_LETTERS or _counts(word):
        return ()
    typos = [word[:place] + word[place + 1 :] for place in range(len(word))] if len(word) >= TYPO_LETTERS else []
    bare = [word[len(beginning) :] for beginning in BEGINNINGS if word.startswith(beginning)]
    return tuple(dict.fromkeys([f"{word[:STEM_LETTERS]}*", word, *typos, *bare]))


@lru_cache(WORDS_REMEMBERED)
def _near(word: str, other: str) -> bool:
    shorter, longer = sorted((word, other), key=len)
    if len(shorter) >= TYPO_LETTERS:
        if OSA.distance(shorter, longer, score_cutoff=1) <= 1:
            return True
        if longer.endswith(shorter) and longer.removesuffix(shorter) in BEGINNINGS:
            return True
    shared = Prefix.similarity(shorter, longer)
    return shared >= max(STEM_LETTERS, len(shorter) - CUT_LETTERS) and len(longer) - shared <= ENDING_LETTERS
