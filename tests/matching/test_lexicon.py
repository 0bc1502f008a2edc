"""The words known beforehand: which form wins, and what is undone before it is looked for."""

import pytest

from knowledge.language_file import LanguageFile
from knowledge.matching.lexicon import Lexicon, Unit, UnitKind
from knowledge.verdict import Aspect

LANGUAGE = LanguageFile(
    name="Test",
    fillers=("the", "of", "in charge", "border", "when"),
    endings=("nya", "kah", "a"),
    abbreviations={"yg": "yang", "un": "united nations", "Sdr": "Saudara"},
    asks={Aspect.TIME: ("when", "what date"), Aspect.PERSON: ("who", "in charge of", "roadmap")},
)
CONCEPTS = {
    "operation": ("operation", "operasi", "operat*"),
    "channel": ("channel", "operation channel", "chan*"),
    "border": ("border", "frontier*"),
    "border-programme": ("border programme*", "programme"),
    "roadmap": ("roadmap",),
    "forces": ("armed force*",),
    "nations": ("united nations",),
    "military": ("Военн*", "йод"),
}


@pytest.fixture
def lexicon() -> Lexicon:
    """Give a lexicon of one language and some concepts."""
    return Lexicon.build([LANGUAGE], CONCEPTS)


def concept(name: str) -> Unit:
    return Unit(UnitKind.CONCEPT, name)


@pytest.mark.parametrize(
    ("words", "length", "unit"),
    [
        ("operation barbarossa", 1, concept("operation")),
        ("operation channel started", 2, concept("channel")),
        ("border programme", 2, concept("border-programme")),
        ("border programmes", 2, concept("border-programme")),
        ("border", 1, concept("border")),
        ("armed forces", 2, concept("forces")),
        ("chancellor", 1, concept("channel")),
        ("in charge of", 3, Unit(UnitKind.ASPECT, "person")),
        ("in charge", 2, Unit(UnitKind.FILLER, "")),
        ("what date", 2, Unit(UnitKind.ASPECT, "time")),
        ("военными", 1, concept("military")),
    ],
)
def test_the_longest_form_wins(lexicon: Lexicon, words: str, length: int, unit: Unit) -> None:
    assert lexicon.find(words.split(), 0) == (length, (unit,))


@pytest.mark.parametrize(
    ("word", "unit"),
    [
        ("border", concept("border")),  # a filler too
        ("roadmap", concept("roadmap")),  # a question word too
        ("when", Unit(UnitKind.ASPECT, "time")),  # a filler too
        ("the", Unit(UnitKind.FILLER, "")),
    ],
)
def test_a_concept_wins_over_a_question_word_and_that_over_a_filler(lexicon: Lexicon, word: str, unit: Unit) -> None:
    assert lexicon.find([word], 0) == (1, (unit,))


@pytest.mark.parametrize("words", ["cha", "armed", "armed men", "united", "what", "charge", "oper", "воен", "chаn"])
def test_part_of_a_form_is_not_the_form(lexicon: Lexicon, words: str) -> None:
    assert lexicon.find(words.split(), 0) == (0, ())


def test_a_form_is_looked_for_at_its_place_only(lexicon: Lexicon) -> None:
    words = ["when", "the", "border", "programme", "started"]
    assert [lexicon.find(words, place)[0] for place in range(len(words))] == [1, 1, 2, 1, 0]


def test_a_whole_word_wins_over_a_beginning_of_the_same_letters() -> None:
    lexicon = Lexicon.build([], {"open": ("force*",), "whole": ("force",)})
    assert lexicon.find(["force"], 0) == (1, (concept("whole"),))
    assert lexicon.find(["forces"], 0) == (1, (concept("open"),))


def test_a_form_of_two_concepts_gives_both() -> None:
    lexicon = Lexicon.build([], {"b": ("crrf",), "a": ("crrf",)})
    assert lexicon.find(["crrf"], 0) == (1, (concept("a"), concept("b")))


def test_a_phrase_may_have_open_endings_within() -> None:
    lexicon = Lexicon.build([], {"forces": ("вооруженн* сил*",)})
    assert lexicon.find(["вооруженных", "силах"], 0) == (2, (concept("forces"),))
    assert lexicon.find(["вооруженных", "людей"], 0) == (0, ())


def test_a_beginning_of_one_letter_stands_for_nothing() -> None:
    assert Lexicon.build([], {"all": ("a*", "*")}).find(["anything"], 0) == (0, ())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("yg un", "yang united nations"),
        ("sdr", "saudara"),
        ("yang yg", "yang yang"),
        ("ungu", "ungu"),
        ("", ""),
    ],
)
def test_abbreviations_are_spelled_out(lexicon: Lexicon, typed: str, meant: str) -> None:
    assert lexicon.spell_out(typed.split()) == meant.split()


@pytest.mark.parametrize(
    ("word", "left"),
    [
        ("operasinya", "operasi"),
        ("operasikah", "operasi"),
        ("channela", "channel"),
        ("whenkah", "when"),
        ("hanya", None),  # "ha" means nothing
        ("nya", None),
        ("operasi", None),
        ("", None),
    ],
)
def test_a_joined_ending_goes_if_what_is_left_means_something(lexicon: Lexicon, word: str, left: str | None) -> None:
    assert lexicon.without_ending(word) == left


@pytest.mark.parametrize(
    ("word", "known"), [("yg", True), ("operations", True), ("the", True), ("armed", False), ("", False)]
)
def test_a_word_is_known_if_it_alone_means_something(lexicon: Lexicon, word: str, known: bool) -> None:
    assert lexicon.knows(word) is known


def test_the_order_of_languages_and_concepts_does_not_matter() -> None:
    other = LanguageFile(name="Other", fillers=("channel",), endings=("lah",), asks={Aspect.TIME: ("border",)})
    one = Lexicon.build([LANGUAGE, other], CONCEPTS)
    two = Lexicon.build([other, LANGUAGE], dict(reversed(CONCEPTS.items())))
    for words in ("channel", "border programme", "operation channel", "when", "frontiers"):
        assert one.find(words.split(), 0) == two.find(words.split(), 0)
