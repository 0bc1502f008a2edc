"""Who is spoken to in a group: the bot answers only what is meant for it."""

from dataclasses import dataclass

from telegram import Message

from handlers.asked import ASK, command_in, replied_text
from handlers.mentions import without_mention


@dataclass(frozen=True)
class Addressed:
    """A message that speaks to the bot.

    `question` is empty where it asks nothing; `to` is the message to reply to.
    """

    question: str
    to: Message


def addressed(message: Message) -> Addressed | None:
    """Give what a group's message asks the bot; None if it is not meant for it.

    Meant for it are /ask, its @name, and a reply to a message of its own. Where /ask or the name stands alone in a
    reply to somebody else's message, that message is the question.
    """
    if not is_somebodys(message):
        return None
    command, named = command_in(message), without_mention(message)
    if command:
        if command.name != ASK or command.bot not in {"", message.get_bot().username.lower()}:
            return None
        question = command.rest
    elif named is not None:
        question = named
    elif _is_own(message.reply_to_message):
        return Addressed(message.text or message.caption or "", message)
    else:
        return None
    if not any(map(str.isalnum, question)):
        question = ""
    replied = message.reply_to_message
    if not question and replied and not _is_own(replied) and (text := replied_text(message)):
        return Addressed(text, replied)
    return Addressed(question, message)


def is_somebodys(message: Message) -> bool:
    """Tell whether a person wrote a message's text or caption, perhaps in the name of a group or channel.

    What another bot wrote, what was sent by way of a bot, and a channel's post that Telegram copied here are not.
    """
    if message.via_bot or message.is_automatic_forward or not (message.text or message.caption):
        return False
    # The account behind an anonymous administrator or a channel is a bot of Telegram's.
    return message.sender_chat is not None or (message.from_user is not None and not message.from_user.is_bot)


def _is_own(message: Message | None) -> bool:
    """Tell whether the bot wrote a message; that it opened a forum's topic is no word of its own."""
    if message is None or message.from_user is None or message.forum_topic_created:
        return False
    return message.from_user.id == message.get_bot().id
