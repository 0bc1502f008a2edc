"""Where in a message its question stands."""

from telegram import Message, MessageEntity

ASK = "ask"


def question_in(message: Message) -> str | None:
    """Give a message's text or caption, without the command /ask; None for another command, or without any text."""
    text = message.text or message.caption
    if not text:
        return None
    command = _command(message, text)
    if command is None:
        return text
    name, _, bot = command[1:].partition("@")
    if name.lower() != ASK or bot.lower() not in {"", message.get_bot().username.lower()}:
        return None
    return text[len(command) :].strip() or None


def replied_text(message: Message) -> str | None:
    """Give the text that a message replies to: the part that was quoted, else all of it; None if there is none."""
    if message.quote:
        return message.quote.text
    replied = message.reply_to_message
    return (replied.text or replied.caption) if replied else None


def _command(message: Message, text: str) -> str | None:
    """Give the command that a message begins with, slash included."""
    entities = message.entities or message.caption_entities
    if entities and entities[0].type == MessageEntity.BOT_COMMAND and entities[0].offset == 0:
        return text[: entities[0].length]
    return None
