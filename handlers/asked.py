"""Where in a message its question stands."""

from dataclasses import dataclass

from telegram import Message, MessageEntity

ASK = "ask"


@dataclass(frozen=True)
class GivenCommand:
    """A command at the beginning of a text, in small letters; `bot` is empty where it names none."""

    name: str
    bot: str
    rest: str


def command_in(message: Message) -> GivenCommand | None:
    """Give the command that a message's text or caption begins with."""
    text = message.text or message.caption or ""
    entities = message.entities or message.caption_entities
    if not entities or entities[0].type != MessageEntity.BOT_COMMAND or entities[0].offset:
        return None
    # A command is ASCII: its length in UTF-16 units is that in characters.
    name, _, bot = text[1 : entities[0].length].partition("@")
    return GivenCommand(name.lower(), bot.lower(), text[entities[0].length :].strip())


def question_in(message: Message) -> str | None:
    """Give a message's text or caption, without the command /ask; None for another command, or without any text."""
    command = command_in(message)
    if command is None:
        return message.text or message.caption or None
    if command.name != ASK or command.bot not in {"", message.get_bot().username.lower()}:
        return None
    return command.rest or None


def replied_text(message: Message) -> str | None:
    """Give the text that a message replies to: the part that was quoted, else all of it; None if there is none."""
    if message.quote:
        return message.quote.text
    replied = message.reply_to_message
    return (replied.text or replied.caption) if replied else None
