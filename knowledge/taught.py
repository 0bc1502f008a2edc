"""Questions that were taught while the bot ran: examples of the facts, as if they stood in the fact files."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import yaml

from knowledge.facts_model import Fact, FactBase, LocalLines
from knowledge.text import question_key


@dataclass(frozen=True)
class TaughtExample:
    """A question that belongs to a fact; `fact` is its id, which may be gone, `language` the question's."""

    fact: str
    language: str
    question: str


def with_taught(facts: FactBase, examples: Sequence[TaughtExample]) -> FactBase:
    """Give the facts with the examples added.

    What the files say counts more: a question that stands there already stays where it is, and a fact that is not
    there is passed over. A lesson counts more than a near miss that reads the same.
    """
    there = {question_key(text) for _, _, text in facts.questions()}
    new: dict[str, TaughtExample] = {}
    for example in examples:
        key = question_key(example.question)
        if key and key not in there and example.fact in facts.facts:
            new[key] = example
    if not new:
        return facts
    added: defaultdict[str, list[TaughtExample]] = defaultdict(list)
    for example in new.values():
        added[example.fact].append(example)
    changed = {fact.id: _changed(facts, fact, added[fact.id], new) for fact in facts.facts.values()}
    topics = tuple(
        file.model_copy(update={"facts": tuple(changed[fact.id] for fact in file.facts)}) for file in facts.topics
    )
    fingerprint = hashlib.sha256(repr((facts.fingerprint, list(new.values()))).encode("utf-8", "backslashreplace"))
    return replace(facts, topics=topics, facts=MappingProxyType(changed), fingerprint=fingerprint.hexdigest())


def taught_yaml(examples: Iterable[TaughtExample]) -> str:
    """Give the examples in the form of the fact files, by fact and language, to be merged into them."""
    by_fact: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for example in examples:
        by_fact[example.fact][example.language].append(" ".join(example.question.split()))
    facts = [
        {"id": fact, "questions": {language: questions[language] for language in sorted(questions)}}
        for fact, questions in sorted(by_fact.items())
    ]
    return yaml.safe_dump({"facts": facts}, allow_unicode=True, sort_keys=False, width=120)


def _changed(facts: FactBase, fact: Fact, added: Sequence[TaughtExample], new: Mapping[str, TaughtExample]) -> Fact:
    questions = {language: list(texts) for language, texts in fact.questions.items()}
    for example in added:
        questions[facts.language(example.language)].append(example.question)
    near = {
        language: tuple(text for text in texts if question_key(text) not in new)
        for language, texts in fact.unanswerable.items()
    }
    kept: LocalLines = {language: tuple(texts) for language, texts in questions.items()}
    return fact.model_copy(update={"questions": kept, "unanswerable": near})
