"""Chats and their members, as far as a bot asks about them."""

from collections.abc import Mapping

from bot.local_api.errors import bad_request
from bot.local_api.json_types import JsonObject, JsonValue
from bot.local_api.memberships import Memberships
from bot.local_api.methods.method import Method
from bot.local_api.methods.targets import find_chat, writable_chat
from bot.local_api.parameters import Parameters
from bot.local_api.users import IN_CHARGE, PRESENT, ChatType, Status
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


async def get_chat_administrators(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, getChatAdministrators: those who are no bots, and the bot itself."""
    chat = find_chat(world, parameters.text("chat_id"))
    if chat.type is ChatType.PRIVATE:
        raise bad_request("there are no administrators in the private chat")
    users = [user for number, user in world.users.items() if chat.status(number) in IN_CHARGE]
    return [chat.member_json(user) for user in users if not user.is_bot or user.id == world.bot.id]


async def get_chat_member_count(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, getChatMemberCount."""
    chat = find_chat(world, parameters.text("chat_id"))
    return sum(chat.status(number) in PRESENT for number in chat.members)


async def leave_chat(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, leaveChat. The bot learns of it by `my_chat_member`, as of any change of its standing."""
    chat = writable_chat(world, parameters)
    if chat.type is ChatType.PRIVATE:
        raise bad_request("chat member status can't be changed in private chats")
    Memberships(world).set_member(world.bot, chat, world.bot, Status.LEFT)
    return True


METHODS: Mapping[str, Method] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
}
