"""Questions that were taught while the bot ran: examples of the facts, as if they stood in the fact files."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from knowledge.facts_model import Fact, FactBase, LocalLines, LocalText
from knowledge.text import question_key
from knowledge.wordings import near_wordings, own_wordings


@dataclass(frozen=True)
class TaughtExample:
    """A question that belongs to a fact; `fact` is its id, which may be gone, `language` the question's."""

    fact: str
    language: str
    question: str


@dataclass(frozen=True)
class Untaught:
    """The facts as their files have them, which can be taught any number of times; `own` is of `own_wordings`."""

    facts: FactBase
    own: Mapping[str, str]

    @cached_property
    def near(self) -> Mapping[str, frozenset[str]]:
        """The facts of each near miss by its key; looked up at the first lesson, or before: tenths of a second."""
        return near_wordings(self.facts)

    def lessons(self, examples: Iterable[TaughtExample]) -> Mapping[str, TaughtExample]:
        """Give the examples that say something new, by key, as the facts take them: on one line, in a known language.

        Of two that read the same, the later one counts. One whose fact is gone, or has that question, says nothing.
        """
        lessons: dict[str, TaughtExample] = {}
        for example in examples:
            question = on_one_line(example.question)
            key = question_key(question)
            if key and example.fact in self.facts.facts:
                lessons.pop(key, None)
                lessons[key] = TaughtExample(example.fact, self.facts.language(example.language), question)
        return {key: lesson for key, lesson in lessons.items() if lesson.fact != self.asked_of(key)}

    def asked_of(self, key: str) -> str | None:
        """Give the fact that has an example question with this key; a title is none."""
        owner = self.own.get(key)
        questions = self.facts.facts[owner].questions.values() if owner else ()
        return owner if any(question_key(text) == key for texts in questions for text in texts) else None

    def taught(self, examples: Iterable[TaughtExample]) -> "Untaught":
        """Give the facts with the examples added, in milliseconds; themselves if none says anything new.

        A lesson counts more than the example question of another fact, or the near miss of any, that reads the same:
        that one is left out. Headings stay. The fingerprint is that of the facts with just these lessons.
        """
        lessons = self.lessons(examples)
        if not lessons:
            return self
        added, lost = defaultdict[str, list[TaughtExample]](list), defaultdict[str, set[str]](set)
        for key, lesson in lessons.items():
            added[lesson.fact].append(lesson)
            for fact in (self.asked_of(key), *self.near.get(key, ())):
                if fact:
                    lost[fact].add(key)
        changed = {name: _changed(self.facts.facts[name], added[name], lost[name]) for name in {*added, *lost}}
        facts = replace(
            self.facts,
            topics=tuple(
                file.model_copy(update={"facts": tuple(changed.get(fact.id, fact) for fact in file.facts)})
                for file in self.facts.topics
            ),
            facts=MappingProxyType({name: changed.get(name, fact) for name, fact in self.facts.facts.items()}),
            fingerprint=_fingerprint(self.facts, lessons.values()),
        )
        return Untaught(facts, {**self.own, **{key: lesson.fact for key, lesson in lessons.items()}})


def with_taught(facts: FactBase, examples: Sequence[TaughtExample]) -> FactBase:
    """Give the facts with the examples added, as `Untaught.taught` does: tenths of a second for large facts."""
    return Untaught(facts, own_wordings(facts)).taught(examples).facts if examples else facts


def gone(facts: FactBase, examples: Iterable[TaughtExample]) -> Iterator[TaughtExample]:
    """Give the examples whose fact does not exist."""
    return (example for example in examples if example.fact not in facts.facts)


def on_one_line(text: str) -> str:
    """Give a text from outside as one line that can be written anywhere."""
    return " ".join(text.encode("utf-8", "replace").decode().split())


def _changed(fact: Fact, added: Iterable[TaughtExample], lost: Collection[str]) -> Fact:
    questions = dict(_without(fact.questions, lost))
    for lesson in added:
        questions[lesson.language] = (*questions.get(lesson.language, ()), lesson.question)
    return fact.model_copy(
        update={
            "title": fact.title or _first_questions(fact.questions, lost),
            "questions": questions,
            "unanswerable": _without(fact.unanswerable, lost),
        }
    )


def _without(lines: LocalLines, lost: Collection[str]) -> LocalLines:
    if not lost:
        return lines
    return {code: tuple(text for text in texts if question_key(text) not in lost) for code, texts in lines.items()}


def _first_questions(questions: LocalLines, lost: Collection[str]) -> LocalText | None:
    """Give what was the heading of a fact without a title, if one of them is lost."""
    first = {language: texts[0] for language, texts in questions.items() if texts}
    return first if any(question_key(text) in lost for text in first.values()) else None


def _fingerprint(facts: FactBase, lessons: Iterable[TaughtExample]) -> str:
    said = [facts.fingerprint, *([lesson.fact, lesson.language, lesson.question] for lesson in lessons)]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]
