"""The bundled facts: those of the inventory, in three languages, each as long as it should be."""

import re
from collections import Counter
from pathlib import Path

import pytest

from handlers.replies import LABEL_LENGTH
from knowledge.evaluation import read_questions
from knowledge.facts_model import FactBase
from knowledge.text import question_key

LANGUAGES = ("id", "en", "ru")
HARD_QUESTIONS = Path(__file__).parents[1] / "benchmarks" / "hard-questions.jsonl"
QUESTIONS_AT_LEAST = 20
SENTENCES_AT_MOST = 3
# Fact: the paragraphs of the article that say it; 0 is headline and lead, none is the article as a whole.
INVENTORY: dict[str, set[int | None]] = {
    "csto": {1},
    "report": {0, 1},
    "report-period": {0, 1},
    "report-coverage": {1},
    "report-priorities": {0},
    "report-full-text": {9},
    "source-article": {None},
    "military-overview": {2},
    "rapid-reaction-forces": {2},
    "command-and-logistics": {2},
    "joint-exercises": {2},
    "military-technical-cooperation": {2},
    "personnel-training": {2},
    "operations-overview": {3},
    "operation-channel": {3},
    "operation-illegal": {3},
    "operation-mercenary": {3},
    "cybersecurity": {3},
    "border-programme": {4},
    "border-programme-status": {4},
    "border-programme-purpose": {4},
    "peacekeeping-overview": {5},
    "peacekeeping-rules": {5},
    "peacekeeping-un": {5},
    "kazakhstan-golan": {5},
    "partners": {6},
    "partner-un": {6},
    "partner-cis": {6},
    "partner-sco": {6},
    "cooperation-roadmap": {7},
    "parliamentary-assembly": {7},
    "analytics-overview": {8},
    "expert-centres": {8},
    "eurasian-partnership": {8},
}
TOPICS = {
    "organisation": 1,
    "report": 6,
    "military": 6,
    "threats": 5,
    "border": 3,
    "peacekeeping": 4,
    "politics": 6,
    "analytics": 3,
}
# A full stop after these ends no sentence.
ABBREVIATION = re.compile(r"\b(?:гг?|т\. ?е|т\. ?д|e\.g|i\.e|dll|dsb)\.", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?…]+[\"”»)]*(?=\s|$)")


def sentences(text: str) -> int:
    return len(SENTENCE_END.findall(ABBREVIATION.sub("-", text)))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three?", 3),
        ("He said “yes.” Then left", 1),
        ("В 2023–2025 гг. всё было.", 1),
        ("See P. 3.5 of it.", 2),
        ("Tidak ada", 0),
    ],
)
def test_sentences_are_counted_as_a_reader_counts_them(text: str, count: int) -> None:
    assert sentences(text) == count


def test_the_facts_are_those_of_the_inventory(bundled_facts: FactBase) -> None:
    assert set(bundled_facts.facts) == set(INVENTORY)
    assert len(INVENTORY) == 34


def test_the_topics_are_those_of_the_inventory(bundled_facts: FactBase) -> None:
    assert {file.topic.id: len(file.facts) for file in bundled_facts.topics} == TOPICS


def test_the_facts_speak_three_languages_and_indonesian_by_default(bundled_facts: FactBase) -> None:
    assert bundled_facts.manifest.languages == LANGUAGES
    assert bundled_facts.manifest.default_language == "id"


@pytest.mark.parametrize("fact_id", INVENTORY)
def test_a_fact_names_the_paragraph_that_says_it(bundled_facts: FactBase, fact_id: str) -> None:
    source = bundled_facts.facts[fact_id].source
    assert source.document == "lenteramerah"
    assert source.paragraph in INVENTORY[fact_id]


@pytest.mark.parametrize("fact_id", INVENTORY)
def test_a_fact_has_title_answer_and_many_questions_in_each_language(bundled_facts: FactBase, fact_id: str) -> None:
    fact = bundled_facts.facts[fact_id]
    assert fact.title
    for language in LANGUAGES:
        assert len({question_key(question) for question in fact.questions[language]}) >= QUESTIONS_AT_LEAST, language
        assert 0 < len(fact.title[language]) <= LABEL_LENGTH, language
        assert 1 <= sentences(fact.answer[language]) <= SENTENCES_AT_MOST, fact.answer[language]
        assert "\n" not in fact.title[language] + fact.answer[language]


@pytest.mark.parametrize("fact_id", INVENTORY)
def test_a_fact_has_near_misses_and_related_facts(bundled_facts: FactBase, fact_id: str) -> None:
    fact = bundled_facts.facts[fact_id]
    assert set(fact.unanswerable) == set(LANGUAGES)
    assert all(fact.unanswerable.values())
    assert fact.related
    assert len(set(fact.related)) == len(fact.related)


def test_no_question_is_owned_twice(bundled_facts: FactBase) -> None:
    owners = {(question_key(question), fact_id) for fact_id, _, question in bundled_facts.questions()}
    assert not [key for key, times in Counter(key for key, _ in owners).items() if times > 1]


def test_no_near_miss_is_answered(bundled_facts: FactBase) -> None:
    answered = {question_key(question) for _, _, question in bundled_facts.questions()}
    assert not [question for _, _, question in bundled_facts.near_misses() if question_key(question) in answered]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_facts_have_the_same_title_or_answer(bundled_facts: FactBase, language: str) -> None:
    facts = bundled_facts.facts.values()
    assert len({fact.heading(language) for fact in facts}) == len(INVENTORY)
    assert len({fact.answer[language] for fact in facts}) == len(INVENTORY)


@pytest.mark.parametrize(("language", "alphabet"), [("id", "a-z"), ("en", "a-z"), ("ru", "а-яё")])
def test_titles_and_answers_are_in_the_alphabet_of_their_language(
    bundled_facts: FactBase, language: str, alphabet: str
) -> None:
    for fact in bundled_facts.facts.values():
        for text in (fact.heading(language), fact.answer[language]):
            letters = [char for char in text.lower() if char.isalpha()]
            own = [char for char in letters if re.match(f"[{alphabet}]", char)]
            assert len(own) > len(letters) / 2, text


@pytest.mark.parametrize(
    ("fact_id", "words"),
    [
        ("joint-exercises", {"id": "20", "en": "20", "ru": "20"}),
        ("report-period", {"id": "2023–2025", "en": "2023–2025", "ru": "2023–2025"}),
        ("csto", {"id": "Organisasi Perjanjian Keamanan Kolektif", "en": "Collective Security", "ru": "ОДКБ"}),
        ("rapid-reaction-forces", {"ru": "КСОР", "en": "CRRF"}),
        ("partner-un", {"id": "PBB", "ru": "ООН"}),
        ("partner-sco", {"ru": "ШОС", "en": "SCO"}),
        ("partner-cis", {"ru": "СНГ", "en": "CIS"}),
        ("kazakhstan-golan", {"id": "Dataran Tinggi Golan", "en": "Golan Heights", "ru": "Голан"}),
    ],
)
def test_names_keep_their_usual_form_in_each_language(
    bundled_facts: FactBase, fact_id: str, words: dict[str, str]
) -> None:
    fact = bundled_facts.facts[fact_id]
    for language, word in words.items():
        assert word in f"{fact.heading(language)} {fact.answer[language]}"


def test_the_questions_to_measure_with_are_in_no_fact_file(bundled_facts: FactBase) -> None:
    known = {question_key(text) for _, _, text in (*bundled_facts.questions(), *bundled_facts.near_misses())}
    hard = read_questions(HARD_QUESTIONS)
    assert hard
    assert [one.question for one in hard if question_key(one.question) in known] == []


def test_the_questions_to_measure_with_name_facts_that_there_are(bundled_facts: FactBase) -> None:
    assert {fact for one in read_questions(HARD_QUESTIONS) for fact in one.expect} <= {*bundled_facts.facts}
