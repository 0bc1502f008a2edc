"""A question taken apart: its words, its units, and the ways a message may be meant."""

from collections import Counter

import pytest

from knowledge.language_file import LanguageFile
from knowledge.matching.lexicon import Lexicon, Unit, UnitKind
from knowledge.matching.question import WORDS_READ, Parser, stem
from knowledge.matching.spelling import Speller
from knowledge.verdict import Aspect

LANGUAGE = LanguageFile(
    name="Test",
    fillers=("what", "is", "the", "hi", "thanks", "apa", "itu"),
    endings=("nya",),
    abbreviations={"opr": "operasi channel"},
    asks={Aspect.TIME: ("when",), Aspect.PERSON: ("who", "who leads")},
)
CONCEPTS = {
    "operation": ("operation", "operasi"),
    "channel": ("channel",),
    "leader": ("leads", "leader"),
    "tech": ("военно-технич*", "e-mail"),
}
VOCABULARY = Counter(["operation", "channel", "report", "border", "anti-drug", "военно-техническое", "sector2"])


@pytest.fixture(scope="module")
def parser() -> Parser:
    """Give a parser of a few words."""
    return Parser(Lexicon.build([LANGUAGE], CONCEPTS), Speller(VOCABULARY))


def units(parser: Parser, text: str) -> list[str]:
    return [str(unit) for unit in parser.parse(text).units]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("what is operation Channel?", ["concept:channel", "concept:operation"]),
        ("When is the operation", ["aspect:time", "concept:operation"]),
        ("who", ["aspect:person"]),
        ("who leads", ["aspect:person", "concept:leader"]),
        ("operation operasi operation", ["concept:operation"]),
        ("operation Barbarossa", ["concept:operation", "word:barbar"]),
        ("what is the", []),
        ("", []),
        ("?! 👍", []),
    ],
)
def test_a_question_is_its_concepts_aspects_and_other_words(parser: Parser, text: str, found: list[str]) -> None:
    assert units(parser, text) == found


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("operasi-operasi", "operasi"),
        ("operasi2", "operasi"),
        ("report2", "report"),
        ("operasi-channel", "operasi channel"),
        ("operasinya", "operasi"),
        ("opr", "operasi channel"),
        ("chanel", "channel"),
        ("operaton", "operation"),
    ],
)
def test_doubling_hyphens_endings_abbreviations_and_typing_errors_are_undone(
    parser: Parser, typed: str, meant: str
) -> None:
    assert units(parser, typed) == units(parser, meant)


@pytest.mark.parametrize("word", ["anti-drug", "e-mail", "военно-техническое", "sector2", "zzz2"])
def test_what_is_known_as_one_word_or_cannot_be_undone_stays_whole(parser: Parser, word: str) -> None:
    read = parser.parse(word)
    assert read.mended == ()
    assert len(read.units) == 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("военно-ехническое", "военно-техническое"),
        ("военон-техническое", "военно-техническое"),
        ("военноо-техническое", "военно-техническое"),
        ("anti-drgu", "anti-drug"),
        ("op-eration", "operation"),
    ],
)
def test_a_typing_error_in_a_hyphenated_word_is_mended_in_the_whole_word(
    parser: Parser, typed: str, meant: str
) -> None:
    read = parser.parse(typed)
    assert read.mended == ((typed, meant),)
    assert read.units == parser.parse(meant).units


def test_what_was_mended_is_told(parser: Parser) -> None:
    assert parser.parse("what is operaton Chanel about").mended == (("operaton", "operation"), ("chanel", "channel"))
    assert parser.parse("what is operation Channel").mended == ()


@pytest.mark.parametrize("word", ["operation", "channel", "operasi", "apa", "report"])
def test_a_known_word_is_not_mended(word: str) -> None:
    near = Counter({word[:-1] + "x": 100, word: 1} if word in VOCABULARY else {word[:-1] + "x": 100})
    assert Parser(Lexicon.build([LANGUAGE], CONCEPTS), Speller(near)).parse(word).mended == ()


def test_a_message_of_one_sentence_has_one_reading(parser: Parser) -> None:
    assert parser.take_apart("When is operation Channel?").readings == (parser.parse("When is operation Channel?"),)
    assert len(parser.take_apart("Hi! When is operation Channel? Thanks.").readings) == 1
    assert len(parser.take_apart("").readings) == 1


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("I read the report. Who leads operation Channel?", ["Who leads operation Channel?"]),
        ("Who leads operation Channel? I read the report.", ["Who leads operation Channel?"]),
        ("I read the report. Then came the border. who", ["who", "Then came the border. who"]),
        ("The report\nThe border? The channel? Well, operation", ["The channel?", "The border? The channel?"]),
    ],
)
def test_a_message_is_read_whole_by_its_asking_part_and_by_that_with_the_one_before(
    parser: Parser, message: str, parts: list[str]
) -> None:
    readings = parser.take_apart(message).readings
    assert readings[0] == parser.parse(message)
    for part in parts:
        assert parser.parse(part) in readings
    assert len(set(readings)) == len(readings) <= 3


def test_words_beyond_the_first_are_not_read(parser: Parser) -> None:
    assert units(parser, "the " * WORDS_READ + "channel") == []
    assert units(parser, "the " * (WORDS_READ - 1) + "channel") == ["concept:channel"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("exercise", "exercises"), ("операция", "операцией"), ("cooperate", "cooperation"), ("границы", "граница")],
)
def test_most_inflections_are_cut_off(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("fact", "face"), ("cat", "cats"), ("border", "report"), ("un", "sco")])
def test_other_words_keep_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_units_are_ordered_by_kind_and_name(parser: Parser) -> None:
    assert parser.parse("zebra channel when").units == (
        Unit(UnitKind.ASPECT, "time"),
        Unit(UnitKind.CONCEPT, "channel"),
        Unit(UnitKind.WORD, stem("zebra")),
    )
