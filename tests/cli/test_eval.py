"""`tanya eval`: figures that agree with the predictions it writes, line by line."""

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.evaluation import matthews
from tests.cli.conftest import Tanya

ASKED: list[dict[str, Any]] = [
    {"question": "Where do penguins live?", "lang": "en", "kind": "plain", "expect": ["penguin"]},
    {"question": "скорость страуса", "lang": "ru", "kind": "terse", "expect": ["ostrich", "penguin"]},
    {"question": "shark\u2028teeth", "lang": "en", "kind": "odd", "expect": ["shark"]},
    {"question": "gigi\u0085hiu", "lang": "id", "kind": "odd", "expect": ["penguin"]},
    {"question": "penguin\r\nhome", "lang": "en", "kind": "odd", "expect": ["penguin"]},
    {"question": "banana cake recipe", "lang": "en", "kind": "off", "expect": []},
    {"question": "half a pair \ud83d", "lang": "en", "kind": "odd", "expect": []},
    {"question": "When do penguins sleep?", "lang": "en", "kind": "near", "expect": []},
    {"question": "", "lang": "en", "kind": "off", "expect": []},
]


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Give a question set, its odd separators written as they are."""
    file = tmp_path / "questions.jsonl"
    lines = (json.dumps(item, ensure_ascii="\ud83d" in item["question"]) for item in ASKED)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    return file


def read(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]


def test_predictions_are_lines_of_ask_in_the_order_of_the_questions(
    tanya: Tanya, tiny_facts: Path, questions: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    assert tanya("eval", "--facts", tiny_facts, "--predictions", out, questions).code == 0
    predictions = read(out)
    assert [one["question"] for one in predictions] == [item["question"] for item in ASKED]
    asked = json.loads(tanya("ask", "--json", "--facts", tiny_facts, ASKED[0]["question"]).out)
    assert predictions[0] == asked


def test_figures_are_those_of_the_predictions(tanya: Tanya, tiny_facts: Path, questions: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    ran = tanya("eval", "--json", "--facts", tiny_facts, "--predictions", out, questions)
    assert (ran.code, ran.err) == (0, "")
    figures = json.loads(ran.out)
    rows = list(zip(ASKED, read(out), strict=True))
    answerable = [(item["expect"], said) for item, said in rows if item["expect"]]
    off = [said for item, said in rows if not item["expect"]]
    right = [said["outcome"] == "answer" and said["fact"] in expect for expect, said in answerable]
    offered = [
        said["outcome"] == "suggest" and bool({*said["suggestions"][:3]} & {*expect}) for expect, said in answerable
    ]
    wrong = [said["outcome"] == "answer" and said["fact"] not in expect for expect, said in answerable]
    rates = figures["rates"]
    assert (rates["answerable"], rates["unanswerable"]) == (5, 4)
    assert rates["right"] == sum(right) / 5
    assert rates["helped"] == sum(map(max, right, offered)) / 5
    assert rates["wrong"] == sum(wrong) / 5
    assert rates["false"] == sum(said["outcome"] == "answer" for said in off) / 4
    gold = [
        (said["fact"] if said["fact"] in item["expect"] else item["expect"][0]) if item["expect"] else None
        for item, said in rows
    ]
    assert figures["mcc"] == pytest.approx(matthews(gold, [said["fact"] for _, said in rows]))
    tops = [said["fact"] or next(iter(said["suggestions"]), None) for _, said in rows]
    gold = [
        (top if top in item["expect"] else item["expect"][0]) if item["expect"] else None
        for item, top in zip(ASKED, tops, strict=True)
    ]
    sure = [said["confidence"] for _, said in rows]
    best = max(
        matthews(gold, [top if one >= step else None for top, one in zip(tops, sure, strict=True)]) for step in sure
    )
    assert figures["mcc_best"] == pytest.approx(best)
    assert set(figures["by_language"]) == {"en", "id", "ru"}
    assert set(figures["by_kind"]) == {item["kind"] for item in ASKED}
    assert sum(group["answerable"] for group in figures["by_kind"].values()) == 5


def test_the_table_shows_the_figures(process: Tanya, tiny_facts: Path, questions: Path) -> None:
    rates = json.loads(process("eval", "--json", "--facts", tiny_facts, questions).out)["rates"]
    ran = process("eval", "--facts", tiny_facts, questions)
    assert (ran.code, ran.err) == (0, "")
    (row,) = [line for line in ran.out.splitlines() if line.startswith("│ all")]
    assert [cell.strip() for cell in row.strip("│").split("│")] == [
        "all",
        "5",
        "4",
        *(f"{rates[name]:.3f}" for name in ("right", "helped", "wrong", "false")),
    ]
    assert "lang ru" in ran.out
    assert "kind odd" in ran.out


@pytest.mark.parametrize("name", ["[/]", "[red]x[/red]", "[link=http://x]", ":smile:"])
def test_names_of_kinds_are_shown_as_they_are(tanya: Tanya, tiny_facts: Path, tmp_path: Path, name: str) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps({"question": "penguin", "kind": name, "expect": []}))
    ran = tanya("eval", "--facts", tiny_facts, file)
    assert ran.code == 0
    assert f"kind {name} " in ran.out


@pytest.mark.parametrize("content", ["", "no json", '{"question": "a"}'])
def test_a_bad_question_set_is_one_sentence_and_exit_code_2(
    tanya: Tanya, tiny_facts: Path, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(content)
    ran = tanya("eval", "--facts", tiny_facts, file)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"tanya: {file}")
    assert ran.err.count("\n") == 1


def test_predictions_that_cannot_be_written_are_one_sentence_and_exit_code_2(
    tanya: Tanya, tiny_facts: Path, questions: Path, tmp_path: Path
) -> None:
    ran = tanya("eval", "--facts", tiny_facts, "--predictions", tmp_path / "no" / "out.jsonl", questions)
    assert ran.code == 2
    assert ran.err.endswith("cannot be written (No such file or directory); choose another place\n")
