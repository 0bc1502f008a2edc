"""Which messages reach the bot: in groups, privacy mode (Telegram, "Bots: privacy mode")."""

from bot.local_api.entities import span
from bot.local_api.json_types import JsonObject
from bot.local_api.users import IN_CHARGE, PRESENT, Chat, ChatType, User

_SERVICE = (
    "new_chat_members", "left_chat_member", "new_chat_title", "group_chat_created", "supergroup_chat_created",
    "migrate_to_chat_id", "migrate_from_chat_id", "pinned_message", "forum_topic_created", "forum_topic_closed",
    "forum_topic_reopened",
)  # fmt: skip


def reaches_bot(chat: Chat, message: JsonObject, bot: User, *, reads_all: bool = False) -> bool:
    """Tell whether the bot sees a message.

    All in a private chat, where the bot is an administrator, and with `reads_all` (privacy mode off); in other
    groups commands (not those for another bot), mentions of it, replies to it, what was sent through it, and
    service messages.
    """
    if chat.status(bot.id) not in PRESENT:
        return False
    if reads_all or chat.type in {ChatType.PRIVATE, ChatType.CHANNEL} or chat.status(bot.id) in IN_CHARGE:
        return True
    reply, via = message.get("reply_to_message"), message.get("via_bot")
    return (
        any(field in message for field in _SERVICE)
        or (isinstance(reply, dict) and _is(reply.get("from"), bot))
        or _is(via, bot)
        or any(_concerns(name, bot) for name in _commands_and_mentions(message))
    )


def _is(sender: object, bot: User) -> bool:
    return isinstance(sender, dict) and sender.get("id") == bot.id


def _concerns(name: str, bot: User) -> bool:
    """Tell it of one name: a bare command is for every bot; a named one, and a mention, only for its own."""
    command, at, username = name.partition("@")
    if command and not at:
        return True
    return username.lower() == bot.username.lower()


def mentions_bot(message: JsonObject, bot: User) -> bool:
    """Tell whether a message's text or caption names the bot, by @username or in a command."""
    return any("@" in name and _concerns(name, bot) for name in _commands_and_mentions(message))


def _commands_and_mentions(message: JsonObject) -> list[str]:
    found = []
    for text_name, entities_name in (("text", "entities"), ("caption", "caption_entities")):
        text, entities = message.get(text_name), message.get(entities_name)
        if not isinstance(text, str) or not isinstance(entities, list):
            continue
        units = text.encode("utf-16-le")
        for entity in entities:
            if isinstance(entity, dict) and entity.get("type") in {"bot_command", "mention"}:
                start, stop = span(entity)
                found.append(units[2 * start : 2 * stop].decode("utf-16-le"))
    return found
