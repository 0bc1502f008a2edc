"""Where the parts of a checked fact base stand in its files, for those who are told to mend one."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from knowledge.located_yaml import LocatedDocument, Location, YamlValue, read_yaml
from knowledge.reading import CONCEPTS, MANIFEST


@dataclass(frozen=True, order=True)
class Place:
    """A line of a file, from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class ConceptWord:
    """An entry of a concept, and where it stands."""

    concept: str
    entry: str
    place: Place


class Places:
    """Finds lines again: reading keeps none, so the files are read once more."""

    def __init__(self, topics: list[LocatedDocument], concepts: list[LocatedDocument]) -> None:
        self._concepts = concepts
        self._facts: dict[str, tuple[LocatedDocument, Location]] = {}
        for document in topics:
            for number, fact in enumerate(_items(_mapping(document.data).get("facts"))):
                self._facts[str(_mapping(fact).get("id"))] = document, ("facts", number)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the files of a fact base that has no mistakes."""
        concepts = f"{CONCEPTS}.yaml"
        topics = [path for path in sorted(folder.glob("*.yaml")) if path.name not in {MANIFEST, concepts}]
        words = [*folder.glob(concepts), *sorted((folder / CONCEPTS).glob("*.yaml"))]
        return cls(*([read_yaml(path, str(path)) for path in paths] for paths in (topics, words)))

    def of_fact(self, fact: str, *where: str | int) -> Place:
        """Give where a part of a fact stands: `of_fact("penguin", "questions", "en", 3)`. KeyError if unknown."""
        document, at = self._facts[fact]
        # What the fact lacks is told where the fact begins: at its id.
        line = document.lines.get((*at, *where)) or document.line((*at, "id"))
        return Place(document.file, line)

    def concept_words(self) -> Iterator[ConceptWord]:
        """Give every entry of every concept, in the files' order."""
        for document in self._concepts:
            for concept, languages in _mapping(_mapping(document.data).get("concepts")).items():
                for language, entries in _mapping(languages).items():
                    for number, entry in enumerate(_items(entries)):
                        line = document.line(("concepts", concept, language, number))
                        yield ConceptWord(concept, str(entry), Place(document.file, line))


def _mapping(value: YamlValue) -> dict[str, YamlValue]:
    return value if isinstance(value, dict) else {}


def _items(value: YamlValue) -> list[YamlValue]:
    return value if isinstance(value, list) else []
