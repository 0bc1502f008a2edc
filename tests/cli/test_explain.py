"""`tanya ask --explain` tells the reasons for a verdict, and changes nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.settings import index_cache
from knowledge.knowledge import Knowledge
from tests.cli.conftest import Tanya
from tests.conftest import TINY, write_facts

CONCEPTS = 'concepts: {teeth: {en: ["teeth", "tusk*"]}, space: {en: ["comet*"]}}\n'


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the tiny facts with two concepts, of which one is in no fact."""
    return write_facts(tmp_path_factory.mktemp("explained") / "facts", {**TINY, "concepts.yaml": CONCEPTS})


def explained(tanya: Tanya, facts: Path, question: str) -> dict[str, Any]:
    ran = tanya("ask", "--json", "--explain", "--facts", facts, question)
    assert (ran.code, ran.err) == (0, "")
    explanation = json.loads(ran.out)["explanation"]
    assert isinstance(explanation, dict)
    return explanation


def taken(explanation: dict[str, Any]) -> dict[str, list[tuple[str, str, bool]]]:
    return {
        piece["words"]: [(one["kind"], one["name"], one["explained"]) for one in piece["taken"]]
        for piece in explanation["pieces"]
    }


def test_the_explanation_is_a_key_more_and_nothing_less(tanya: Tanya, facts: Path) -> None:
    plain = json.loads(tanya("ask", "--json", "--facts", facts, "shark teeth").out)
    said = json.loads(tanya("ask", "--json", "--explain", "--facts", facts, "shark teeth").out)
    assert list(said) == [*plain, "explanation"]
    assert said | plain == said
    assert said["explanation"]["confidence"] == pytest.approx(plain["confidence"], abs=1e-4)


def test_a_question_that_stands_in_the_facts_is_told_as_such(tanya: Tanya, facts: Path) -> None:
    assert explained(tanya, facts, "SHARK teeth?")["own"] == "shark"
    assert explained(tanya, facts, "the teeth of a shark")["own"] is None
    assert "word for word" in tanya("ask", "--explain", "--facts", facts, "shark teeth").out


def test_each_word_is_told_with_what_it_was_taken_for(tanya: Tanya, facts: Path) -> None:
    words = taken(explained(tanya, facts, "when do the sharks lose zebras' tusks to comets?"))
    assert words["the"] == [("filler", "", True)]
    assert words["tusks"] == [("concept", "teeth", True)]
    assert words["comets"] == [("concept", "space", False)]
    assert any((kind, name) == ("aspect", "time") for one in words.values() for kind, name, _ in one)
    assert [(kind, known) for kind, _, known in words["sharks"]] == [("word", True)]
    assert [(kind, known) for kind, _, known in words["zebras"]] == [("word", False)]


@pytest.mark.parametrize("question", ["when do pengiuns sleep", "where does the shark live? it is big", "gigi hiu"])
def test_what_words_were_taken_for_is_what_the_matcher_judged(facts: Path, question: str) -> None:
    matcher = Knowledge.read(facts, index_cache()).matcher
    explanation = matcher.explain(question)
    counted = {(one.kind, one.name) for piece in explanation.pieces for one in piece.taken if one.kind != "filler"}
    readings = matcher.trained.parser.take_apart(question).readings
    assert counted in [{(unit.kind, unit.name) for unit in reading.units} for reading in readings]


def test_typing_errors_are_told_as_typed_and_meant(tanya: Tanya, facts: Path) -> None:
    explanation = explained(tanya, facts, "where do pengiuns live")
    assert explanation["mended"] == [{"typed": "pengiuns", "meant": "penguins"}]
    assert "penguins" in taken(explanation)


def test_of_a_longer_message_one_reading_counts_and_is_the_one_explained(tanya: Tanya, facts: Path) -> None:
    explanation = explained(tanya, facts, "I was in Zanzibar with granny. Where do penguins live?")
    readings = explanation["readings"]
    assert len(readings) > 1
    (counting,) = [one for one in readings if one["counts"]]
    assert counting["confidence"] == explanation["confidence"]
    assert " ".join(taken(explanation)) == counting["words"]


@pytest.mark.parametrize(
    "question",
    [
        "Where do penguins live? How fast do ostriches run?",
        "Granny is cold in Zanzibar. Where do penguins live?",
        "shark teeth! thanks a lot. when do penguins sleep?",
        "banana cake. penguin",
    ],
)
def test_the_explanation_belongs_to_the_verdict(facts: Path, question: str) -> None:
    matcher = Knowledge.read(facts, index_cache()).matcher
    verdict, explanation = matcher.verdict(question), matcher.explain(question)
    assert explanation.confidence == verdict.confidence
    assert explanation.several == ((verdict.fact, *verdict.also) if verdict.also else ())
    if verdict.suggestions:
        assert explanation.nearest[0].fact == verdict.suggestions[0]
        assert explanation.missing == verdict.missing
    elif verdict.fact and not verdict.also:
        assert explanation.nearest[0].fact == verdict.fact


def test_the_best_three_facts_come_with_scores_and_what_the_confidence_is_made_from(tanya: Tanya, facts: Path) -> None:
    explanation = explained(tanya, facts, "penguin or shark")
    scores = [one["score"] for one in explanation["nearest"]]
    assert {one["fact"] for one in explanation["nearest"]} == {"penguin", "shark", "ostrich"}
    assert scores == sorted(scores, reverse=True)
    signs = explanation["signs"]
    assert signs["score"] == scores[0]
    assert signs["lead"] == pytest.approx(scores[0] - scores[1])
    assert signs["unexplained"] == 0
    assert 0 < explanation["thresholds"]["answer"] < 1


def test_what_is_asked_for_in_vain_is_told(tanya: Tanya, facts: Path) -> None:
    explanation = explained(tanya, facts, "when do penguins sleep")
    assert explanation["missing"] == "time"
    assert explained(tanya, facts, "where do penguins live")["missing"] is None


@pytest.mark.parametrize("question", ["", "?!", "the", "🐧"])
def test_a_question_without_content_is_explained_too(tanya: Tanya, facts: Path, question: str) -> None:
    explanation = explained(tanya, facts, question)
    assert (explanation["nearest"], explanation["signs"], explanation["missing"]) == ([], None, None)
    ran = tanya("ask", "--explain", "--facts", facts, question)
    assert (ran.code, ran.err) == (0, "")
    assert "nothing to look for" in ran.out


def test_in_the_terminal_the_reasons_follow_the_reply(process: Tanya, facts: Path) -> None:
    question = "when do the pengiuns sleep near zebras"
    plain = process("ask", "--facts", facts, question)
    ran = process("ask", "--explain", "--facts", facts, question)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(plain.out)
    reasons = ran.out.removeprefix(plain.out)
    for words in ("filler", "asks for time", "word of the facts", "left over", "pengiuns", "penguin ", "(no fact)"):
        assert words in reasons
    assert "an answer needs the confidence" in reasons
