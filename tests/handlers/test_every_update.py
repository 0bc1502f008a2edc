"""Every kind of update ends without an error, and only who may be answered is."""

import logging
from typing import Any

import pytest
from telegram import Update

from bot.local_api.client_types import PlayedUser
from tests.handlers.bots import Running, chat_calls
from tests.handlers.updates import MESSAGES, OTHER_UPDATES, SERVICE_MESSAGES, TEXTS, message_json, user_json

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    # The library tells of its next major version.
    pytest.mark.filterwarnings("ignore:.*timedelta:telegram.warnings.PTBDeprecationWarning"),
]

Json = dict[str, Any]


async def push(shared: Running, update: Json) -> list[str]:
    """Push an update as it is; give the methods that the bot called because of it."""
    calls = await shared.client.calls()
    await shared.client.push(update)
    await shared.client.settle()
    return [call.method for call in chat_calls(await shared.client.calls(after=calls[-1].number))]


def assert_quiet(caplog: pytest.LogCaptureFixture) -> None:
    trouble = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert not trouble


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
async def test_any_text_in_a_private_chat_gets_one_reply_and_one_row(
    shared: Running, ani: PlayedUser, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    before = len(shared.rows())
    assert await push(shared, {"message": message_json(ani, {"text": text})}) == ["sendMessage"]
    assert len(shared.rows()) == before + 1
    assert_quiet(caplog)


@pytest.mark.parametrize("command", ["/start", "/start inline", "/start <b>", "/help", "/topics", "/nonsense", "/"])
async def test_any_command_in_a_private_chat_gets_one_reply_and_no_row(
    shared: Running, ani: PlayedUser, caplog: pytest.LogCaptureFixture, command: str
) -> None:
    before = len(shared.rows())
    entity = {"type": "bot_command", "offset": 0, "length": len(command.split(maxsplit=1)[0])}
    assert await push(shared, {"message": message_json(ani, {"text": command, "entities": [entity]})}) == [
        "sendMessage"
    ]
    assert len(shared.rows()) == before
    assert_quiet(caplog)


@pytest.mark.parametrize("kind", MESSAGES)
async def test_a_private_message_without_a_text_gets_one_reply_and_a_service_message_none(
    shared: Running, ani: PlayedUser, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    expected = [] if kind in SERVICE_MESSAGES else ["sendMessage"]
    assert await push(shared, {"message": message_json(ani, MESSAGES[kind])}) == expected
    assert_quiet(caplog)


@pytest.mark.parametrize("content", [{"text": "How tall is the tower?"}, *MESSAGES.values()])
@pytest.mark.parametrize("chat", ["group", "supergroup", "channel"])
async def test_a_message_outside_private_chats_is_not_answered(
    shared: Running, ani: PlayedUser, caplog: pytest.LogCaptureFixture, content: Json, chat: str
) -> None:
    message = message_json(ani, content) | {"chat": {"id": -100123, "type": chat, "title": "G <b>"}}
    assert await push(shared, {"message": message}) == []
    assert_quiet(caplog)


@pytest.mark.parametrize("text", ["How tall is the tower?", "/start", "/reload"])
@pytest.mark.parametrize(
    "kind",
    ["channel_post", "edited_channel_post", "business_message", "edited_business_message", "guest_message"],
)  # fmt: skip
async def test_a_text_of_somewhere_else_gets_no_message(
    shared: Running, ani: PlayedUser, caplog: pytest.LogCaptureFixture, kind: str, text: str
) -> None:
    content: Json = {"text": text, "entities": [{"type": "bot_command", "offset": 0, "length": 6}]}
    assert "sendMessage" not in await push(shared, {kind: message_json(ani, content)})
    assert_quiet(caplog)


@pytest.mark.parametrize("kind", OTHER_UPDATES)
async def test_an_update_that_is_no_message_is_not_answered(
    shared: Running, ani: PlayedUser, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    assert await push(shared, {kind: OTHER_UPDATES[kind](user_json(ani))}) == []
    assert_quiet(caplog)


async def test_an_update_with_nothing_in_it_is_passed_over(shared: Running, caplog: pytest.LogCaptureFixture) -> None:
    assert await push(shared, {}) == []
    assert_quiet(caplog)


async def test_a_private_message_without_a_sender_is_not_taken_for_a_question(
    shared: Running, ani: PlayedUser, caplog: pytest.LogCaptureFixture
) -> None:
    message = message_json(ani, {"text": "How tall is the tower?"})
    del message["from"]
    assert await push(shared, {"message": message}) == []
    assert_quiet(caplog)


@pytest.mark.parametrize("kind", ["message", "edited_message"])
async def test_another_bot_in_a_private_chat_is_not_answered(shared: Running, ani: PlayedUser, kind: str) -> None:
    robot = {"id": ani.id, "is_bot": True, "first_name": "Other", "username": "other_bot"}
    for content in ({"text": "How tall is the tower?"}, MESSAGES["photo"]):
        assert await push(shared, {kind: message_json(ani, content) | {"from": robot}}) == []


async def test_the_bots_own_text_coming_back_is_not_answered(shared: Running, ani: PlayedUser) -> None:
    via = {"id": 123456, "is_bot": True, "first_name": "Tanya", "username": "tanya_local_bot"}
    assert await push(shared, {"message": message_json(ani, {"text": "The lamp", "via_bot": via})}) == []


async def test_every_kind_of_update_that_the_library_knows_is_tried_here() -> None:
    tried = {*OTHER_UPDATES, "message", "edited_message", "channel_post", "edited_channel_post", "business_message"}
    tried |= {"edited_business_message", "guest_message", "callback_query", "inline_query"}
    assert {str(kind) for kind in Update.ALL_TYPES} <= tried
