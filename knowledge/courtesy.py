"""Greetings, thanks, farewells and "who are you": what people say to a bot beside their questions."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Self

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.courtesy_file import FOLDER, CourtesyFile, read_courtesy_files
from knowledge.text import normalise, words

# Longer messages are no small talk.
MOST_LETTERS = 160
MOST_WORDS = 16
# A word of so many letters may hold one typing error.
TYPO_LETTERS = 5

_APOSTROPHES = re.compile("['’ʼ]")
# "hahahaha", "wkwkwkw": a laugh is as long as one likes.
_LAUGH = re.compile(r"(\w\w)\1(?:\1+\w?|\w)")
# Skin tones and the signs of a person's sex are no emojis of their own (Unicode TR 51).
_MODIFIERS = frozenset("♀♂" + "".join(map(chr, range(0x1F3FB, 0x1F400))))

Phrase = tuple[str, ...]


class Courtesy(StrEnum):
    """What kind of small talk a message is. Of several, the first one here counts."""

    IDENTITY = "identity"
    THANKS = "thanks"
    FAREWELL = "farewell"
    GREETING = "greeting"


class Courtesies:
    """Tells small talk from questions, in all languages that have a file; people mix them in one message."""

    def __init__(self, files: Mapping[str, CourtesyFile], real: Iterable[str] = ()) -> None:
        """Put languages together, in the order that decides last.

        `real` are normalised words that mean something else, and so are no typing errors.
        """
        self._spellings: dict[str, str] = {}
        for file in files.values():
            for other, word in file.spellings.items():
                self._spellings.setdefault("".join(_cut(other)), "".join(_cut(word)))
        self._phrases: defaultdict[Phrase, dict[str, Courtesy]] = defaultdict(dict)
        self._emojis: dict[str, Courtesy] = {}
        self._beside = {
            code: frozenset(self._spelt(word for entry in file.beside for word in _cut(entry)))
            for code, file in files.items()
        }
        for code, file in files.items():
            for kind, entry in _entries(file):
                if phrase := tuple(self._spelt(_cut(entry))):
                    self._phrases[phrase].setdefault(code, kind)
                else:
                    self._emojis.update(dict.fromkeys(_signs(entry), kind))
        self._any_beside = frozenset().union(*self._beside.values())
        self._known = self._any_beside.union(*self._phrases)
        self._longest = max(map(len, self._phrases), default=0)
        lookalikes = {word for file in files.values() for entry in file.lookalikes for word in _cut(entry)}
        self._real = frozenset(real) | lookalikes
        self._written: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted(self._known.union(self._spellings), key=lambda word: (-len(word), word)):
            self._written[_squeezed(word)].append(word)
        self._meant = {
            form: self._spellings.get(word, word)
            for word in sorted(self._known.union(self._spellings))
            for form in (_squeezed(word), word)
            if len(form) >= TYPO_LETTERS
        }

    @classmethod
    def read(cls, folder: Path = FOLDER, real: Iterable[str] = ()) -> Self:
        """Read `<language>.yaml` files. Raises FactBaseError."""
        return cls(read_courtesy_files(folder), real)

    def kind(self, text: str, spoken: str | None = None) -> tuple[Courtesy, str] | None:
        """Give the kind of small talk that the whole message is, and its language; None if it says anything else.

        The language is the one that most of the words belong to; where several are, `spoken` decides, else the first.
        """
        # One character may stand for many (NFKC), so letters are counted both before and after.
        text = text.strip()
        if len(text) > MOST_LETTERS or len(text := unicodedata.normalize("NFKC", text)) > MOST_LETTERS:
            return None
        typed = _cut(text)
        own = (spoken or "").lower().split("-", maxsplit=1)[0]
        if not typed:
            return self._emoji(text, own)
        message = self._understood(typed) if len(typed) <= MOST_WORDS else None
        cover = self._cover(message) if message else None
        return self._judged(cover, own) if cover else None

    def _understood(self, typed: Sequence[str]) -> Phrase | None:
        """Give the words as the phrases have them, with one typing error mended; None if one is not known."""
        message = [self._unstretched(word) for word in typed]
        unknown = [place for place, word in enumerate(message) if word not in self._known]
        if len(unknown) > 1:
            return None
        for place in unknown:
            meant = self._mended(typed[place])
            if meant is None:
                return None
            message[place] = meant
        return tuple(message)

    def _mended(self, word: str) -> str | None:
        """Give the known word that a longer one is but one typing error away from."""
        if word in self._real:
            return None
        for form in dict.fromkeys((word, _squeezed(word))):
            if len(form) >= TYPO_LETTERS:
                near = process.extractOne(form, self._meant.keys(), scorer=OSA.distance, score_cutoff=1)
                if near:
                    return self._meant[near[0]]
        return None

    def _cover(self, message: Phrase) -> Sequence[Phrase] | None:
        """Cut the message into phrases and words that may stand beside them; the longest phrase that fits goes first.

        None if it cannot be cut so, or holds no phrase.
        """
        size = len(message)
        # From each word on to the end: how long the first piece is; 0 where nothing fits.
        pieces = [0] * size + [1]
        for start in range(size - 1, -1, -1):
            ends = range(min(size, start + self._longest), start, -1)
            fitting = (end - start for end in ends if pieces[end] and message[start:end] in self._phrases)
            alone = int(message[start] in self._any_beside and pieces[start + 1] > 0)
            pieces[start] = next(fitting, alone)
        cover, at = [], 0
        while at < size and pieces[at]:
            cover.append(message[at : at + pieces[at]])
            at += pieces[at]
        return cover if at == size and any(piece in self._phrases for piece in cover) else None

    def _judged(self, cover: Sequence[Phrase], own: str) -> tuple[Courtesy, str]:
        phrases = [piece for piece in cover if piece in self._phrases]
        covered = {
            code: sum(len(phrase) for phrase in phrases if code in self._phrases[phrase]) for code in self._beside
        }
        beside = {
            code: sum(piece[0] in words_beside for piece in cover if piece not in self._phrases)
            for code, words_beside in self._beside.items()
        }
        language = max(self._beside, key=lambda code: (covered[code], beside[code], code == own))
        meanings = [self._phrases[phrase] for phrase in phrases]
        return _foremost(kinds.get(language) or _foremost(kinds.values()) for kinds in meanings), language

    def _emoji(self, text: str, own: str) -> tuple[Courtesy, str] | None:
        signs = _signs(text)
        if not signs or any(sign not in self._emojis for sign in signs):
            return None
        return _foremost(self._emojis[sign] for sign in signs), own if own in self._beside else next(iter(self._beside))

    def _spelt(self, cut: Iterable[str]) -> list[str]:
        return [self._spellings.get(word, word) for word in cut]

    def _unstretched(self, word: str) -> str:
        """Give the known word that a word is, be it with more of a letter: "goood" is "good", yet "god" is not."""
        if word not in self._known:
            typed = _runs(word)
            for written in self._written.get(_squeezed(word), ()):
                if all(more >= fewer for more, fewer in zip(typed, _runs(written), strict=True)):
                    word = written
                    break
        return self._spellings.get(word, word)


def _foremost(kinds: Iterable[Courtesy]) -> Courtesy:
    order = list(Courtesy)
    return min(kinds, key=order.index)


def _entries(file: CourtesyFile) -> Iterator[tuple[Courtesy, str]]:
    for kind, entries in (
        (Courtesy.GREETING, file.greeting),
        (Courtesy.THANKS, file.thanks),
        (Courtesy.FAREWELL, file.farewell),
        (Courtesy.IDENTITY, file.identity),
    ):
        yield from ((kind, entry) for entry in entries)


def _cut(text: str) -> list[str]:
    """Give the words of a text: "bye-bye" is two, and "what’s" is "whats"."""
    found = (part for word in words(normalise(text)) for part in _APOSTROPHES.sub("", word).split("-"))
    return [laugh[1] * 2 if (laugh := _LAUGH.fullmatch(_squeezed(word))) else word for word in found]


def _squeezed(word: str) -> str:
    """Give a word with every run of a letter as one."""
    return "".join(letter for letter, _ in groupby(word))


def _runs(word: str) -> list[int]:
    return [len(list(run)) for _, run in groupby(word)]


def _signs(text: str) -> list[str]:
    """Give the emojis and other symbols of a text, without their variations."""
    return [sign for sign in text if unicodedata.category(sign)[0] == "S" and sign not in _MODIFIERS]
