"""Who is spoken to in a group: the bot answers only what is meant for it."""

from dataclasses import dataclass

from telegram import Message, User

from handlers.asked import ASK, command_in, replied_text
from handlers.mentions import without_mention


@dataclass(frozen=True)
class Addressed:
    """A message that speaks to the bot.

    `question` is empty where it asks nothing; `to` is the message to reply to.
    """

    question: str
    to: Message


def addressed(message: Message, bot: User) -> Addressed | None:
    """Give what a group's message asks the bot; None if it is not meant for it.

    Meant for it are /ask, its @name, and a reply to a message of its own. Where /ask or the name stands alone in a
    reply to a message of somebody else's, that message (the part that was quoted, if any) is the question.
    """
    if not is_somebodys(message):
        return None
    command, named = command_in(message), without_mention(message, bot)
    if command:
        if command.name != ASK or command.bot not in {"", (bot.username or "").lower()}:
            return None
        question = command.rest
    elif named is not None:
        question = named
    elif _is_by(bot, message.reply_to_message):
        # A thumb or a smile below an answer asks nothing, nor does it call the bot.
        text = message.text or message.caption or ""
        return Addressed(text, message) if _says_something(text) else None
    else:
        return None
    return Addressed(question, message) if _says_something(question) else _taken_up(message, bot)


def is_somebodys(message: Message) -> bool:
    """Tell whether a person wrote a message's text or caption, perhaps in the name of a group or channel.

    What another bot wrote, what was sent by way of a bot, and a channel's post that Telegram copied here are not.
    """
    if message.via_bot or message.is_automatic_forward or not (message.text or message.caption):
        return False
    # The account behind an anonymous administrator or a channel is a bot of Telegram's.
    return message.sender_chat is not None or (message.from_user is not None and not message.from_user.is_bot)


def _taken_up(message: Message, bot: User) -> Addressed:
    """Give what a message that calls the bot and asks nothing itself points to."""
    replied = message.reply_to_message
    text = None if _is_by(bot, replied) else replied_text(message)
    if not text or not _says_something(text):
        return Addressed("", message)
    # The bot never answers another bot or a channel, even if a person wants to know what they asked.
    return Addressed(text, replied if replied and is_somebodys(replied) else message)


def _is_by(bot: User, message: Message | None) -> bool:
    """Tell whether the bot wrote a message; that it opened a forum's topic is no word of its own."""
    if message is None or message.from_user is None or message.forum_topic_created:
        return False
    return message.from_user.id == bot.id


def _says_something(text: str) -> bool:
    return any(map(str.isalnum, text))
