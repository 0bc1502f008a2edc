"""`tanya ask` gives one verdict whatever the question; `tanya check` tells every mistake."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Tanya
from tests.conftest import TINY, edited, write_facts

KEYS = ["question", "outcome", "fact", "suggestions", "confidence", "language", "text"]


def test_ask_gives_the_keys_of_the_contract(process: Tanya, tiny_facts: Path) -> None:
    ran = process("ask", "--json", "--facts", tiny_facts, "Where do penguins live?")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.count("\n") == 1
    said = json.loads(ran.out)
    assert list(said) == KEYS
    assert said["question"] == "Where do penguins live?"
    assert (said["outcome"], said["fact"], said["suggestions"]) == ("answer", "penguin", [])
    assert 0.5 < said["confidence"] <= 1
    assert "Penguins live in the south." in said["text"] or "Penguin hidup di selatan." in said["text"]


@pytest.mark.parametrize(
    "question",
    [
        "Where do penguins live?",
        "penguin or shark",
        "banana cake recipe",
        "",
        "   ",
        "?!",
        "🐧",
        "--",
        "\u202e\u200b",
        "a\nb\tc",
        "<b>&amp;",
        "я" * 10_000,
    ],
)
def test_ask_ends_with_0_whatever_is_asked(tanya: Tanya, tiny_facts: Path, question: str) -> None:
    ran = tanya("ask", "--json", "--facts", tiny_facts, "--", question)
    assert (ran.code, ran.err) == (0, "")
    said = json.loads(ran.out)
    assert list(said) == KEYS
    assert said["question"] == question
    assert said["outcome"] in {"answer", "suggest", "unknown"}
    assert (said["fact"] is not None) == (said["outcome"] == "answer")
    assert bool(said["suggestions"]) == (said["outcome"] == "suggest")
    assert len(said["suggestions"]) <= 3
    assert 0 <= said["confidence"] <= 1
    assert said["language"] in {"id", "en", "ru"}
    assert said["text"]


def test_ask_takes_bytes_that_are_no_text(process: Tanya, tiny_facts: Path) -> None:
    ran = process("ask", "--json", "--facts", tiny_facts, "caf\udce9", PYTHONIOENCODING="utf-8:strict")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["question"] == "caf\udce9"


@pytest.mark.parametrize(
    ("language", "words"),
    [("id", "Hiu punya banyak gigi."), ("en", "Sharks have many teeth."), ("ru", "У акул много зубов.")],
)
def test_ask_replies_in_the_language_it_is_told(tanya: Tanya, tiny_facts: Path, language: str, words: str) -> None:
    ran = tanya("ask", "--lang", language, "--facts", tiny_facts, "shark teeth")
    assert ran.code == 0
    assert words in ran.out
    said = json.loads(tanya("ask", "--json", "--lang", language, "--facts", tiny_facts, "shark teeth").out)
    assert said["language"] == language


def test_ask_shows_text_and_no_markup(tanya: Tanya, tmp_path: Path) -> None:
    folder = write_facts(tmp_path / "facts", edited("fish.yaml", "Sharks have many teeth.", "Teeth & <jaws>."))
    out = tanya("ask", "--lang", "en", "--facts", folder, "shark teeth").out
    assert "Teeth & <jaws>." in out
    assert "<b>" not in out
    assert "&amp;" not in out


def test_a_language_that_the_facts_lack_is_one_sentence_and_exit_code_2(tanya: Tanya, tiny_facts: Path) -> None:
    ran = tanya("ask", "--lang", "fr", "--facts", tiny_facts, "penguin")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "tanya: the facts have no language 'fr'; they have id, en, ru\n"


def test_the_folder_of_facts_comes_from_the_option_before_the_setting(tanya: Tanya, tiny_facts: Path) -> None:
    ran = tanya("check", "--facts", tiny_facts, TANYA_FACTS="nowhere")
    assert ran.code == 0
    assert tanya("check", TANYA_FACTS=tiny_facts).out == ran.out


def test_check_of_good_facts_says_so_and_ends_with_0(process: Tanya, tiny_facts: Path) -> None:
    ran = process("check", "--facts", tiny_facts)
    assert (ran.code, ran.err) == (0, "")
    first, *_ = ran.out.splitlines()
    assert first == f"{tiny_facts}: no mistakes. 3 facts (id, en, ru), 18 questions, 1 near misses"


def test_check_prints_every_mistake_with_file_and_line_and_ends_with_1(process: Tanya, tmp_path: Path) -> None:
    files = edited("fish.yaml", "[penguin]", "[pinguin]") | {"broken.yaml": "topic: [\n"}
    files["birds.yaml"] = files["birds.yaml"].replace("- id: ostrich", "- id: penguin")
    folder = write_facts(tmp_path / "facts", files)
    ran = process("check", "--facts", folder)
    assert (ran.code, ran.err) == (1, "")
    assert [line.split(": ")[0] for line in ran.out.splitlines()] == [
        f"{folder}/birds.yaml:14",
        f"{folder}/broken.yaml:1",
    ]
    (folder / "broken.yaml").unlink()
    assert f"{folder}/fish.yaml:11: related fact 'pinguin'" in process("check", "--facts", folder).out


@pytest.mark.parametrize("command", ["ask", "eval"])
def test_facts_with_mistakes_end_other_commands_with_2(tanya: Tanya, tmp_path: Path, command: str) -> None:
    folder = write_facts(tmp_path / "facts", {**TINY, "fish.yaml": "topic: [\n"})
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"question": "a", "expect": []}')
    ran = tanya(command, "--facts", folder, questions)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"{folder}/fish.yaml:1: broken YAML")
    assert ran.err.endswith("tanya: the facts cannot be used; mend them, `tanya check` tells more\n")
    assert "Traceback" not in ran.err


def test_facts_that_are_not_there_are_told(tanya: Tanya, tmp_path: Path) -> None:
    ran = tanya("check", "--facts", tmp_path / "nowhere")
    assert (ran.code, ran.err) == (1, "")
    assert "cannot be read as a folder of facts" in ran.out
