"""What only business accounts have (Bot API, getBusinessConnection, deleteBusinessMessages, readBusinessMessage)."""

from collections.abc import Mapping

from bot.local_api.errors import bad_request
from bot.local_api.json_types import JsonValue
from bot.local_api.methods.business_targets import business_chat, open_connection
from bot.local_api.methods.method import Method
from bot.local_api.methods.targets import message_number
from bot.local_api.parameters import Parameters
from bot.local_api.world import World

MAX_DELETED = 100  # messages: Bot API, deleteBusinessMessages


async def get_business_connection(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, getBusinessConnection: also one that is no longer enabled."""
    connection = world.business.find(parameters.text("business_connection_id"))
    if connection is None:
        raise bad_request("business connection not found")
    return connection.to_json()


async def delete_business_messages(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, deleteBusinessMessages: what the bot sent, or any, as its rights allow."""
    connection = open_connection(world, parameters)
    given = parameters.decoded("message_ids", "message identifiers")
    if not isinstance(given, list) or not given:
        raise bad_request("message identifiers are not specified")
    if len(given) > MAX_DELETED:
        raise bad_request("too many message identifiers specified")
    numbers = frozenset(number for number in given if isinstance(number, int))
    found = world.business.messages(connection.owner.id, numbers)
    sent = all(stored.author_id == world.bot.id for stored in found)
    may = {"can_delete_all_messages"} | ({"can_delete_sent_messages"} if sent else set())
    if not may & connection.rights:
        raise bad_request("BOT_ACCESS_FORBIDDEN")
    for stored in found:
        world.delete(stored)
    return True


async def read_business_message(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, readBusinessMessage. It leaves no trace but in the call log."""
    chat = business_chat(world, parameters, "can_read_messages")
    if world.message(chat, message_number(parameters)) is None:
        raise bad_request("MESSAGE_ID_INVALID")
    return True


METHODS: Mapping[str, Method] = {
    "getBusinessConnection": get_business_connection,
    "deleteBusinessMessages": delete_business_messages,
    "readBusinessMessage": read_business_message,
}
