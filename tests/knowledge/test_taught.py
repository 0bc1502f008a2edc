"""Taught questions are examples of their facts; the fact files come first."""

from pathlib import Path

import yaml

from knowledge.facts_model import FactBase
from knowledge.reading import read_facts
from knowledge.taught import TaughtExample, taught_yaml, with_taught
from tests.handlers.facts import few_facts, write_facts

LESSON = TaughtExample("lamp", "en", "banana cake recipe")


def facts_in(folder: Path) -> FactBase:
    return read_facts(write_facts(folder, few_facts()))


def test_a_lesson_is_an_example_of_its_fact_behind_the_others(tmp_path: Path) -> None:
    facts = facts_in(tmp_path)
    taught = with_taught(facts, [LESSON])
    before, after = facts.facts["lamp"].questions, taught.facts["lamp"].questions
    assert after["en"] == (*before["en"], LESSON.question)
    assert after["ru"] == before["ru"]
    assert taught.topics[0].facts[1] == taught.facts["lamp"]
    assert taught.facts["ticket"] == facts.facts["ticket"]
    assert taught.fingerprint != facts.fingerprint
    assert taught.fingerprint != with_taught(facts, [TaughtExample("ticket", "en", LESSON.question)]).fingerprint


def test_what_the_files_have_or_do_not_have_is_passed_over(tmp_path: Path) -> None:
    facts = facts_in(tmp_path)
    examples = [
        TaughtExample("gone", "en", "banana"),
        TaughtExample("lamp", "en", "HEIGHT of the tower?"),
        TaughtExample("lamp", "en", ""),
    ]
    assert with_taught(facts, examples) is facts


def test_a_lesson_in_a_language_that_is_gone_counts_in_the_default_one(tmp_path: Path) -> None:
    facts = facts_in(tmp_path)
    taught = with_taught(facts, [TaughtExample("lamp", "xx", "banana")])
    assert "banana" in taught.facts["lamp"].questions[facts.manifest.default_language]


def test_a_lesson_counts_more_than_a_near_miss_and_a_later_one_more_than_an_earlier(tmp_path: Path) -> None:
    facts = facts_in(tmp_path)
    near = facts.facts["tower-height"].unanswerable["en"][0]
    taught = with_taught(facts, [TaughtExample("lamp", "en", near), TaughtExample("ticket", "en", near.upper())])
    assert taught.facts["tower-height"].unanswerable["en"] == ()
    assert near not in taught.facts["lamp"].questions["en"]
    assert taught.facts["ticket"].questions["en"][-1] == near.upper()


def test_the_yaml_can_be_merged_into_the_files() -> None:
    examples = [LESSON, TaughtExample("csto", "ru", 'что: "одкб"\n #?'), TaughtExample("lamp", "en", "no")]
    assert yaml.safe_load(taught_yaml(examples)) == {
        "facts": [
            {"id": "csto", "questions": {"ru": ['что: "одкб" #?']}},
            {"id": "lamp", "questions": {"en": [LESSON.question, "no"]}},
        ]
    }
    assert "одкб" in taught_yaml(examples)
