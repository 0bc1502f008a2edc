"""What a call is about: its chat, its message, its reply, each with Telegram's refusals."""

from bot.local_api.errors import ApiError, bad_request, forbidden, not_covered
from bot.local_api.json_types import JsonObject, required_integer
from bot.local_api.methods.business_targets import business_chat
from bot.local_api.parameters import Parameters
from bot.local_api.users import IN_CHARGE, PRESENT, Chat, ChatType, Status, StoredMessage
from bot.local_api.world import World

_KIND = {ChatType.GROUP: "group chat", ChatType.SUPERGROUP: "supergroup chat", ChatType.CHANNEL: "channel chat"}


def find_chat(world: World, chat_id: str) -> Chat:
    """Give the chat of an id or @username that the bot knows. Raises `ApiError` 400 or 403."""
    if not chat_id:
        raise bad_request("chat_id is empty")
    chat = _by_name(world, chat_id[1:]) if chat_id.startswith("@") else _by_id(world, chat_id)
    if chat is None or world.bot.id not in chat.members:
        raise bad_request("chat not found")
    return chat


def writable_chat(world: World, parameters: Parameters, what: str = "") -> Chat:
    """Give the call's chat, if the bot may write there. Raises `ApiError` 400 or 403.

    `what` is what it wants to send, "messages", "documents" or "photos"; empty where it sends nothing new.
    """
    chat = find_chat(world, parameters.text("chat_id"))
    if chat.migrated_to:
        raise ApiError(
            400, "Bad Request: group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": chat.migrated_to}
        )
    _check_standing(chat, chat.status(world.bot.id))
    if what and not chat.may_send(world.bot.id, what):
        raise bad_request(f"not enough rights to send {'text messages' if what == 'messages' else what} to the chat")
    return chat


def destination(world: World, parameters: Parameters, what: str = "") -> Chat:
    """Give the call's chat: a business account's with `business_connection_id`, else as `writable_chat` does."""
    if parameters.text("business_connection_id"):
        return business_chat(world, parameters)
    return writable_chat(world, parameters, what)


def _check_standing(chat: Chat, status: Status) -> None:
    if chat.type is ChatType.PRIVATE:
        if status is Status.KICKED:
            raise forbidden("bot was blocked by the user")
    elif status is Status.KICKED:
        raise forbidden(f"bot was kicked from the {_KIND[chat.type]}")
    elif status not in PRESENT:
        raise forbidden(f"bot is not a member of the {_KIND[chat.type]}")
    elif chat.type is ChatType.CHANNEL and status is Status.MEMBER:
        raise bad_request("need administrator rights in the channel chat")


def _by_name(world: World, username: str) -> Chat | None:
    named = (chat for chat in world.chats.values() if chat.username.lower() == username.lower())
    return next(named, None)


def _by_id(world: World, chat_id: str) -> Chat | None:
    try:
        number = int(chat_id)
    except ValueError:
        return None
    chat, user = world.chats.get(number), world.users.get(number)
    if chat is None and user is not None:
        if user.is_bot:
            raise forbidden("bot can't send messages to bots")
        raise forbidden("bot can't initiate conversation with a user")
    return chat


def own_message(world: World, parameters: Parameters) -> StoredMessage:
    """Give the message that an edit is about, by chat and number or by inline_message_id.

    Raises `ApiError` 400.
    """
    inline_id = parameters.text("inline_message_id")
    if inline_id and not parameters.text("chat_id"):
        stored = world.inline_messages.get(inline_id)
        if stored is None or stored.deleted:
            raise bad_request("MESSAGE_ID_INVALID")
        return stored
    chat = destination(world, parameters)
    stored = world.message(chat, message_number(parameters))
    if stored is None:
        raise bad_request("message to edit not found")
    if not is_own(world, stored, chat.owner_id):
        raise bad_request("message can't be edited")
    return stored


def is_own(world: World, stored: StoredMessage, owner_id: int = 0) -> bool:
    """Tell whether a message is the bot's, or its business owner's (a channel's posts count as its own)."""
    sender = stored.message.get("from")
    if sender is None:
        return "sender_chat" in stored.message
    return isinstance(sender, dict) and sender.get("id") == (owner_id or world.bot.id)


def message_number(parameters: Parameters) -> int:
    """Give the call's message_id. Raises `ApiError` 400 where there is none."""
    number = parameters.integer("message_id")
    if number <= 0:
        raise bad_request("message identifier is not specified")
    return number


def reply_fields(world: World, chat: Chat, parameters: Parameters) -> JsonObject:
    """Give `reply_to_message` and the thread's fields for a new message. Raises `ApiError` 400."""
    replied = _replied(world, chat, parameters)
    fields: JsonObject = {"reply_to_message": replied.as_replied()} if replied else {}
    thread = parameters.integer("message_thread_id")
    if thread and not (chat.is_forum and thread in chat.threads):
        raise bad_request("message thread not found")
    thread = thread or (replied.thread if replied else 0)
    if thread in chat.closed_threads and chat.status(world.bot.id) not in IN_CHARGE:
        raise bad_request("TOPIC_CLOSED")
    if thread:
        fields["message_thread_id"] = thread
        if chat.is_forum:
            fields["is_topic_message"] = True
    return fields


def _replied(world: World, chat: Chat, parameters: Parameters) -> StoredMessage | None:
    number = parameters.integer("reply_to_message_id")
    without = parameters.flag("allow_sending_without_reply")
    reply = parameters.decoded("reply_parameters", "reply parameters")
    if reply is not None:
        if not isinstance(reply, dict):
            raise bad_request("object expected as reply parameters")
        if reply.get("chat_id") not in {None, chat.id, str(chat.id)}:
            raise not_covered("replies to another chat")
        number = required_integer(reply, "message_id", where="can't parse reply parameters: ")
        without = reply.get("allow_sending_without_reply") is True
    stored = world.message(chat, number)
    if number and stored is None and not without:
        raise bad_request("message to be replied not found")
    return stored
