"""What a call on behalf of a business account is about, with Telegram's refusals (`business_connection_id`)."""

from bot.local_api.business import BusinessConnection
from bot.local_api.errors import bad_request
from bot.local_api.parameters import Parameters
from bot.local_api.users import Chat
from bot.local_api.world import World

ACTIVE_SECONDS = 24 * 60 * 60  # since the customer's last word: Bot API, BusinessBotRights


def open_connection(world: World, parameters: Parameters) -> BusinessConnection:
    """Give the call's connection, if it is enabled. Raises `ApiError` 400."""
    connection = world.business.find(parameters.text("business_connection_id"))
    if connection is None:
        raise bad_request("business connection not found")
    if not connection.is_enabled:
        raise bad_request("BUSINESS_CONNECTION_INVALID")
    return connection


def business_chat(world: World, parameters: Parameters, right: str = "can_reply") -> Chat:
    """Give the owner's chat with the call's chat_id, where the bot has the right. Raises `ApiError` 400."""
    connection = open_connection(world, parameters)
    customer_id = parameters.integer("chat_id")
    if customer_id < 0:
        raise bad_request("chat must be a private chat")
    if customer_id not in world.users:
        raise bad_request("chat not found")
    if customer_id == connection.owner.id:
        raise bad_request("messages must not be sent to self")
    if right not in connection.rights:
        raise bad_request("BOT_ACCESS_FORBIDDEN")
    chat = world.business.chat(connection.owner.id, customer_id)
    if chat is None or not _is_active(world, chat, customer_id):
        raise bad_request("BUSINESS_PEER_INVALID")
    return chat


def _is_active(world: World, chat: Chat, customer_id: int) -> bool:
    since = world.clock() - ACTIVE_SECONDS
    return any(
        stored.author_id == customer_id and isinstance(date := stored.message["date"], int) and date >= since
        for stored in chat.messages.values()
    )
