"""Taught questions are examples of their facts, whatever the files say of them."""

from pathlib import Path

import pytest

from knowledge.facts_model import FactBase
from knowledge.knowledge import Knowledge
from knowledge.reading import read_facts
from knowledge.taught import TaughtExample, gone, with_taught
from knowledge.text import question_key
from knowledge.verdict import Outcome
from tests.conftest import BIRDS, TINY, edited, write_facts

LESSON = TaughtExample("shark", "en", "banana cake recipe")


@pytest.fixture
def facts(tiny_facts: Path) -> FactBase:
    """Give the tiny facts."""
    return read_facts(tiny_facts)


def owners(facts: FactBase, question: str) -> list[str]:
    """Give the facts that have the question as an example or as a near miss."""
    key = question_key(question)
    return [fact for fact, _, text in (*facts.questions(), *facts.near_misses()) if question_key(text) == key]


def test_a_lesson_is_an_example_of_its_fact_behind_the_others(facts: FactBase) -> None:
    taught = with_taught(facts, [LESSON])
    before, after = facts.facts["shark"].questions, taught.facts["shark"].questions
    assert after["en"] == (*before["en"], LESSON.question)
    assert after["ru"] == before["ru"]
    assert taught.topics[1].facts[0] == taught.facts["shark"]
    assert [list(taught.facts), taught.facts["penguin"]] == [list(facts.facts), facts.facts["penguin"]]


def test_the_fingerprint_is_that_of_the_files_and_the_lessons(facts: FactBase) -> None:
    others = [TaughtExample("penguin", "en", LESSON.question), TaughtExample("shark", "ru", LESSON.question)]
    bases = [facts, *(with_taught(facts, [lesson]) for lesson in (LESSON, *others)), with_taught(facts, others)]
    assert len({base.fingerprint for base in bases[:4]}) == 4
    assert bases[4].fingerprint == with_taught(facts, others[1:]).fingerprint, "the later one of two alike counts"
    assert with_taught(facts, [LESSON]).fingerprint == bases[1].fingerprint


@pytest.mark.parametrize(
    "lesson",
    [
        TaughtExample("gone", "en", "banana"),
        TaughtExample("shark", "en", "what TEETH, do sharks have"),
        TaughtExample("shark", "ru", "shark teeth"),
        TaughtExample("shark", "en", " \n"),
    ],
)
def test_what_says_nothing_new_changes_nothing(facts: FactBase, lesson: TaughtExample) -> None:
    assert with_taught(facts, [lesson]) is facts
    assert with_taught(facts, [LESSON, lesson]).fingerprint == with_taught(facts, [LESSON]).fingerprint
    assert with_taught(facts, []) is facts


def test_examples_of_facts_that_are_gone_can_be_told(facts: FactBase) -> None:
    lost = TaughtExample("gone", "en", "banana")
    assert list(gone(facts, [LESSON, lost])) == [lost]


@pytest.mark.parametrize(("language", "kept_in"), [("xx", "id"), ("en-GB", "en"), ("ru", "ru")])
def test_a_language_that_the_facts_do_not_have_is_their_default(facts: FactBase, language: str, kept_in: str) -> None:
    taught = with_taught(facts, [TaughtExample("shark", language, "banana")])
    assert taught.facts["shark"].questions[kept_in][-1] == "banana"


def test_a_question_becomes_one_line_that_can_be_written(facts: FactBase) -> None:
    taught = with_taught(facts, [TaughtExample("shark", "en", " half a\n\u2028 pair \ud83d ")])
    assert taught.facts["shark"].questions["en"][-1] == "half a pair ?"


def test_a_lesson_wins_over_the_question_of_another_fact(facts: FactBase) -> None:
    taught = with_taught(facts, [TaughtExample("shark", "en", "OSTRICH speed?")])
    assert owners(facts, "ostrich speed") == ["ostrich"]
    assert owners(taught, "ostrich speed") == ["shark"]


def test_a_lesson_wins_over_near_misses_of_any_fact(facts: FactBase) -> None:
    for fact in ("penguin", "shark"):
        taught = with_taught(facts, [TaughtExample(fact, "en", "when do penguins sleep")])
        assert owners(taught, "When do penguins sleep?") == [fact]


def test_of_two_lessons_that_read_the_same_the_later_one_counts(facts: FactBase) -> None:
    to_shark, to_penguin = (TaughtExample(fact, "en", "Ostrich: speed") for fact in ("shark", "penguin"))
    assert owners(with_taught(facts, [to_shark, to_penguin]), "ostrich speed") == ["penguin"]
    back = TaughtExample("ostrich", "en", "ostrich speed")
    assert with_taught(facts, [to_shark, back]) is facts


def test_a_fact_that_loses_its_question_keeps_its_heading(tmp_path: Path) -> None:
    alone = BIRDS.replace('en: ["How fast do ostriches run?", "ostrich speed"]', 'en: ["How fast do ostriches run?"]')
    facts = read_facts(write_facts(tmp_path, {**TINY, "birds.yaml": alone}))
    taught = with_taught(facts, [TaughtExample("shark", "en", "how fast do ostriches run")])
    assert taught.facts["ostrich"].questions["en"] == ()
    for language in facts.manifest.languages:
        assert taught.facts["ostrich"].heading(language) == facts.facts["ostrich"].heading(language)
    knowledge = Knowledge.read(tmp_path).taught([TaughtExample("shark", "en", "how fast do ostriches run")])
    for known in (knowledge, knowledge.learnt()):
        assert known.ask("How fast do ostriches run?").fact == "shark"
        assert known.ask("kecepatan burung unta").fact == "ostrich"


def test_a_lesson_is_answered_at_once_and_forgotten_at_once(tiny_facts: Path) -> None:
    knowledge = Knowledge.read(tiny_facts)
    taught = knowledge.taught([LESSON])
    assert knowledge.ask(LESSON.question).outcome is not Outcome.ANSWER
    for writing in (LESSON.question, "Banana   cake, RECIPE?!"):
        assert (taught.ask(writing).outcome, taught.ask(writing).fact) == (Outcome.ANSWER, "shark")
        assert taught.matcher.explain(writing).own == "shark"
    assert taught.matcher.trained is knowledge.matcher.trained
    again = taught.taught([])
    assert again.facts is knowledge.facts
    assert again.ask(LESSON.question) == knowledge.ask(LESSON.question)


def test_a_lesson_wins_over_a_title(tmp_path: Path) -> None:
    knowledge = Knowledge.read(write_facts(tmp_path, edited("birds.yaml", 'en: "Penguins"', 'en: "Big penguins"')))
    assert knowledge.ask("big penguins").fact == "penguin"
    taught = knowledge.taught([TaughtExample("shark", "en", "big penguins")])
    assert taught.ask("Big penguins").fact == "shark"
    assert taught.learnt().ask("Big penguins").fact == "shark"
    assert taught.taught([]).ask("Big penguins").fact == "penguin"
    own = knowledge.taught([TaughtExample("penguin", "en", "big penguins")])
    assert "big penguins" in own.facts.facts["penguin"].questions["en"], "a title is no example yet"


def test_what_is_known_at_once_is_what_is_known_word_for_word_after_learning(tiny_facts: Path, tmp_path: Path) -> None:
    lessons = [LESSON, TaughtExample("shark", "en", "ostrich speed"), TaughtExample("penguin", "ru", "акулы")]
    at_once = Knowledge.read(tiny_facts).taught(lessons)
    learnt = at_once.learnt(tmp_path / "cache")
    assert learnt.matcher.own == at_once.matcher.own
    assert learnt.facts is at_once.facts
    assert learnt.matcher.trained is not at_once.matcher.trained
    assert len(list((tmp_path / "cache").iterdir())) == 1
    assert learnt.taught([]).facts.fingerprint == read_facts(tiny_facts).fingerprint
