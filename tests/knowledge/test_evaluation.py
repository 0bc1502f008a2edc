"""The figures of a question set, against ones computed by hand."""

import json
import math
from pathlib import Path

import pytest

from knowledge.evaluation import LabelledQuestion, QuestionSetError, evaluate, matthews, read_questions
from knowledge.verdict import Outcome, Verdict


def question(expect: tuple[str, ...] = (), lang: str = "en", kind: str = "plain") -> LabelledQuestion:
    return LabelledQuestion(question="q", lang=lang, kind=kind, expect=expect)


def answer(fact: str, confidence: float = 0.9) -> Verdict:
    return Verdict(Outcome.ANSWER, fact, (), confidence, "en")


def suggest(*facts: str, confidence: float = 0.5) -> Verdict:
    return Verdict(Outcome.SUGGEST, None, facts, confidence, "en")


def unknown(confidence: float = 0.1) -> Verdict:
    return Verdict(Outcome.UNKNOWN, None, (), confidence, "en")


def test_rates_are_shares_of_the_questions_of_their_kind() -> None:
    evaluation = evaluate(
        [
            (question(("a",)), answer("a")),
            (question(("a", "b")), answer("b")),
            (question(("a",)), answer("b")),
            (question(("a",)), suggest("b", "a")),
            (question(("a",)), suggest("b", "c")),
            (question(("a",)), unknown()),
            (question(("a",)), suggest("b", "c", "d", "a")),
            (question(("a",)), unknown()),
            (question(), answer("a")),
            (question(), suggest("a")),
            (question(), unknown()),
            (question(), unknown()),
        ]
    )
    rates = evaluation.rates
    assert (rates.answerable, rates.unanswerable) == (8, 4)
    assert (rates.right, rates.helped, rates.wrong, rates.false) == (2 / 8, 3 / 8, 1 / 8, 1 / 4)


def test_a_share_of_nothing_is_none_and_not_zero() -> None:
    only_answerable = evaluate([(question(("a",)), answer("a"))]).rates
    assert only_answerable.false is None
    only_unanswerable = evaluate([(question(), unknown())]).rates
    assert (only_unanswerable.right, only_unanswerable.helped, only_unanswerable.wrong) == (None, None, None)
    assert only_unanswerable.false == 0


def test_figures_by_language_and_kind_are_those_of_their_questions() -> None:
    evaluation = evaluate(
        [
            (question(("a",), lang="ru", kind="typo"), answer("a")),
            (question(("a",), lang="en", kind="typo"), answer("b")),
            (question((), lang="en", kind="chat"), answer("b")),
        ]
    )
    assert list(evaluation.by_language) == ["en", "ru"]
    assert list(evaluation.by_kind) == ["chat", "typo"]
    assert evaluation.by_language["ru"].right == 1
    assert evaluation.by_language["en"].wrong == 1
    assert evaluation.by_language["en"].false == 1
    assert evaluation.by_kind["typo"].right == 1 / 2
    assert evaluation.by_kind["chat"].right is None


@pytest.mark.parametrize(
    ("gold", "predicted", "mcc"),
    [
        (["a", "b", None], ["a", "b", None], 1.0),
        (["a", "b"], ["b", "a"], -1.0),
        (["a", "a"], ["a", "a"], 0.0),
        (["a", None], ["a", "a"], 0.0),
        # Two classes: (TP·TN − FP·FN) / √((TP+FP)(TP+FN)(TN+FP)(TN+FN)) with TP 3, TN 2, FP 1, FN 2.
        (["a"] * 5 + [None] * 3, ["a"] * 3 + [None] * 4 + ["a"], (3 * 2 - 1 * 2) / math.sqrt(4 * 5 * 3 * 4)),
        # Three classes: c·s = 3·4, Σ p·t = 1·2 + 2·1 + 1·1 = 5; spreads 16 − 6 and 16 − 6.
        (["a", "a", "b", None], ["a", "b", "b", None], (3 * 4 - 5) / math.sqrt((16 - 6) * (16 - 6))),
    ],
)
def test_matthews_correlation_is_gorodkins(gold: list[str | None], predicted: list[str | None], mcc: float) -> None:
    assert matthews(gold, predicted) == pytest.approx(mcc)


def test_mcc_counts_what_was_answered_and_mcc_best_what_confidence_could_have_told() -> None:
    judged = [
        (question(("a",)), answer("a", 0.9)),
        (question(("b",)), suggest("b", "a", confidence=0.6)),
        (question(), suggest("a", confidence=0.4)),
        (question(), answer("b", 0.3)),
    ]
    evaluation = evaluate(judged)
    # Gold a b - -, said a - - b: c·s = 2·4, Σ = 1·1 + 1·1 + 2·2 = 6; spreads 16 − 6 and 16 − 6.
    assert evaluation.mcc == pytest.approx((2 * 4 - 6) / 10)
    # From 0.6 on, the likeliest fact is right wherever it is sure enough.
    assert evaluation.mcc_best == pytest.approx(1)


def test_the_order_of_expected_facts_only_matters_where_none_was_said() -> None:
    judged = [(question(("a", "b")), answer("b")), (question(("a", "b")), unknown()), (question(), unknown())]
    # Gold b a -, said b - -: c·s = 2·3, Σ = 1·1 + 1·0 + 1·2 = 3; spreads 9 − 5 and 9 − 3.
    assert evaluate(judged).mcc == pytest.approx((2 * 3 - 3) / math.sqrt((9 - 5) * (9 - 3)))


def test_a_question_set_is_read_in_order_with_its_odd_line_separators(tmp_path: Path) -> None:
    odd = ["one\u2028two", "three\u0085four", "five\u2029six", "seven\x0beight", "nine\r\nten"]
    file = tmp_path / "questions.jsonl"
    lines = [json.dumps({"question": text, "expect": []}, ensure_ascii=False) for text in odd]
    file.write_text("\n".join([lines[0], "", *lines[1:]]) + "\n\n", encoding="utf-8", newline="")
    read = read_questions(file)
    assert [item.question for item in read] == odd
    assert {(item.lang, item.kind, item.expect) for item in read} == {("-", "-", ())}


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "holds no question"),
        (b"\n  \n", "holds no question"),
        (b'{"question": "a", "expect": []}\n{"question": "b"\n', ":2: not of the form"),
        (b'{"question": "a"}\n', ":1: not of the form"),
        (b'{"expect": []}\n', ":1: not of the form"),
        (b'{"question": "a", "expect": "csto"}\n', ":1: not of the form"),
        (b'{"question": "a", "expect": null}\n', ":1: not of the form"),
        (b'{"question": 5, "expect": []}\n', ":1: not of the form"),
        (b'["a"]\n', ":1: not of the form"),
        (b"csto\n", ":1: not of the form"),
        (b"[" * 100_000, ":1: not of the form"),
        ('{"question": "é", "expect": []}'.encode("latin-1"), "cannot be read"),
    ],
)
def test_a_bad_question_set_is_refused_with_its_line(tmp_path: Path, content: bytes, complaint: str) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_bytes(content)
    with pytest.raises(QuestionSetError) as caught:
        read_questions(file)
    assert str(caught.value).startswith(str(file))
    assert complaint in str(caught.value)


def test_a_question_set_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match="No such file"):
        read_questions(tmp_path / "nowhere.jsonl")


def test_a_byte_order_mark_is_no_part_of_the_first_question(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_bytes(b'\xef\xbb\xbf{"question": "a", "expect": ["csto"]}\n')
    assert read_questions(file) == [LabelledQuestion(question="a", expect=("csto",))]
