"""To anybody but an admin in the private chat, the admins' commands and buttons are unknown ones."""

from typing import Any

import pytest

from bot.app import open_stores
from bot.local_api.client_types import PlayedUser
from handlers.commands import for_admins
from handlers.texts import Texts
from tests.handlers.bots import Running, chat_calls
from tests.handlers.updates import message_json, user_json

pytestmark = pytest.mark.asyncio(loop_scope="session")

COMMANDS = [f"/{command.command}" for command in for_admins(Texts({}).of("en"))]
WITH_ARGUMENTS = ["/stats 7d", "/fact lamp", "/maintenance on", "/reload@tanya_local_bot"]


async def methods(shared: Running, update: dict[str, Any]) -> list[str]:
    """Push an update; give the methods that the bot called because of it."""
    calls = await shared.client.calls()
    await shared.client.push(update)
    await shared.client.settle()
    return [call.method for call in chat_calls(await shared.client.calls(after=calls[-1].number))]


async def deeds(shared: Running) -> int:
    async with open_stores(shared.settings) as stores:
        return len(await stores.admin_log.actions())


@pytest.mark.parametrize("command", [*COMMANDS, *WITH_ARGUMENTS])
async def test_a_command_of_the_admins_is_an_unknown_one_to_anybody_else(
    shared: Running, ani: PlayedUser, command: str
) -> None:
    before = await deeds(shared)
    unknown = await shared.replies_to(ani, "/nonsense")
    told = await shared.replies_to(ani, command)
    assert [message.text for message in told] == [message.text for message in unknown]
    assert await deeds(shared) == before


@pytest.mark.parametrize("command", [*COMMANDS, *WITH_ARGUMENTS])
@pytest.mark.parametrize("chat", ["group", "supergroup"])
async def test_an_admin_has_no_commands_in_a_group(shared: Running, ada: PlayedUser, chat: str, command: str) -> None:
    entity = {"type": "bot_command", "offset": 0, "length": len(command.split(maxsplit=1)[0])}
    message = message_json(ada, {"text": command, "entities": [entity]})
    message["chat"] = {"id": -100123, "type": chat, "title": "G"}
    before = await deeds(shared)
    called = await methods(shared, {"message": message})
    assert not {"sendDocument", "sendPhoto", "sendChatAction", "editMessageText"} & set(called)
    assert await deeds(shared) == before


async def test_an_edited_command_is_not_run(shared: Running, ada: PlayedUser) -> None:
    before = await deeds(shared)
    said = await shared.client.say(ada, "/nonsense")
    await shared.client.edit(ada, said, "/stats")
    await shared.client.settle()
    assert await deeds(shared) == before


@pytest.mark.parametrize("data", ["a:lamp", "a:", "a:no-such-fact", "a:lamp:more"])
async def test_a_forged_press_of_an_admins_button_is_out_of_date(shared: Running, ani: PlayedUser, data: str) -> None:
    before = await deeds(shared)
    message = (await shared.replies_to(ani, "/topics"))[-1]
    answer = await shared.client.press(ani, message, data=data, stale=True)
    unknown = await shared.client.press(ani, message, data="no-such-button", stale=True)
    assert (answer.text, answer.show_alert) == (unknown.text, unknown.show_alert)
    assert not await shared.client.wait_messages(ani.id, after=message.sequence, timeout=0)
    assert await deeds(shared) == before


async def test_an_admins_press_outside_the_private_chat_is_out_of_date(shared: Running, ada: PlayedUser) -> None:
    query = shared.server.world.add_query("callback_query", shared.server.world.users[ada.id], "a:lamp")
    message = message_json(ada, {"text": "t"}) | {"chat": {"id": -100123, "type": "supergroup", "title": "G"}}
    pressed = {"id": query.id, "from": user_json(ada), "chat_instance": "1", "data": "a:lamp", "message": message}
    assert await methods(shared, {"callback_query": pressed}) == ["answerCallbackQuery"]
    assert query.answer is not None
    assert query.answer["text"] == "This button is out of date. Please ask again."


async def test_an_admins_press_of_an_inline_message_is_out_of_date(shared: Running, ada: PlayedUser) -> None:
    query = shared.server.world.add_query("callback_query", shared.server.world.users[ada.id], "a:lamp")
    pressed = {"id": query.id, "from": user_json(ada), "chat_instance": "1", "data": "a:lamp", "inline_message_id": "i"}
    assert await methods(shared, {"callback_query": pressed}) == ["answerCallbackQuery"]
