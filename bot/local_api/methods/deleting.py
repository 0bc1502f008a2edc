"""Deleting messages (Bot API, deleteMessage, deleteMessages)."""

from collections.abc import Mapping

from bot.local_api.errors import bad_request
from bot.local_api.json_types import JsonValue
from bot.local_api.methods.method import Method
from bot.local_api.methods.targets import is_own, message_number, writable_chat
from bot.local_api.parameters import Parameters
from bot.local_api.users import Chat, ChatType, StoredMessage
from bot.local_api.world import World

MAX_AGE = 48 * 60 * 60  # seconds: Bot API, deleteMessage
MAX_DELETED = 100  # messages: Bot API, deleteMessages


async def delete_message(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, deleteMessage: its own, any in a private chat, any where it has the right; none after 48 hours."""
    chat = writable_chat(world, parameters)
    stored = world.message(chat, message_number(parameters))
    if stored is None:
        raise bad_request("message to delete not found")
    _check_deletable(world, chat, stored)
    world.delete(stored)
    return True


async def delete_messages(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, deleteMessages: what is not there is skipped; one that may not be deleted stops all."""
    chat = writable_chat(world, parameters)
    given = parameters.decoded("message_ids", "message identifiers")
    if not isinstance(given, list) or not given:
        raise bad_request("message identifiers are not specified")
    if len(given) > MAX_DELETED:
        raise bad_request("too many message identifiers specified")
    numbers = [number for number in given if isinstance(number, int)]
    found = [stored for stored in (world.message(chat, number) for number in numbers) if stored]
    for stored in found:
        _check_deletable(world, chat, stored)
    for stored in found:
        world.delete(stored)
    return True


def _check_deletable(world: World, chat: Chat, stored: StoredMessage) -> None:
    """Raise `ApiError` 400 for a message that the bot may not delete."""
    sent = stored.message["date"]
    fresh = isinstance(sent, int) and world.clock() - sent < MAX_AGE
    may = chat.type is ChatType.PRIVATE or chat.has_right(world.bot.id, "can_delete_messages")
    if not fresh or not (may or is_own(world, stored)):
        raise bad_request("message can't be deleted for everyone")


METHODS: Mapping[str, Method] = {"deleteMessage": delete_message, "deleteMessages": delete_messages}
