"""What must hold between the parts of a fact base, beyond the form of each."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.facts_model import Fact, LocalLines, LocalText, Manifest, TopicFile
from knowledge.located_yaml import LocatedDocument, Location
from knowledge.mistakes import Mistake
from knowledge.text import question_key

# UTF-16 code units, as Telegram counts. An answer goes in several messages of 4096 (Bot API "sendMessage") where it
# must; more than this nobody reads in a chat. A heading has to leave room for the answer below it.
ANSWER_LIMIT = 12_000
HEADING_LIMIT = 1000


@dataclass(frozen=True)
class LocatedTopic:
    """A topic file and where its parts stand."""

    document: LocatedDocument
    file: TopicFile


@dataclass(frozen=True)
class LocatedFact:
    """A fact and where it stands; `at` is its path in the document."""

    document: LocatedDocument
    at: Location
    fact: Fact

    def mistake(self, where: Location, message: str) -> Mistake:
        """Give a mistake at `where` inside the fact."""
        return Mistake(self.document.file, self.line(where), message)

    def line(self, where: Location) -> int:
        """Give the line of `where` inside the fact."""
        return self.document.line((*self.at, *where))

    def lines(self, field: str) -> Iterator[tuple[Location, str]]:
        """Give each question of `questions` or `unanswerable` and where inside the fact it stands."""
        values = self.fact.questions if field == "questions" else self.fact.unanswerable
        for language, questions in values.items():
            for number, question in enumerate(questions):
                yield (field, language, number), question


def check_manifest(document: LocatedDocument, manifest: Manifest) -> Iterator[Mistake]:
    """Give what is wrong in the manifest for itself."""
    yield from _languages(document, ("title",), manifest.title, manifest)


def check_topics(topics: Sequence[LocatedTopic], manifest: Manifest | None) -> Iterator[Mistake]:
    """Give what is wrong between the topics; without a manifest, their languages are passed over."""
    places = [(topic.file.topic.id, topic.document, ("topic", "id")) for topic in topics]
    yield from _repeated_ids("topic", places)
    for topic in topics:
        if manifest:
            yield from _languages(topic.document, ("topic", "title"), topic.file.topic.title, manifest)


def check_facts(
    facts: Sequence[LocatedFact], manifest: Manifest | None, known: Collection[str] | None
) -> Iterator[Mistake]:
    """Give what is wrong between the facts.

    `known` are the ids that a link may lead to, None if they are not all known. Without a manifest, what
    depends on it is passed over.
    """
    yield from _repeated_ids("fact", [(fact.fact.id, fact.document, (*fact.at, "id")) for fact in facts])
    yield from _contested_questions(facts)
    for fact in facts:
        yield from _length(fact)
        if known is not None:
            yield from _dead_links(fact, known)
        if manifest:
            yield from _manifest_parts(fact, manifest)


def _manifest_parts(located: LocatedFact, manifest: Manifest) -> Iterator[Mistake]:
    """Compare languages and source with what the manifest names."""
    document, at, fact = located.document, located.at, located.fact
    required: dict[str, LocalText | LocalLines] = {"answer": fact.answer, "questions": fact.questions}
    if fact.title:
        required["title"] = fact.title
    for name, values in required.items():
        yield from _languages(document, (*at, name), values, manifest)
    yield from _foreign_languages(document, (*at, "unanswerable"), fact.unanswerable, manifest)
    for language, questions in fact.questions.items():
        if not questions:
            yield located.mistake(("questions", language), f"'{language}' has no question; add at least one")
    if fact.source.document not in manifest.sources:
        message = f"no source '{fact.source.document}' in the manifest; it has {', '.join(manifest.sources)}"
        yield located.mistake(("source", "document"), message)


def _length(located: LocatedFact) -> Iterator[Mistake]:
    """Find answers and headings that are too long for a chat."""
    fact = located.fact
    for language, answer in fact.answer.items():
        excess = _utf16_length(answer) - ANSWER_LIMIT
        if excess > 0:
            yield located.mistake(("answer", language), f"the answer is too long; shorten it by {excess} characters")
        # Without a title, the first question is the heading.
        headings = [fact.title.get(language, "")] if fact.title else fact.questions.get(language, ())[:1]
        excess = max(map(_utf16_length, headings), default=0) - HEADING_LIMIT
        if excess > 0:
            where = ("title", language) if fact.title else ("questions", language, 0)
            yield located.mistake(where, f"the heading is too long; shorten it by {excess} characters")


def _languages(
    document: LocatedDocument, at: Location, values: LocalText | LocalLines, manifest: Manifest
) -> Iterator[Mistake]:
    """Demand just the manifest's languages."""
    missing = [language for language in manifest.languages if language not in values]
    if missing:
        message = f"'{at[-1]}' lacks the language {', '.join(missing)}; add it"
        yield Mistake(document.file, document.line(at), message)
    yield from _foreign_languages(document, at, values, manifest)


def _foreign_languages(
    document: LocatedDocument, at: Location, values: Iterable[str], manifest: Manifest
) -> Iterator[Mistake]:
    for language in values:
        if language not in manifest.languages:
            message = f"language '{language}' is not in the manifest's languages; add it there or remove it here"
            yield Mistake(document.file, document.line((*at, language)), message)


def _repeated_ids(kind: str, places: Iterable[tuple[str, LocatedDocument, Location]]) -> Iterator[Mistake]:
    first: dict[str, str] = {}
    for name, document, at in places:
        line = document.line(at)
        if name in first:
            message = f"{kind} '{name}' stands in {first[name]} already; give one of them another id"
            yield Mistake(document.file, line, message)
        else:
            first[name] = f"{document.file}:{line}"


def _contested_questions(facts: Sequence[LocatedFact]) -> Iterator[Mistake]:
    """Find a question that two facts own, or that one fact answers and another says nobody does."""
    owner: dict[str, tuple[str, str]] = {}
    for fact in facts:
        for where, question in fact.lines("questions"):
            place = f"{fact.document.file}:{fact.line(where)}"
            fact_id, first = owner.setdefault(question_key(question), (fact.fact.id, place))
            if fact_id != fact.fact.id:
                message = f"the question '{question}' belongs to '{fact_id}' ({first}) already; keep it in one fact"
                yield fact.mistake(where, message)
    for fact in facts:
        for where, question in fact.lines("unanswerable"):
            if question_key(question) in owner:
                fact_id, first = owner[question_key(question)]
                message = f"'{question}' is unanswerable here, yet '{fact_id}' answers it ({first}); remove one of them"
                yield fact.mistake(where, message)


def _dead_links(located: LocatedFact, known: Collection[str]) -> Iterator[Mistake]:
    for number, link in enumerate(located.fact.related):
        if link not in known:
            yield located.mistake(("related", number), f"related fact '{link}' does not exist; correct or remove it")
        elif link == located.fact.id:
            yield located.mistake(("related", number), "a fact cannot be related to itself; remove it")


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
