"""Who may be answered, and how, as docs/using.md says: written down apart from the handlers, in broader strokes.

What is not allowed here must not happen; what is allowed may yet be left without an answer.
"""

import re
from collections.abc import Mapping

from bot.local_api.json_types import JsonObject, JsonValue
from tests.fuzz.cast import BOT_NAME
from tests.handlers.bots import ADMIN

_SAID = frozenset({"sendMessage"})
# How kinds of updates may be answered; nobody asks anything by the others.
_METHODS: Mapping[str, frozenset[str]] = {
    "message": _SAID,
    "edited_message": frozenset({"sendMessage", "editMessageText"}),
    "inline_query": frozenset({"answerInlineQuery"}),
    "guest_message": frozenset({"answerGuestQuery"}),
    "callback_query": frozenset({
        "answerCallbackQuery", "sendMessage", "editMessageText", "editMessageReplyMarkup",
    }),
    "my_chat_member": _SAID,
    "business_message": _SAID,
    "edited_business_message": frozenset({"editMessageText"}),
    "deleted_business_messages": frozenset({"deleteBusinessMessages"}),
}  # fmt: skip
# What only admins get: files, pictures, and the signs that the bot is at work on them.
_ADMINS_METHODS = frozenset({
    "sendMessage", "sendDocument", "sendPhoto", "sendChatAction", "getFile", "editMessageText", "deleteMessage",
})  # fmt: skip
# Asking Telegram about a business chat tells nobody anything.
_SILENT = frozenset({"getBusinessConnection"})
_GROUP_COMMANDS = re.compile(r"/(ask|help|start|topics)\b", re.IGNORECASE)


def content_of(update: JsonObject) -> tuple[str, JsonObject]:
    """Give an update's kind, and what it holds."""
    [kind] = [name for name in update if name != "update_id"]
    return kind, part(update, kind)


def part(value: JsonObject, name: str) -> JsonObject:
    """Give an object within another one; an empty one where there is none."""
    found = value.get(name)
    return found if isinstance(found, dict) else {}


def is_by_admin(update: JsonObject) -> bool:
    """Tell whether an admin writes or presses in the private chat, where alone an admin is one."""
    kind, content = content_of(update)
    chat = part(part(content, "message") if kind == "callback_query" else content, "chat")
    is_admin = part(content, "from").get("id") == ADMIN and chat.get("type") == "private"
    return is_admin and kind in {"message", "callback_query"}


def allowed_methods(update: JsonObject, bot_id: int, connection: str) -> frozenset[str]:
    """Give the methods of the Bot API that the bot may call because of an update; `connection` lets it reply."""
    kind, content = content_of(update)
    asks = {
        "message": lambda: _may_ask(content, bot_id),
        "edited_message": lambda: _may_ask(content, bot_id),
        "guest_message": lambda: _is_somebodys(content),
        "business_message": lambda: _is_customers(content, connection),
        "edited_business_message": lambda: _is_customers(content, connection),
        "my_chat_member": lambda: part(content, "chat").get("type") in {"group", "supergroup"},
    }
    allowed = _METHODS.get(kind, frozenset()) if asks.get(kind, lambda: True)() else frozenset()
    return allowed | _SILENT | (_ADMINS_METHODS if is_by_admin(update) else frozenset())


def _may_ask(message: JsonObject, bot_id: int) -> bool:
    match part(message, "chat").get("type"):
        case "private":
            return not part(message, "from").get("is_bot") and part(message, "via_bot").get("id") != bot_id
        case "group" | "supergroup":
            return _is_somebodys(message) and _is_addressed(message, bot_id)
    return False


def _is_somebodys(message: JsonObject) -> bool:
    """Tell whether a person wrote it, perhaps in the name of a group or channel."""
    if "via_bot" in message or message.get("is_automatic_forward"):
        return False
    return "sender_chat" in message or ("from" in message and not part(message, "from").get("is_bot"))


def _is_addressed(message: JsonObject, bot_id: int) -> bool:
    text = str(message.get("text") or message.get("caption") or "")
    replied = part(part(message, "reply_to_message"), "from").get("id") == bot_id
    return replied or f"@{BOT_NAME}" in text.lower() or bool(_GROUP_COMMANDS.match(text))


def _is_customers(message: JsonObject, connection: str) -> bool:
    sender, chat = part(message, "from"), part(message, "chat")
    is_own = sender.get("id") == chat.get("id") and not sender.get("is_bot")
    return is_own and message.get("business_connection_id") == connection and "text" in message


def chat_ids(update: JsonObject) -> set[JsonValue]:
    """Give the chats that an update speaks of: nothing may be said in any other."""
    _, content = content_of(update)
    chats = [part(content, "chat"), part(part(content, "message"), "chat")]
    return {chat["id"] for chat in chats if "id" in chat}
