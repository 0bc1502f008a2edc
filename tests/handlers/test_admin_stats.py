"""/stats: the figures of a period with a chart, which they never wait for."""

import asyncio
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import open_stores
from bot.local_api.client_types import PlayedUser
from handlers.records import AskedQuestion, ChatKind, Vote
from knowledge.verdict import Outcome
from tests.handlers.bots import ADMIN, Running, running_bot

pytestmark = pytest.mark.asyncio(loop_scope="module")

NOW = datetime.now(UTC)
# Age in days, outcome, fact, language, kind of chat.
LOG = [
    (0.1, Outcome.ANSWER, "ticket", "en", ChatKind.PRIVATE),
    (0.2, Outcome.ANSWER, "ticket", "ru", ChatKind.PRIVATE),
    (3, Outcome.SUGGEST, None, "en", ChatKind.GROUP),
    (5, Outcome.UNKNOWN, None, "id", ChatKind.PRIVATE),
    (20, Outcome.ANSWER, "lamp", "id", ChatKind.INLINE),
    (300, Outcome.ANSWER, "<gone>", "en", ChatKind.BUSINESS),
    (300, Outcome.ANSWER, "tower-height", "en", ChatKind.CHOSEN),
]
HOW = "Write /stats for everything, or with a period: /stats 24h, /stats 7d, /stats 4w."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def filled(tmp_path_factory: pytest.TempPathFactory, facts: Path) -> AsyncIterator[Running]:
    """Run a bot whose log holds questions and votes of some age."""
    async with running_bot(tmp_path_factory.mktemp("filled"), facts, admins=(ADMIN, ADMIN + 1)) as running:
        async with open_stores(running.settings) as stores:
            for number, (age, outcome, fact, language, kind) in enumerate(LOG):
                at = NOW - timedelta(days=age)
                asked = AskedQuestion(number, at, number % 3, kind, language, "?", outcome, fact, 0.5, 0.25)
                await stores.log.record(asked)
            for number, (age, good) in enumerate([(0.1, True), (0.1, True), (6, False), (30, False)]):
                await stores.votes.vote(Vote("1:1", number, "ticket", good, NOW - timedelta(days=age)))
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def boss(filled: Running) -> PlayedUser:
    """Bring in the admin."""
    return await filled.client.add_user("Ada", language_code="en", user_id=ADMIN)


async def test_without_a_period_the_figures_are_of_everything(filled: Running, boss: PlayedUser) -> None:
    text, chart = await filled.replies_to(boss, "/stats")
    assert text.text.splitlines() == [
        "Since the beginning",
        "",
        "Questions: 6",
        "People: 3",
        "Verdicts: answered 4 (67%), “did you mean” 1 (17%), “I don't know” 1 (17%)",
        "Languages: en 3 (50%), id 2 (33%), ru 1 (17%)",
        "Chats: private 3 (43%), business 1 (14%), groups 1 (14%), typed inline 1 (14%), sent inline 1 (14%)",
        "Votes: 👍 2, 👎 2",
        "Median time to the reply: 250 ms",
        "Busiest facts:",
        "2 · Tickets & discounts",
        "1 · <gone>",
        "1 · Height of the tower",
    ]
    assert "photo" in chart.json


@pytest.mark.parametrize(
    ("period", "questions", "votes"),
    [("24h", 2, (2, 0)), ("4d", 3, (2, 0)), ("7D", 4, (2, 1)), ("4w", 5, (2, 1)), ("9999w", 6, (2, 2))],
)
async def test_a_period_counts_back_from_now(
    filled: Running, boss: PlayedUser, period: str, questions: int, votes: tuple[int, int]
) -> None:
    text, chart = await filled.replies_to(boss, f"/stats {period}")
    assert f"Questions: {questions}\n" in text.text
    assert "Votes: 👍 {}, 👎 {}\n".format(*votes) in text.text
    assert text.text.startswith("Since ")
    assert "photo" in chart.json


@pytest.mark.parametrize("nonsense", ["7", "d", "0d", "7 d", "-7d", "7d 4w", "99999d", "<b>", "7m", "٧d", "𝟟d"])
async def test_nonsense_gets_one_line_that_tells_how(filled: Running, boss: PlayedUser, nonsense: str) -> None:
    (message,) = await filled.replies_to(boss, f"/stats {nonsense}")
    assert message.text == HOW


async def test_a_period_without_questions_has_no_chart(filled: Running, boss: PlayedUser) -> None:
    (message,) = await filled.replies_to(boss, "/stats 1h")
    assert "Questions: 0\n" in message.text
    assert "Verdicts: –\n" in message.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", ["Sejak awal", "dijawab 4 (67%)", "Tiket & potongan", "pribadi 3", "Penilaian: 👍 2, 👎 2"]),
        ("ru", ["За всё время", "с ответом 4 (67%)", "Билеты & скидки", "личные 3", "Оценки: 👍 2, 👎 2"]),
    ],
)
async def test_the_figures_come_in_the_admins_language(
    filled: Running, boss: PlayedUser, language: str, words: list[str]
) -> None:
    await filled.client.change_user(boss, language_code=language)
    try:
        text, chart = await filled.replies_to(boss, "/stats")
    finally:
        await filled.client.change_user(boss, language_code="en")
    for some in words:
        assert some in text.text
    assert "photo" in chart.json


async def test_a_chart_that_telegram_refuses_costs_nothing_but_the_chart(filled: Running, boss: PlayedUser) -> None:
    await filled.client.fail("error", "sendPhoto", status=400, description="Bad Request: PHOTO_INVALID_DIMENSIONS")
    (message,) = await filled.replies_to(boss, "/stats")
    assert "Questions: 6\n" in message.text


@pytest.mark.parametrize("program", ["/nonexistent", "/bin/false"])
async def test_a_chart_that_cannot_be_drawn_costs_nothing_but_the_chart(
    filled: Running,
    boss: PlayedUser,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    program: str,
) -> None:
    monkeypatch.setattr(sys, "executable", program)
    (message,) = await filled.replies_to(boss, "/stats")
    assert "Questions: 6\n" in message.text
    assert "the chart could not be drawn" in caplog.text


async def test_two_admins_get_their_charts_at_once(filled: Running, boss: PlayedUser) -> None:
    bob = await filled.client.add_user("Bob", language_code="ru", user_id=ADMIN + 1)
    for told in await asyncio.gather(filled.replies_to(boss, "/stats", 30), filled.replies_to(bob, "/stats", 30)):
        assert ["photo" in message.json for message in told] == [False, True]


async def test_looking_at_the_figures_is_noted(filled: Running, boss: PlayedUser) -> None:
    await filled.replies_to(boss, "/stats 3W")
    async with open_stores(filled.settings) as stores:
        last = (await stores.admin_log.actions())[-1]
    assert (last.action, last.detail) == ("stats", "3w")
