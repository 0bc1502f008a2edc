"""Long texts in parts that Telegram takes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.splitting import MESSAGE_UNITS, split, units
from tests.handlers.bots import running_bot
from tests.handlers.facts import few_facts, write_facts

SENTENCE = "Every lamp on the coast was lit by hand until the keepers left for good. "


def test_a_short_text_stays_whole() -> None:
    assert split("One. Two.") == ["One. Two."]


def test_the_cut_is_at_a_sentence_end() -> None:
    parts = split(SENTENCE * 100)
    assert len(parts) == 2
    assert all(part.endswith("for good.") and part.startswith("Every") for part in (parts[0], parts[1].rstrip()))


@pytest.mark.parametrize("end", ["!", "?", "…", ".»", '."', "\n"])
def test_other_ends_of_sentences(end: str) -> None:
    first = "a" * 50 + end
    assert split(f"{first} {'b' * 60}", 80) == [first.strip(), "b" * 60]


def test_without_sentences_the_cut_is_between_words() -> None:
    assert split("word " * 30, 52) == ["word word word word word word word word word word"] * 3


def test_a_word_that_is_too_long_is_cut_anywhere() -> None:
    assert split("x" * 100, 40) == ["x" * 40, "x" * 40, "x" * 20]


def test_lengths_are_telegrams_utf16_units() -> None:
    assert [units(part) for part in split("🗼" * 5000)] == [4096, 4096, 1808]


@given(st.text(max_size=400), st.integers(2, 60))
def test_nothing_but_space_is_lost_and_every_part_fits(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(units(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


async def test_a_long_answer_comes_in_parts_with_source_and_buttons_below_the_last(
    tmp_path: Path,
) -> None:
    facts = few_facts()
    facts["light.yaml"]["facts"][0]["answer"]["en"] = "The tower & its <lamp>. " + SENTENCE * 150
    async with running_bot(tmp_path, write_facts(tmp_path / "facts", facts)) as bot:
        user = await bot.client.add_user("Ani", language_code="en")
        said = await bot.client.say(user, "How tall is the lighthouse tower?")
        await bot.client.settle()
        parts = await bot.client.wait_messages(user.id, after=said.sequence, count=3)
    assert len(parts) == 3
    assert all(units(part.text) <= MESSAGE_UNITS for part in parts)
    assert parts[0].text.startswith("Height of the tower\n\nThe tower & its <lamp>.")
    assert [bool(part.buttons) for part in parts] == [False, False, True]
    assert "Source:" in parts[2].text
    assert all(part.text.endswith("for good.") for part in parts[:2])
