"""Chats and their members, as far as a bot asks about them."""

from collections.abc import Mapping

from bot.local_api.errors import bad_request
from bot.local_api.json_types import JsonObject, JsonValue
from bot.local_api.methods.method import Method
from bot.local_api.methods.targets import find_chat
from bot.local_api.parameters import Parameters
from bot.local_api.world import World


async def get_chat(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, getChat: the Chat with what ChatFullInfo cannot do without."""
    chat = find_chat(world, parameters.text("chat_id"))
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    full: JsonObject = {
        "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(gifts, True),
    }  # fmt: skip
    return world.chat_json(chat) | full


async def get_chat_member(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, getChatMember."""
    chat = find_chat(world, parameters.text("chat_id"))
    user_id = parameters.integer("user_id")
    if user_id <= 0:
        raise bad_request("invalid user_id specified")
    user = world.users.get(user_id)
    if user is None:
        raise bad_request("user not found")
    return chat.member_json(user)


METHODS: Mapping[str, Method] = {"getChat": get_chat, "getChatMember": get_chat_member}
