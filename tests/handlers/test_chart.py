"""The chart: every day or week from the first to the last, in any language's letters."""

import struct
from datetime import date, timedelta

import pytest

from handlers.admin.chart import MOST_BARS, Bar, ChartWords, bars_of, draw_chart
from handlers.records import DayCount
from handlers.texts import Texts
from knowledge.verdict import Outcome

FIRST = date(2026, 2, 27)
NONE = dict.fromkeys(map(str, Outcome), 0)


def day(offset: int, **outcomes: int) -> DayCount:
    return DayCount((FIRST + timedelta(days=offset)).isoformat(), outcomes)


def test_days_without_questions_have_a_bar_too() -> None:
    step, bars = bars_of([day(0, answer=2, unknown=1), day(2, suggest=4)])
    assert step == 1
    assert bars == [
        Bar(FIRST, NONE | {"answer": 2, "unknown": 1}),
        Bar(date(2026, 2, 28), NONE),
        Bar(date(2026, 3, 1), NONE | {"suggest": 4}),
    ]


@pytest.mark.parametrize(("days", "step", "count"), [(MOST_BARS, 1, 100), (MOST_BARS + 1, 7, 15), (3650, 7, 522)])
def test_long_periods_have_a_bar_a_week_and_lose_no_question(days: int, step: int, count: int) -> None:
    found, bars = bars_of([day(offset, answer=1) for offset in range(days)])
    assert (found, len(bars)) == (step, count)
    assert sum(bar.outcomes[Outcome.ANSWER] for bar in bars) == days


@pytest.mark.parametrize("language", ["en", "id", "ru"])
@pytest.mark.parametrize("days", [[day(0, answer=1)], [day(0, answer=3, suggest=1), day(400, unknown=100_000)]])
def test_a_picture_is_drawn_and_no_letter_is_missing(language: str, days: list[DayCount]) -> None:
    speech = Texts.load().of(language)
    names = ["answered", "“did you mean”", "“I don't know”"]
    words = ChartWords(
        speech.gettext("Questions per day"),
        speech.gettext("Questions per week"),
        dict(zip(Outcome, map(speech.gettext, names), strict=True)),
    )
    # A letter that the font lacks is a warning, and a warning fails the test.
    picture = draw_chart(days, words)
    assert picture.startswith(b"\x89PNG")
    assert struct.unpack(">II", picture[16:24]) == (800, 400)


def test_an_outcome_that_this_version_does_not_know_is_left_out_of_the_chart() -> None:
    _, bars = bars_of([DayCount("2026-03-01", {"answer": 1, "later-version": 5})])
    assert bars == [Bar(date(2026, 3, 1), NONE | {"answer": 1})]
