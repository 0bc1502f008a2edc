"""The bot's @name in a text."""

from telegram import Message, MessageEntity

# What people put between the name and the question.
_BETWEEN = " \n\t,:;–—-"


def without_mention(message: Message) -> str | None:
    """Give a message's text or caption without the bot's name; None if it does not name the bot.

    Entities count UTF-16 units (Bot API "MessageEntity").
    """
    text = message.text or message.caption or ""
    bot = message.get_bot()
    name = f"@{bot.username}".lower()
    units = text.encode("utf-16-le")
    found = []
    for entity in message.entities or message.caption_entities:
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        by_name = entity.type == MessageEntity.MENTION and units[start:end].decode("utf-16-le").lower() == name
        by_id = entity.type == MessageEntity.TEXT_MENTION and entity.user is not None and entity.user.id == bot.id
        if by_name or by_id:
            found.append((start, end))
    if not found:
        return None
    for start, end in reversed(found):
        units = units[:start] + units[end:]
    return units.decode("utf-16-le").strip(_BETWEEN)
