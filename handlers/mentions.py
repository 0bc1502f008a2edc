"""The bot's @name in a text."""

from telegram import Message, MessageEntity, User

# What people put between the name and the question.
_BETWEEN = " \n\t,:;–—-"


def without_mention(message: Message, bot: User) -> str | None:
    """Give a message's text or caption without the bot's name; None if it does not name the bot.

    Entities count UTF-16 units (Bot API "MessageEntity").
    """
    text = message.text or message.caption or ""
    name = f"@{bot.username}".lower()
    kinds: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION]
    units = text.encode("utf-16-le")
    entities = message.parse_entities(kinds) if message.text else message.parse_caption_entities(kinds)
    found = [
        (2 * entity.offset, 2 * (entity.offset + entity.length))
        for entity, words in entities.items()
        if words.lower() == name or (entity.user is not None and entity.user.id == bot.id)
    ]
    if not found:
        return None
    for start, end in sorted(found, reverse=True):
        units = units[:start] + units[end:]
    return units.decode("utf-16-le").strip(_BETWEEN)
