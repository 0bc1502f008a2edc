"""`tanya eval`: figures that agree with the predictions it writes, line by line."""

import json
from collections.abc import Callable
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


def results(tanya: Tanya, facts: Path, *arguments: str | Path) -> dict[str, Any]:
    ran = tanya("eval", "--json", "--facts", facts, *arguments)
    assert (ran.code, ran.err) == (0, "")
    figures = json.loads(ran.out)
    assert isinstance(figures, dict)
    return figures


@pytest.fixture
def failing(tmp_path: Path) -> Path:
    """Give a set of which some fail whatever is answered: 25 missed, 3 wrong, 2 false."""
    asked = [{"question": f"banana cake {number}", "expect": ["shark"]} for number in range(25)]
    asked += [{"question": "Where do penguins live?", "expect": ["shark"], "lang": "en"}] * 3
    asked += [{"question": "How fast do ostriches run?", "expect": []}] * 2
    file = tmp_path / "failing.jsonl"
    file.write_text("\n".join(map(json.dumps, asked)))
    return file


def test_confusions_tell_which_fact_was_taken_for_which_and_how_often(
    tanya: Tanya, tiny_facts: Path, failing: Path
) -> None:
    assert results(tanya, tiny_facts, failing)["confusions"] == [
        {"expected": "shark", "said": None, "count": 25},
        {"expected": "shark", "said": "penguin", "count": 3},
        {"expected": None, "said": "ostrich", "count": 2},
    ]
    out = tanya("eval", "--facts", tiny_facts, failing).out
    for cells in (["shark", "none", "25"], ["shark", "penguin", "3"], ["none", "ostrich", "2"]):
        assert any([cell.strip() for cell in line.strip("│").split("│")] == cells for line in out.splitlines()), cells


def test_failed_questions_are_the_first_of_each_group_or_all(tanya: Tanya, tiny_facts: Path, failing: Path) -> None:
    some, every = results(tanya, tiny_facts, failing), results(tanya, tiny_facts, "--all", failing)
    counts = {"missed": 25, "wrong": 3, "false": 2}
    assert {name: some[name]["count"] for name in counts} == {name: every[name]["count"] for name in counts} == counts
    assert {name: len(some[name]["questions"]) for name in counts} == counts | {"missed": 20}
    assert {name: len(every[name]["questions"]) for name in counts} == counts
    (wrong, *_) = some["wrong"]["questions"]
    assert (wrong["question"], wrong["lang"]) == ("Where do penguins live?", "en")
    assert (wrong["expect"], wrong["fact"]) == (["shark"], "penguin")
    assert wrong["confidence"] > 0.5
    out = tanya("eval", "--facts", tiny_facts, failing).out
    assert "(20 of 25; --all shows all)" in " ".join(out.split())
    assert "banana cake 24" in tanya("eval", "--all", "--facts", tiny_facts, failing).out


def test_a_set_without_failures_shows_none(tanya: Tanya, tiny_facts: Path, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"question": "Where do penguins live?", "expect": ["penguin"]}')
    figures = results(tanya, tiny_facts, file)
    assert figures["confusions"] == []
    assert [figures[name]["count"] for name in ("wrong", "false", "missed")] == [0, 0, 0]
    out = tanya("eval", "--facts", tiny_facts, file).out
    assert not [title for title in ("confusions", "Wrong", "False", "Missed") if title in out]


@pytest.mark.parametrize("columns", ["80", "40"])
def test_names_of_kinds_stand_on_one_line_and_no_figure_is_cut(
    process: Tanya, tiny_facts: Path, tmp_path: Path, columns: str
) -> None:
    kind = "a very long name of a kind"
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps({"question": "penguin home", "kind": kind, "expect": ["penguin"]}))
    out = process("eval", "--facts", tiny_facts, file, COLUMNS=columns).out
    (row,) = [line for line in out.splitlines() if f"kind {kind} " in line]
    assert [cell.strip() for cell in row.strip("│").split("│")][1:] == ["1", "0", "1.000", "1.000", "0.000", "–"]


def test_a_comparison_tells_the_earlier_figures_and_what_became_better_or_worse(
    tanya: Tanya, tiny_facts: Path, questions: Path, tmp_path: Path
) -> None:
    out, earlier = tmp_path / "out.jsonl", tmp_path / "earlier.jsonl"
    now = results(tanya, tiny_facts, "--predictions", out, questions)
    said = read(out)
    assert (said[0]["fact"], said[5]["outcome"]) == ("penguin", "unknown")
    said[0] |= {"outcome": "suggest", "fact": None, "suggestions": ["shark", "penguin"]}
    said[5] |= {"outcome": "answer", "fact": "shark"}
    said[7] |= {"confidence": 0.0}
    earlier.write_text("\n".join(map(json.dumps, said)))
    comparison = results(tanya, tiny_facts, "--compare", earlier, questions)["comparison"]
    assert comparison["earlier"]["rates"]["right"] == pytest.approx(now["rates"]["right"] - 1 / 5)
    assert comparison["earlier"]["rates"]["false"] == pytest.approx(now["rates"]["false"] + 1 / 4)
    better = {one["question"]: (one["earlier"], one["result"]) for one in comparison["better"]["questions"]}
    assert better == {ASKED[0]["question"]: ("helped", "right"), ASKED[5]["question"]: ("false", "refused")}
    assert comparison["worse"] == {"count": 0, "questions": []}
    shown = tanya("eval", "--facts", tiny_facts, "--compare", earlier, questions).out
    rates = comparison["earlier"]["rates"]
    assert f"{rates['right']:.3f}→{now['rates']['right']:.3f}" in shown
    assert "Better (2)" in shown
    assert "false→refused" in shown
    assert "Worse" not in shown


def test_compared_with_itself_nothing_changed(tanya: Tanya, tiny_facts: Path, questions: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    figures = results(tanya, tiny_facts, "--predictions", out, questions)
    comparison = results(tanya, tiny_facts, "--compare", out, questions)["comparison"]
    assert comparison["earlier"] == {name: figures[name] for name in comparison["earlier"]} | {
        # Predictions hold four digits of a confidence.
        "mcc_best": pytest.approx(figures["mcc_best"])
    }
    assert comparison["better"]["count"] == comparison["worse"]["count"] == 0


@pytest.mark.parametrize(
    ("edit", "complaint"),
    [
        (lambda lines: lines[:-1], "has 8 verdicts, the set 9 questions"),
        (lambda lines: [*lines, lines[0]], ":10: this is not the question of the set"),
        (lambda lines: [lines[1], lines[0], *lines[2:]], ":1: this is not the question of the set"),
        (lambda lines: ["{}", *lines[1:]], ":1: not a line that `tanya eval --predictions` writes"),
        (lambda lines: ["no json", *lines[1:]], ":1: not a line that `tanya eval --predictions` writes"),
        (lambda _lines: [], "has 0 verdicts, the set 9 questions"),
    ],
)
def test_an_earlier_file_of_other_questions_is_one_sentence_and_exit_code_2(
    tanya: Tanya,
    tiny_facts: Path,
    questions: Path,
    tmp_path: Path,
    edit: Callable[[list[str]], list[str]],
    complaint: str,
) -> None:
    out = tmp_path / "out.jsonl"
    tanya("eval", "--facts", tiny_facts, "--predictions", out, questions)
    out.write_text("\n".join(edit(out.read_text().split("\n")[:-1])))
    ran = tanya("eval", "--facts", tiny_facts, "--compare", out, questions)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"tanya: {out}")
    assert complaint in ran.err
    assert ran.err.count("\n") == 1


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
