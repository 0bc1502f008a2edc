"""The words that are known beforehand: a language's fillers and question words, a domain's concepts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Self

from knowledge.language_file import LanguageFile
from knowledge.text import normalise, words

ANY_ENDING = "*"
# A shorter beginning would stand for too many words.
SHORTEST_BEGINNING = 2
WORDS_REMEMBERED = 20_000


class UnitKind(StrEnum):
    """What a part of a question is to the matcher."""

    FILLER = "filler"
    ASPECT = "aspect"
    CONCEPT = "concept"
    WORD = "word"


@dataclass(frozen=True, order=True)
class Unit:
    """A part of a question: a concept, a question word's aspect, or a word of its own."""

    kind: UnitKind
    name: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


@dataclass(frozen=True)
class _Form:
    """A word or phrase; each word with whether it stands for any ending.

    `rank` says how well it fits where it fits: more words first, then more letters, then no open ending.
    """

    words: tuple[tuple[str, bool], ...]
    unit: Unit
    rank: tuple[int, float]

    def fits(self, question: Sequence[str], start: int) -> bool:
        """Whether the words of the question from `start` on are those of the form."""
        return start + len(self.words) <= len(question) and all(
            word.startswith(form) if open_end else word == form
            for (form, open_end), word in zip(self.words, question[start:], strict=False)
        )


class Lexicon:
    """Finds the longest known form at a place of a question."""

    def __init__(
        self, forms: Iterable[_Form], abbreviations: Mapping[str, tuple[str, ...]], endings: Iterable[str] = ()
    ) -> None:
        self._abbreviations = abbreviations
        self._endings = tuple(sorted(set(endings), key=lambda ending: (-len(ending), ending)))
        self._by_word: defaultdict[str, list[_Form]] = defaultdict(list)
        self._by_beginning: defaultdict[str, list[_Form]] = defaultdict(list)
        for form in forms:
            first, open_end = form.words[0]
            (self._by_beginning if open_end else self._by_word)[first].append(form)
        self._longest_beginning = max(map(len, self._by_beginning), default=0)
        # The same few thousand words make up nearly all questions.
        self._begun_by = lru_cache(WORDS_REMEMBERED)(self._forms_begun_by)

    @classmethod
    def build(cls, languages: Iterable[LanguageFile], concepts: Mapping[str, Iterable[str]]) -> Self:
        """Put the words of languages and concepts together: languages mix in one question."""
        forms: list[_Form] = []
        abbreviations: dict[str, tuple[str, ...]] = {}
        endings: list[str] = []
        for language in languages:
            forms += _forms(language.fillers, Unit(UnitKind.FILLER, ""))
            for aspect, entries in language.asks.items():
                forms += _forms(entries, Unit(UnitKind.ASPECT, aspect))
            endings += language.endings
            for short, full in language.abbreviations.items():
                abbreviations.setdefault(normalise(short), tuple(words(normalise(full))))
        for concept, words_of_it in concepts.items():
            forms += _forms(words_of_it, Unit(UnitKind.CONCEPT, concept))
        return cls(forms, abbreviations, endings)

    def spell_out(self, question: Iterable[str]) -> list[str]:
        """Give the words with abbreviations replaced by what they stand for."""
        return [full for word in question for full in self._abbreviations.get(word, (word,))]

    def without_ending(self, word: str) -> str | None:
        """Give the word without a joined ending, if what is left means something."""
        for ending in self._endings:
            if word.endswith(ending) and self.knows(word[: -len(ending)]):
                return word[: -len(ending)]
        return None

    def knows(self, word: str) -> bool:
        """Whether the word alone means something here."""
        return word in self._abbreviations or self.find([word], 0)[0] > 0

    def find(self, question: Sequence[str], start: int) -> tuple[int, tuple[Unit, ...]]:
        """Give how many words from `start` on the best form takes, and its units; (0, ()) if none fits.

        A form of two concepts gives both. Where kinds compete for the same words, a concept wins over a question
        word, and that over a filler.
        """
        alone, phrases = self._begun_by(question[start])
        if start + 1 < len(question):
            beginning = question[start + 1][:SHORTEST_BEGINNING]
            begun = (*phrases.get(beginning, ()), *phrases.get(beginning[:1], ()))
            if fitting := [form for form in begun if form.fits(question, start)]:
                best = max(fitting, key=lambda form: form.rank)
                return len(best.words), _chosen(fitting)
        return (1, alone) if alone else (0, ())

    def _forms_begun_by(self, word: str) -> tuple[tuple[Unit, ...], Mapping[str, Sequence[_Form]]]:
        """Give the units of the word alone, and the phrases that it may begin, by how their second word begins."""
        found = [*self._by_word.get(word, ())]
        for length in range(SHORTEST_BEGINNING, min(len(word), self._longest_beginning) + 1):
            found += self._by_beginning.get(word[:length], ())
        phrases: defaultdict[str, list[_Form]] = defaultdict(list)
        for form in found:
            if len(form.words) > 1:
                phrases[form.words[1][0][:SHORTEST_BEGINNING]].append(form)
        return _chosen([form for form in found if len(form.words) == 1]), phrases


def _chosen(fitting: Sequence[_Form]) -> tuple[Unit, ...]:
    """Give the units of the forms that fit best; of several kinds, those of the first."""
    best = max((form.rank for form in fitting), default=None)
    units = {form.unit for form in fitting if form.rank == best}
    for kind in (UnitKind.CONCEPT, UnitKind.ASPECT, UnitKind.FILLER):
        if chosen := tuple(sorted(unit for unit in units if unit.kind is kind)):
            return chosen
    return ()


def _forms(entries: Iterable[str], unit: Unit) -> Iterable[_Form]:
    for entry in entries:
        parts: list[tuple[str, bool]] = []
        for part in normalise(entry).split():
            cut = words(part)
            parts += [(word, False) for word in cut[:-1]]
            if cut:
                # The ending may begin with a hyphen: `нелегал-*`.
                hyphen = "-" if part.endswith(f"-{ANY_ENDING}") else ""
                parts.append((cut[-1] + hyphen, part.endswith(ANY_ENDING)))
        if parts:
            letters = sum(len(form) + (0 if open_end else 0.5) for form, open_end in parts)
            yield _Form(tuple(parts), unit, (len(parts), letters))
