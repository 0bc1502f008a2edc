"""Typing errors: which are mended, and which words are let be."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.matching.spelling import Speller

WORDS = Counter(
    {
        "channel": 5,
        "border": 9,
        "peacekeeping": 3,
        "report": 4,
        "resort": 1,
        "cat": 9,
        "fact": 2,
        "учения": 3,
        "2023-2025": 5,
        "section21": 2,
    }
)


@pytest.fixture(scope="module")
def speller() -> Speller:
    """Give a speller of a few words."""
    return Speller(WORDS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chanel", "channel"),
        ("channnel", "channel"),
        ("hcannel", "channel"),
        ("chamnel", "channel"),
        ("boder", "border"),
        ("учния", "учения"),
        ("учеиня", "учения"),
        ("fct", None),
        ("fcat", "fact"),
        ("factt", "fact"),
    ],
)
def test_one_letter_may_be_wrong_missing_doubled_or_swapped(speller: Speller, typed: str, meant: str | None) -> None:
    assert speller.mend(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("peasekeping", "peacekeeping"),
        ("paecekepeing", "peacekeeping"),
        ("peacekeepingxx", "peacekeeping"),
        ("peasekepinq", None),
        ("chamel", None),
        ("chanxxl", None),
        ("bordxx", None),
    ],
)
def test_two_letters_may_be_wrong_in_a_long_word_only(speller: Speller, typed: str, meant: str | None) -> None:
    assert speller.mend(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("shannel", "channel"),
        ("hannel", "channel"),
        ("xchannel", "channel"),
        ("porder", "border"),
        ("pact", None),
        ("xfact", None),
        ("seacekepping", None),
    ],
)
def test_a_wrong_first_letter_is_mended_if_nothing_else_is_wrong_in_a_word_not_short(
    speller: Speller, typed: str, meant: str | None
) -> None:
    assert speller.mend(typed) == meant


@pytest.mark.parametrize("typed", ["ca", "cta", "caat", "2024-2025", "section12", "chann3l", "0", "", "стол", "banana"])
def test_short_words_digits_and_strange_words_are_let_be(speller: Speller, typed: str) -> None:
    assert speller.mend(typed) is None


def test_of_two_words_as_near_the_more_frequent_is_meant(speller: Speller) -> None:
    assert speller.mend("reqort") == "report"
    assert Speller(Counter({"report": 1, "resort": 4})).mend("reqort") == "resort"
    assert Speller(Counter({"report": 1, "resort": 1})).mend("reqort") == "report"


def test_the_nearer_word_is_meant_though_another_is_more_frequent() -> None:
    speller = Speller(Counter({"cooperation": 1, "corporation": 100}))
    assert speller.mend("coperation") == "cooperation"


def test_the_right_first_letter_counts_more_than_frequency() -> None:
    assert Speller(Counter({"lander": 100, "gender": 1})).mend("gander") == "gender"


@pytest.mark.parametrize(("word", "known"), [("cat", True), ("2023-2025", True), ("chanel", False), ("", False)])
def test_the_words_of_the_facts_are_known(speller: Speller, word: str, known: bool) -> None:
    assert speller.knows(word) is known


@settings(deadline=None)
@given(st.text(max_size=20))
def test_what_is_meant_is_a_word_of_the_facts(speller: Speller, typed: str) -> None:
    meant = speller.mend(typed)
    assert meant is None or speller.knows(meant)


def test_an_empty_vocabulary_mends_nothing() -> None:
    assert Speller(Counter()).mend("channel") is None


def test_a_rare_word_of_the_facts_may_be_a_typing_error_of_theirs() -> None:
    speller = Speller(Counter({"exercises": 100, "excercises": 2, "exercised": 5, "borders": 100, "bordres": 9}))
    assert speller.mend("excercises") == "exercises"
    assert speller.mend("exercised") is None
    assert Speller(Counter({"exercises": 10, "excercises": 2})).mend("excercises") is None


def test_a_short_rare_word_is_trusted() -> None:
    assert Speller(Counter({"pakar": 100, "pasar": 1})).mend("pasar") is None
