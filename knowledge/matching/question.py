"""A question taken apart: what it speaks of, what it asks for, what nothing explains."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.matching.lexicon import Lexicon, Unit, UnitKind
from knowledge.matching.spelling import Speller
from knowledge.text import normalise, sentences, words

# What lies beyond is no question any more, and would only cost time.
WORDS_READ = 64
WORDS_REMEMBERED = 20_000
# So many typing errors are mended in a message; one with more is hardly meant to be understood.
MENDS = 6
# The question stands near the end of a long message, if anywhere.
SENTENCES_READ = 4


@dataclass(frozen=True)
class Question:
    """A question as the matcher sees it.

    `words` are its words as they were typed, `meant` as they were probably meant: abbreviations spelled out, typing
    errors mended. `units` are its distinct concepts, aspects and other content words, sorted; `mended` the errors as
    (typed, meant).
    """

    words: tuple[str, ...]
    meant: tuple[str, ...]
    units: tuple[Unit, ...]
    mended: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Message:
    """A message as it may be meant.

    `readings` are its readings as one question, the whole message first. `asked` are the sentences with a question
    mark and content, if more than one sentence has a question mark.
    """

    readings: tuple[Question, ...]
    asked: tuple[Question, ...]


class Parser:
    """Takes questions apart with what is known of languages, domain and the facts' own words."""

    def __init__(self, lexicon: Lexicon, speller: Speller) -> None:
        self._lexicon = lexicon
        self._speller = speller
        # The same few thousand words make up nearly all questions.
        self._means_something = lru_cache(WORDS_REMEMBERED)(lexicon.knows)
        self._mend = lru_cache(WORDS_REMEMBERED)(speller.mend)

    def parse(self, text: str) -> Question:
        """Take one question apart."""
        read = words(normalise(text))[:WORDS_READ]
        typed = self._typed(read)
        meant = self._meant(typed)
        mended = tuple((before, after) for before, after in zip(typed, meant, strict=True) if before != after)
        return Question(tuple(read), tuple(meant), self._units(meant), mended)

    def take_apart(self, text: str) -> Message:
        """Take a message apart in the ways it may be meant: as a whole, and by its asking part.

        People tell a story before they ask, and say thanks after. The asking part is the last sentence with a
        question mark, else the last one with content; the sentence before it may name what it asks about.
        """
        whole = self.parse(text)
        cut = sentences(text)[-SENTENCES_READ:]
        parts = [(part, parsed) for part in cut if len(cut) > 1 and (parsed := self.parse(part)).units]
        marked = [place for place, (part, _) in enumerate(parts) if part.endswith("?")]
        readings = [whole]
        if len(parts) > 1:
            asking = marked[-1] if marked else len(parts) - 1
            readings.append(parts[asking][1])
            if asking:
                readings.append(self.parse(f"{parts[asking - 1][0]} {parts[asking][0]}"))
        asked = tuple(parts[place][1] for place in marked) if sum(part.endswith("?") for part in cut) > 1 else ()
        return Message(tuple(dict.fromkeys(readings)), asked)

    def _split(self, typed: Sequence[str]) -> list[str]:
        """Undo doubling (operasi-operasi, operasi2) and cut hyphenated words that are not known as one.

        One with a typing error stays whole, to be mended as one.
        """
        parts: list[str] = []
        for word in typed:
            if self._knows(word):
                parts.append(word)
            elif "-" in word and not self._mend(word):
                parts += dict.fromkeys(word.split("-"))
            elif word.endswith("2") and self._knows(word[:-1]):
                parts.append(word[:-1])
            else:
                parts.append(word)
        return parts

    def _typed(self, read: Sequence[str]) -> list[str]:
        return self._lexicon.spell_out(self._split(read))[:WORDS_READ]

    def _meant(self, typed: Sequence[str]) -> list[str]:
        """Give what was meant by the words: without joined endings, typing errors mended."""
        meant: list[str] = []
        mends = 0
        for word in typed:
            if self._means_something(word):
                meant.append(word)
            elif known := self._lexicon.without_ending(word):
                meant.append(known)
            elif self._speller.knows(word) or mends >= MENDS:
                meant.append(word)
            else:
                mends += 1
                meant.append(self._mend(word) or word)
        return meant

    def tells(self, word: str) -> bool:
        """Whether a word tells what a question speaks of: it is no filler and asks for nothing."""
        _, found = self._lexicon.find([word], 0)
        return not found or any(unit.kind is UnitKind.CONCEPT for unit in found)

    def _knows(self, word: str) -> bool:
        return self._speller.uses(word) or self._means_something(word)

    def pieces(self, read: Sequence[str]) -> Iterator[tuple[Sequence[str], tuple[Unit, ...]]]:
        """Give the words of a question by what they were taken for, fillers too; typing errors are mended."""
        return self._pieces(self._meant(self._typed(read)))

    def _units(self, question: Sequence[str]) -> tuple[Unit, ...]:
        units = {unit for _, found in self._pieces(question) for unit in found if unit.kind is not UnitKind.FILLER}
        return tuple(sorted(units))

    def _pieces(self, question: Sequence[str]) -> Iterator[tuple[Sequence[str], tuple[Unit, ...]]]:
        place = 0
        while place < len(question):
            length, found = self._lexicon.find(question, place)
            if not length:
                length, found = 1, (Unit(UnitKind.WORD, stem(question[place])),)
            elif found[0].kind is UnitKind.ASPECT:
                found = (*found, *self._concepts(question[place + 1 : place + length]))
            yield question[place : place + length], found
            place += length

    def _concepts(self, phrase: Sequence[str]) -> Iterator[Unit]:
        """Give the concepts inside an asking phrase: "who leads" asks for a person, and speaks of a leader."""
        for place in range(len(phrase)):
            _, found = self._lexicon.find(phrase, place)
            yield from (unit for unit in found if unit.kind is UnitKind.CONCEPT)


def stem(word: str) -> str:
    """Cut most inflections off, in any language: short words lose up to two letters, long ones keep six."""
    if len(word) <= 4:  # noqa: PLR2004
        return word
    return word[: max(4, len(word) - 2)] if len(word) < 8 else word[:6]  # noqa: PLR2004
