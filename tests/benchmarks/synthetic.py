"""Fact bases of any size, made from the bundled facts with other content words.

A made fact is a bundled one in which content words are replaced, the same word always by the same: half of them by
words of other facts, a fifth by words that are in no fact. So words and pairs of words grow with the facts, as they
do in a real fact base, while concepts and question words still apply to a part of the questions.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.facts_model import Fact, FactBase, Topic, TopicFile
from knowledge.text import normalise, question_key, words
from tests.benchmarks.variations import made_up_word, seeded

QUESTIONS_A_LANGUAGE = 35
# A word of so large a share of the facts belongs to the language, not to a subject.
COMMON = 0.35
BORROWED, MADE_UP = 0.5, 0.2
ALPHABETS = {"ru": "абвгдежзиклмнопрстуфхцчшыюя"}
LATIN = "abcdefghijklmnoprstuvy"


@dataclass(frozen=True)
class _Language:
    """A language's questions of each bundled fact, as words, and its content words."""

    code: str
    questions: Sequence[Sequence[Sequence[str]]]
    content: Sequence[str]


def synthetic_facts(bundled: FactBase, questions: int) -> FactBase:
    """Give a fact base of so many example questions, without near misses."""
    languages = [_language(bundled, code) for code in bundled.manifest.languages]
    a_fact = QUESTIONS_A_LANGUAGE * len(languages)
    used: set[str] = set()
    facts = []
    left = questions
    for number in range(-(-questions // a_fact)):
        wanted = min(left, a_fact)
        left -= wanted
        shares = [wanted // len(languages) + (place < wanted % len(languages)) for place in range(len(languages))]
        texts = {
            language.code: tuple(_questions(language, number, max(share, 1), used))
            for language, share in zip(languages, shares, strict=True)
        }
        facts.append(_fact(bundled, number, texts))
    titles = dict.fromkeys(bundled.manifest.languages, "made")
    topic = TopicFile(topic=Topic(id="made", title=titles), facts=tuple(facts))
    base = FactBase.of(bundled.manifest, [topic], [], f"synthetic-{questions}-{bundled.fingerprint}")
    return FactBase(base.manifest, base.topics, base.facts, bundled.concepts, base.fingerprint)


def _language(bundled: FactBase, code: str) -> _Language:
    questions = [[words(normalise(text)) for text in fact.questions.get(code, ())] for fact in bundled.facts.values()]
    facts_with = Counter(word for fact in questions for word in {word for question in fact for word in question})
    return _Language(code, questions, sorted(word for word, n in facts_with.items() if n < COMMON * len(questions)))


def _fact(bundled: FactBase, number: int, questions: Mapping[str, tuple[str, ...]]) -> Fact:
    original = list(bundled.facts.values())[number % len(bundled.facts)]
    answer = {code: " ".join(texts[:2]) for code, texts in questions.items()}
    return Fact(id=f"made-{number:05}", source=original.source, answer=answer, questions=questions)


def _questions(language: _Language, number: int, count: int, used: set[str]) -> Iterator[str]:
    """Give so many questions that no other fact has."""
    chance = seeded("fact", number, language.code)
    originals = language.questions[number % len(language.questions)]
    content = set(language.content)
    replaced: dict[str, str] = {}
    for place in range(count):
        # A fact with too few questions borrows the sentence of one and a word of another.
        question = originals[place % len(originals)]
        made = [_replaced(word, language, replaced, chance) if word in content else word for word in question]
        while (key := question_key(" ".join(made))) in used:
            made.append(_new_word(language, chance))
        used.add(key)
        yield " ".join(made)


def _replaced(word: str, language: _Language, replaced: dict[str, str], chance: random.Random) -> str:
    if word not in replaced:
        roll = chance.random()
        borrowed = chance.choice(language.content)
        replaced[word] = (
            borrowed if roll < BORROWED else _new_word(language, chance) if roll < BORROWED + MADE_UP else word
        )
    return replaced[word]


def _new_word(language: _Language, chance: random.Random) -> str:
    return made_up_word(chance, ALPHABETS.get(language.code, LATIN), 5, 10)
