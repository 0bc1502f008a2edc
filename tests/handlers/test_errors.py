"""When something fails the person is told so, with an id that the log has too, and nothing of the error's own text."""

import logging
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.local_api.client_types import PlayedUser
from tests.handlers.bots import Running, next_reply

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.filterwarnings("ignore:.*timedelta:telegram.warnings.PTBDeprecationWarning"),
]

SECRET = "secret description of the server"


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def no_faults_left(shared: Running) -> AsyncIterator[None]:
    """Leave the shared bot as it was."""
    yield
    await shared.client.clear_faults()


def ids_in(text: str) -> list[str]:
    return re.findall(r"\b[0-9a-f]{8}\b", text)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "Something went wrong"), ("id", "tidak beres"), ("ru", "сломалось"), ("de", "Something went wrong")],
)
async def test_a_failing_reply_gives_a_sentence_in_the_persons_language_and_the_log_the_same_id(
    shared: Running, ani: PlayedUser, caplog: pytest.LogCaptureFixture, language: str, sentence: str
) -> None:
    await shared.client.change_user(ani, language_code=language)
    await shared.client.fail("error", "sendMessage", status=500, description=SECRET)
    with caplog.at_level(logging.INFO):
        reply = await shared.ask(ani, "How tall is the lighthouse tower?")
    assert sentence in reply.text
    [error_id] = ids_in(reply.text)
    assert f"error {error_id}" in caplog.text
    assert SECRET not in reply.text


async def test_a_question_whose_reply_failed_is_in_the_log_all_the_same(shared: Running, ani: PlayedUser) -> None:
    before = len(shared.rows())
    await shared.client.fail("error", "sendMessage", status=500)
    await shared.ask(ani, "How tall is the lighthouse tower?")
    [row] = shared.rows()[before:]
    assert (row["outcome"], row["fact"]) == ("answer", "tower-height")


async def test_a_button_whose_fact_cannot_be_sent_says_so(
    shared: Running, ani: PlayedUser, caplog: pytest.LogCaptureFixture
) -> None:
    message = await shared.ask(ani, "How tall is the lighthouse tower?")
    await shared.client.fail("error", "sendMessage", status=500, description=SECRET)
    await shared.client.press(ani, message, text="The lamp")
    reply = await next_reply(shared.client, ani, message)
    [error_id] = ids_in(reply.text)
    assert f"error {error_id}" in caplog.text
    assert SECRET not in reply.text


@pytest.mark.parametrize("kind", ["drop_before", "error"])
async def test_trouble_that_goes_on_is_logged_and_the_next_question_answered(
    shared: Running, ani: PlayedUser, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    said = await shared.client.say(ani, "/help")
    await shared.client.settle()
    # Three tries, each an answer and an excuse.
    await shared.client.fail(kind, "sendMessage", times=6)
    said = await shared.client.say(ani, "How tall is the lighthouse tower?")
    await shared.client.settle(10)
    assert not await shared.client.wait_messages(ani.id, after=said.sequence, timeout=0)
    assert "could not be told" in caplog.text
    assert "41 metres" in (await shared.ask(ani, "How tall is the lighthouse tower?")).text


async def test_an_answer_whose_confirmation_was_lost_is_not_sent_again(shared: Running, ani: PlayedUser) -> None:
    await shared.client.fail("drop_after", "sendMessage")
    said = await shared.client.say(ani, "How tall is the lighthouse tower?")
    await shared.client.settle()
    replies = await shared.client.wait_messages(ani.id, after=said.sequence, timeout=0)
    assert [reply.text for reply in replies if "41 metres" in reply.text] == [replies[0].text]


async def test_somebody_who_blocks_the_bot_is_no_error(
    shared: Running, ani: PlayedUser, caplog: pytest.LogCaptureFixture
) -> None:
    await shared.client.fail("error", "sendMessage", status=403, description="Forbidden: bot was blocked by the user")
    await shared.client.say(ani, "How tall is the lighthouse tower?")
    await shared.client.settle()
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_an_inline_query_answered_too_late_is_no_error(
    shared: Running, ani: PlayedUser, caplog: pytest.LogCaptureFixture
) -> None:
    description = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    await shared.client.fail("error", "answerInlineQuery", status=400, description=description)
    await shared.client.begin_inline(ani, "tower")
    await shared.client.settle()
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_a_failing_inline_answer_is_logged_with_an_id(
    shared: Running, ani: PlayedUser, caplog: pytest.LogCaptureFixture
) -> None:
    await shared.client.fail("error", "answerInlineQuery", status=500)
    await shared.client.begin_inline(ani, "tower")
    await shared.client.settle()
    assert len(ids_in(caplog.text)) == 1


async def test_a_flood_limit_is_waited_for_and_the_answer_sent(shared: Running, ani: PlayedUser) -> None:
    await shared.client.fail("error", "sendMessage", status=429, description="Too Many Requests", retry_after=1)
    reply = await shared.ask(ani, "How tall is the lighthouse tower?")
    assert "41 metres" in reply.text


async def test_a_long_flood_limit_of_one_chat_does_not_hold_the_others(shared: Running, ani: PlayedUser) -> None:
    vera = await shared.client.add_user("Vera", language_code="en")
    await shared.ask(vera, "/start")
    await shared.client.fail("error", "sendMessage", status=429, description="Too Many Requests", retry_after=3600)
    before = max(call.number for call in await shared.client.calls())
    await shared.client.say(ani, "How tall is the lighthouse tower?")
    [refused] = await shared.client.calls("sendMessage", after=before, timeout=30)
    assert refused.status == 429
    assert "41 metres" in (await shared.ask(vera, "How tall is the lighthouse tower?", seconds=30)).text
