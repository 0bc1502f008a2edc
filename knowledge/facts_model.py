"""The form of a fact base: what a manifest, a topic file and a fact hold.

The field descriptions are also the editors' help, through the JSON Schema.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, field_validator

# A button's data is `f:` + language + `:` + id, at most 64 bytes (Bot API "InlineKeyboardButton");
# a deep link's payload is `fact-` + id, at most 64 characters (Bot API "Deep linking").
ID_LENGTH = 48

_HTTPS = re.compile(r"https://[^\s/?#]+([/?#]\S*)?")

LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[a-z0-9]{2,8})*$"

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=ID_LENGTH)]
LanguageCode = Annotated[str, StringConstraints(pattern=LANGUAGE_PATTERN, max_length=12)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
LocalText = Mapping[LanguageCode, Line]
LocalLines = Mapping[LanguageCode, tuple[Line, ...]]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Document(_Model):
    """A document that the facts come from."""

    title: Line = Field(description="What the document is called; one text, in the document's own language.")
    publisher: Line | None = Field(default=None, description="Who published it.")
    published: date | None = Field(default=None, description="The day it was published, such as 2025-12-31.")
    language: LanguageCode = Field(description="The language the document is written in.")

    @field_validator("published", mode="before")
    @classmethod
    def _published_is_a_day(cls, day: object) -> object:
        # The model alone would also take numbers, as seconds since 1970.
        try:
            return date.fromisoformat(day) if isinstance(day, str) else day
        except ValueError as error:
            raise ValueError(f"'{day}' is no day; write year, month and day, such as 2025-12-31") from error


class Manifest(_Model):
    """`manifest.yaml`: what the fact base is called, its languages and its sources."""

    title: LocalText = Field(description="The name of the fact base, in each of its languages.")
    languages: tuple[LanguageCode, ...] = Field(min_length=1, description="The languages of every fact.")
    default_language: LanguageCode = Field(description="Used where a person's language is not among them.")
    sources: Mapping[Identifier, Document] = Field(description="The documents that facts name as their source.")

    @field_validator("default_language")
    @classmethod
    def _default_is_known(cls, language: str, info: ValidationInfo) -> str:
        # Languages that are wrong themselves are a mistake of their own.
        if language not in info.data.get("languages", [language]):
            raise ValueError(f"default_language '{language}' is not among the languages; add it there")
        return language


class Source(_Model):
    """Where a fact stands."""

    document: Identifier = Field(description="A key of `sources` in manifest.yaml.")
    paragraph: int | None = Field(
        default=None, ge=0, description="The paragraph of the body, from 1; 0 is headline and lead."
    )


class Fact(_Model):
    """One thing that the source says, and how people ask for it."""

    id: Identifier = Field(description="Unique and stable: buttons, links and the log carry it.")
    title: LocalText | None = Field(default=None, description="A short heading; without one, the first question.")
    source: Source = Field(description="Where the source says it.")
    answer: LocalText = Field(description="What is said to the person who asks: what the source says, no more.")
    questions: LocalLines = Field(description="How people ask for it; at least one in each language.")
    unanswerable: LocalLines = Field(
        default_factory=dict, description="Questions close to this fact that it does not answer."
    )
    related: tuple[Identifier, ...] = Field(default=(), description="Facts to offer below the answer.")

    def heading(self, language: str) -> str:
        """Give the title in `language`, else the first question there."""
        return self.title[language] if self.title else self.questions[language][0]


class Topic(_Model):
    """A subject that facts are grouped under, for browsing."""

    id: Identifier
    title: LocalText
    thumbnail: Line | None = Field(
        default=None,
        description="The https address of a small picture (JPEG), shown beside the topic's facts in inline mode.",
        json_schema_extra={"pattern": "^https://"},
    )

    @field_validator("thumbnail")
    @classmethod
    def _thumbnail_is_an_address(cls, address: str | None) -> str | None:
        if address is not None and not _HTTPS.fullmatch(address):
            raise ValueError(f"'{address}' is no https address; write one such as https://example.org/picture.jpg")
        return address


class TopicFile(_Model):
    """`<topic>.yaml`: a topic and its facts."""

    topic: Topic
    facts: tuple[Fact, ...] = Field(min_length=1)


class ConceptFile(_Model):
    """`concepts.yaml` or `concepts/<name>.yaml`: the words of the domain.

    An entry is a word or phrase in small letters; `word*` stands for any ending.
    """

    concepts: Mapping[Identifier, LocalLines] = Field(description="What means the same, per language.")


@dataclass(frozen=True)
class FactBase:
    """All facts of a folder, checked; `fingerprint` changes with any of its files' bytes.

    `concepts` maps a concept to its words in all languages: people mix them in one question.
    """

    manifest: Manifest
    topics: tuple[TopicFile, ...]
    facts: Mapping[str, Fact]
    concepts: Mapping[str, tuple[str, ...]]
    fingerprint: str

    @classmethod
    def of(
        cls, manifest: Manifest, topics: Iterable[TopicFile], concepts: Iterable[ConceptFile], fingerprint: str
    ) -> Self:
        """Put the parts together; the ids are taken to be unique."""
        topics = tuple(topics)
        facts = {fact.id: fact for topic in topics for fact in topic.facts}
        words: dict[str, tuple[str, ...]] = {}
        for file in concepts:
            for name, forms in file.concepts.items():
                words[name] = (*words.get(name, ()), *(form for some in forms.values() for form in some))
        return cls(manifest, topics, MappingProxyType(facts), MappingProxyType(words), fingerprint)

    def language(self, *wanted: str | None) -> str:
        """Give the first of the wanted languages (IETF tags) that the facts have, else their default."""
        for tag in wanted:
            code = (tag or "").lower()
            for known in (code, code.split("-", maxsplit=1)[0]):
                if known in self.manifest.languages:
                    return known
        return self.manifest.default_language

    def topic(self, topic_id: str) -> TopicFile | None:
        """Give the topic with this id, if there is one."""
        return next((file for file in self.topics if file.topic.id == topic_id), None)

    def topic_of(self, fact_id: str) -> TopicFile | None:
        """Give the topic that holds the fact with this id, if there is such a fact."""
        return next((file for file in self.topics if any(fact.id == fact_id for fact in file.facts)), None)

    def questions(self) -> Iterator[tuple[str, str, str]]:
        """Give (fact id, language, question) for every example question."""
        for fact in self.facts.values():
            for language, questions in fact.questions.items():
                for question in questions:
                    yield fact.id, language, question

    def near_misses(self) -> Iterator[tuple[str, str, str]]:
        """Give (fact id, language, question) for every question that the fact is close to but does not answer."""
        for fact in self.facts.values():
            for language, questions in fact.unanswerable.items():
                for question in questions:
                    yield fact.id, language, question
