"""Which language a question is in."""

import pytest

from knowledge.knowledge import Knowledge
from knowledge.matching.languages import LanguageGuesser

SAMPLES = [
    ("en", ["where", "do", "penguins", "live", "in", "ok"]),
    ("en", ["what", "do", "sharks", "eat", "csto"]),
    ("id", ["di", "mana", "penguin", "hidup", "ok"]),
    ("id", ["apa", "makanan", "hiu", "csto"]),
    ("ru", ["где", "живут", "пингвины", "csto"]),
]


@pytest.fixture(scope="module")
def guesser() -> LanguageGuesser:
    """Give a guesser of three languages."""
    return LanguageGuesser.fit(SAMPLES)


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("where do penguins live", "en"),
        ("mana penguin", "id"),
        ("пингвины", "ru"),
        ("where do penguins live csto apa", "en"),
        ("apa makanan hiu where", "id"),
        ("zzz пингвины zzz", "ru"),
    ],
)
def test_the_language_of_most_words_is_the_likeliest(guesser: LanguageGuesser, words: str, language: str) -> None:
    assert guesser.possible(words.split())[:1] == (language,)


def test_a_word_of_one_language_leaves_no_doubt(guesser: LanguageGuesser) -> None:
    assert guesser.possible(["where"]) == ("en",)


def test_a_word_of_several_languages_may_be_any_of_them(guesser: LanguageGuesser) -> None:
    assert {*guesser.possible(["csto"])} == {"en", "id", "ru"}
    assert {*guesser.possible(["ok"])} == {"en", "id"}


@pytest.mark.parametrize("words", [[], ["zzz"], ["", "2024"]])
def test_without_a_known_word_no_language_is_possible(guesser: LanguageGuesser, words: list[str]) -> None:
    assert guesser.possible(words) == ()


def test_of_one_language_every_known_word_is() -> None:
    alone = LanguageGuesser.fit(SAMPLES[:1])
    assert alone.possible(["penguins", "zzz"]) == ("en",)
    assert alone.possible(["zzz"]) == ()
    assert LanguageGuesser.fit([]).possible(["penguins"]) == ()


def test_ties_go_by_code() -> None:
    same = LanguageGuesser.fit([("ru", ["csto"]), ("en", ["csto"]), ("id", ["csto"])])
    assert same.possible(["csto"]) == ("en", "id", "ru")


@pytest.mark.parametrize(
    ("question", "spoken", "language"),
    [
        ("Where do penguins live?", None, "en"),
        ("Where do penguins live?", "ru", "en"),
        ("Где живут пингвины?", "en", "ru"),
        ("Di mana penguin hidup?", "en-GB", "id"),
        ("penguin", "en", "en"),
        ("penguin", "id", "id"),
        ("penguin", "EN-us", "en"),
        ("zzz", "ru", "ru"),
        ("zzz", "ru-RU", "ru"),
        ("zzz", "fr", "id"),
        ("zzz", None, "id"),
        ("", "en", "en"),
        ("🐧", "ru", "ru"),
    ],
)
def test_the_spoken_language_decides_where_the_question_does_not(
    animals: Knowledge, question: str, spoken: str | None, language: str
) -> None:
    assert animals.ask(question, spoken).language == language


@pytest.mark.parametrize("spoken", ["ru", "en", "id"])
def test_the_spoken_language_changes_nothing_but_the_language(animals: Knowledge, spoken: str) -> None:
    one, other = animals.ask("penguin home", spoken), animals.ask("penguin home")
    assert (one.outcome, one.fact, one.suggestions, one.confidence) == (
        other.outcome,
        other.fact,
        other.suggestions,
        other.confidence,
    )
