"""Greetings, thanks, farewells and "who are you": what people say to a bot beside their questions."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rapidfuzz.distance import OSA

from knowledge.advice import advise
from knowledge.facts_model import Line
from knowledge.located_yaml import read_yaml
from knowledge.mistakes import FactBaseError
from knowledge.text import normalise, words

FOLDER = Path(__file__).parent / "courtesies"
# Longer messages are no small talk.
MOST_WORDS = 16
# A word of so many letters may hold one typing error.
TYPO_LETTERS = 5


class Courtesy(StrEnum):
    """What kind of small talk a message is. Of several, the first one here counts."""

    IDENTITY = "identity"
    THANKS = "thanks"
    FAREWELL = "farewell"
    GREETING = "greeting"


class CourtesyFile(BaseModel):
    """A language's small talk: phrases in small letters, or single emojis."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    greeting: tuple[Line, ...] = Field(default=(), description="Said at the beginning.")
    thanks: tuple[Line, ...] = Field(default=(), description="Said after an answer.")
    farewell: tuple[Line, ...] = Field(default=(), description="Said at the end.")
    identity: tuple[Line, ...] = Field(default=(), description="Ask who or what the bot is.")
    beside: tuple[Line, ...] = Field(default=(), description="May stand beside any of these and change nothing.")


Phrase = tuple[str, ...]


@dataclass(frozen=True)
class _Language:
    """The phrases of one language, by their words; `emojis` have none."""

    code: str
    phrases: Mapping[Phrase, Courtesy]
    emojis: Mapping[str, Courtesy]
    beside: frozenset[str]
    known: frozenset[str]

    def kinds(self, message: Phrase) -> tuple[list[Courtesy], int] | None:
        """Give the kinds of the phrases that make up the message, and how many words they have; None if none do."""
        # One typing error is forgiven; what holds more unknown words is no small talk.
        if sum(word not in self.known for word in message) > 1:
            return None
        message = tuple(_mended(word, self.known) for word in message)
        found, covered, at = [], 0, 0
        while at < len(message):
            length = next((end for end in range(len(message), at, -1) if message[at:end] in self.phrases), at) - at
            if length:
                found.append(self.phrases[message[at : at + length]])
                covered += length
            elif message[at] not in self.beside:
                return None
            at += length or 1
        return (found, covered) if found else None


class Courtesies:
    """Tells small talk from questions, in all languages that have a file."""

    def __init__(self, files: Mapping[str, CourtesyFile]) -> None:
        self._languages = [_language(code, file) for code, file in files.items()]

    @classmethod
    def read(cls, folder: Path = FOLDER) -> Self:
        """Read `<language>.yaml` files. Raises FactBaseError."""
        return cls({path.stem: _read(path) for path in sorted(folder.glob("*.yaml"))})

    def kind(self, text: str, spoken: str | None = None) -> tuple[Courtesy, str] | None:
        """Give the kind of small talk that the whole message is, and its language; None if it says anything else.

        Where several languages say it so, `spoken` decides; else the first that more of the words belong to.
        """
        message = tuple(map(_squeezed, words(normalise(text))))
        if not message:
            return self._emoji(text, spoken)
        if len(message) > MOST_WORDS:
            return None
        found = []
        for language in self._languages:
            if result := language.kinds(message):
                kinds, covered = result
                found.append((covered, language.code == (spoken or "")[:2].lower(), kinds, language.code))
        if not found:
            return None
        _, _, kinds, code = max(found, key=lambda one: one[:2])
        return _foremost(kinds), code

    def _emoji(self, text: str, spoken: str | None) -> tuple[Courtesy, str] | None:
        known = {emoji: kind for language in self._languages for emoji, kind in language.emojis.items()}
        signs = [sign for sign in text if not sign.isspace() and sign not in _MODIFIERS]
        if not signs or any(sign not in known for sign in signs):
            return None
        codes = [language.code for language in self._languages]
        own = (spoken or "")[:2].lower()
        return _foremost(known[sign] for sign in signs), own if own in codes else codes[0]


# Presentation selector, joiner and skin tones (Unicode TR 51).
_MODIFIERS = frozenset("\ufe0f\u200d" + "".join(map(chr, range(0x1F3FB, 0x1F400))))


def _foremost(kinds: Iterable[Courtesy]) -> Courtesy:
    order = list(Courtesy)
    return min(kinds, key=order.index)


def _language(code: str, file: CourtesyFile) -> _Language:
    phrases: dict[Phrase, Courtesy] = {}
    emojis: dict[str, Courtesy] = {}
    listed = {
        Courtesy.GREETING: file.greeting,
        Courtesy.FAREWELL: file.farewell,
        Courtesy.THANKS: file.thanks,
        Courtesy.IDENTITY: file.identity,
    }
    for kind, entries in listed.items():
        for entry in entries:
            if phrase := tuple(map(_squeezed, words(normalise(entry)))):
                phrases[phrase] = kind
            else:
                emojis[entry] = kind
    beside = frozenset(_squeezed(word) for entry in file.beside for word in words(normalise(entry)))
    known = beside.union(*phrases)
    return _Language(code, phrases, emojis, beside, known)


def _squeezed(word: str) -> str:
    """Give a word with every run of a letter as one: "haiii", "makasihhh" are "hai", "makasih"."""
    return "".join(letter for letter, _ in groupby(word))


def _mended(word: str, known: Collection[str]) -> str:
    """Give the known word that a longer one is but one typing error away from, else the word itself."""
    if len(word) < TYPO_LETTERS or word in known:
        return word
    near = (other for other in known if len(other) >= TYPO_LETTERS and OSA.distance(word, other, score_cutoff=1) <= 1)
    return min(near, default=word)


def _read(path: Path) -> CourtesyFile:
    document = read_yaml(path, str(path))
    try:
        file = CourtesyFile.model_validate(document.data)
    except ValidationError as error:
        raise FactBaseError([*document.mistakes, *advise(CourtesyFile, error, document)]) from error
    if document.mistakes:
        raise FactBaseError(document.mistakes)
    return file
