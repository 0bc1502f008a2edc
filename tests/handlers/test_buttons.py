"""Buttons: their data fits Telegram's limit, old and forged ones are answered politely, late ones still count."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from telegram import InlineKeyboardButton

from bot.local_api.client_types import PlayedUser
from bot.local_api.world import Query
from handlers.buttons import fact_button, read_press, topic_button, topics_button
from knowledge.facts_model import ID_LENGTH
from tests.handlers.bots import Running, next_reply
from tests.handlers.updates import message_json, user_json

pytestmark = pytest.mark.asyncio(loop_scope="session")

LONGEST_LANGUAGE = "abc-12345678"
FORGED = [
    "f:en:no-such-fact", "f:xx:no-such-fact", "t:en:no-such-topic", "f:", "f", "t::", ":", "topics", "x:en:lamp",
    "f:en:lamp:more", "\u0000", "f:en:<b>", "🗼" * 16, "f:" + "x" * 62, "{id}",
]  # fmt: skip


@pytest.mark.parametrize("button", [fact_button, topic_button])
async def test_the_longest_ids_and_languages_fit_a_button(
    button: Callable[[str, str, str], InlineKeyboardButton],
) -> None:
    data = str(button(LONGEST_LANGUAGE, "x" * ID_LENGTH, "label").callback_data)
    assert len(data.encode()) <= 64
    press = read_press(data)
    assert (press.language, press.name) == (LONGEST_LANGUAGE, "x" * ID_LENGTH)


async def test_the_button_to_the_topics_fits() -> None:
    assert len(str(topics_button(LONGEST_LANGUAGE, "label").callback_data).encode()) <= 64


@pytest.mark.parametrize("data", FORGED)
async def test_a_button_of_another_version_or_a_forged_one_is_told_to_be_out_of_date(
    shared: Running, ani: PlayedUser, caplog: pytest.LogCaptureFixture, data: str
) -> None:
    message = await shared.ask(ani, "/topics")
    answer = await shared.client.press(ani, message, data=data, stale=True)
    assert answer.text == "This button is out of date. Please ask again."
    assert answer.show_alert
    assert not await shared.client.wait_messages(ani.id, after=message.sequence, timeout=0)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_a_button_in_a_language_that_is_gone_speaks_the_persons_own(shared: Running, ani: PlayedUser) -> None:
    message = await shared.ask(ani, "/topics")
    await shared.client.press(ani, message, data="f:xx:lamp", stale=True)
    assert "ten seconds" in (await next_reply(shared.client, ani, message)).text


async def test_a_button_pressed_again_shows_the_same_and_no_error(
    shared: Running, ani: PlayedUser, caplog: pytest.LogCaptureFixture
) -> None:
    topics = await shared.ask(ani, "/topics")
    await shared.client.press(ani, topics, text="The light")
    message = await next_reply(shared.client, ani, topics)
    assert not (await shared.client.press(ani, topics, data="t:en:light", stale=True)).text
    await shared.client.settle()
    assert not await shared.client.wait_messages(ani.id, after=message.sequence, timeout=0)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize("data", ["f:en:lamp", "t:en:light", "topics:en:"])
async def test_a_press_too_old_to_be_acknowledged_still_gets_what_it_asks_for(
    shared: Running, ani: PlayedUser, caplog: pytest.LogCaptureFixture, data: str
) -> None:
    message = await shared.ask(ani, "/help")
    query, pressed = press_json(shared, ani, data)
    query.expired = True
    await shared.client.push({"callback_query": {**pressed, "message": message.json}})
    reply = await next_reply(shared.client, ani, message)
    assert any(words in reply.text for words in ("ten seconds", "The light", "What would you like"))
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def press_json(shared: Running, user: PlayedUser, data: str) -> tuple[Query, dict[str, Any]]:
    """Open a query by hand, for presses that the client does not play; give it and the CallbackQuery object."""
    query = shared.server.world.add_query("callback_query", shared.server.world.users[user.id], data)
    return query, {"id": query.id, "from": user_json(user), "chat_instance": "1", "data": data}


@pytest.mark.parametrize("data", ["f:en:lamp", "t:en:light", "topics:en:", "x"])
async def test_a_press_without_a_message_is_told_to_be_out_of_date(
    shared: Running, ani: PlayedUser, caplog: pytest.LogCaptureFixture, data: str
) -> None:
    query, pressed = press_json(shared, ani, data)
    await shared.client.push({"callback_query": pressed})
    await shared.client.settle()
    assert query.answer is not None
    assert query.answer["text"] == "This button is out of date. Please ask again."
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize("data", ["f:en:lamp", "t:en:light", "topics:en:"])
async def test_a_press_on_a_message_that_is_gone_gets_what_it_asks_for_in_a_new_one(
    shared: Running, ani: PlayedUser, caplog: pytest.LogCaptureFixture, data: str
) -> None:
    before = await shared.ask(ani, "/help")
    query, pressed = press_json(shared, ani, data)
    gone = message_json(ani, {})
    pressed["message"] = {"chat": gone["chat"], "message_id": gone["message_id"], "date": 0}
    await shared.client.push({"callback_query": pressed})
    assert (await next_reply(shared.client, ani, before)).id > before.id
    await shared.client.settle()
    assert query.answer is not None
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_a_game_button_is_told_to_be_out_of_date(shared: Running, ani: PlayedUser) -> None:
    query, pressed = press_json(shared, ani, "")
    del pressed["data"]
    pressed["game_short_name"] = "g"
    await shared.client.push({"callback_query": pressed})
    await shared.client.settle()
    assert query.answer is not None
