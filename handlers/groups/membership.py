"""The bot comes into a group, or leaves it."""

import logging
from html import escape

from telegram import Chat, ChatMember, ChatMemberRestricted, ChatMemberUpdated, Update
from telegram.constants import ChatMemberStatus

from handlers.context import Context
from handlers.groups.wording import how_to_ask
from handlers.replies import Reply
from handlers.voices import Voice, Voices

logger = logging.getLogger(__name__)

_INSIDE = {ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER}


class Membership:
    """Greets a group that the bot was added to; says nothing to any other change of its standing."""

    def __init__(self, voices: Voices) -> None:
        self._voices = voices

    async def changed(self, update: Update, _: Context) -> None:
        """Greet on being added; log being removed or silenced."""
        change = update.my_chat_member
        if change is None or change.chat.type not in {Chat.GROUP, Chat.SUPERGROUP}:
            return
        was, now = _may_write(change.old_chat_member), _may_write(change.new_chat_member)
        if not now:
            logger.info("a group no longer has the bot, or no longer lets it write")
        elif not was and not _is_inside(change.old_chat_member):
            voice = await self._voices.of(change.from_user)
            reply = _greeting(voice, change)
            await change.get_bot().send_message(change.chat.id, reply.text)


def _greeting(voice: Voice, change: ChatMemberUpdated) -> Reply:
    """Say who the bot is, how to ask, and what it sees."""
    bot, speech = change.get_bot(), voice.speech
    hello = speech.gettext("Hello! I am Tanya. I answer questions about <b>{subject}</b>, each answer with its source.")
    if bot.bot.can_read_all_group_messages or change.new_chat_member.status == ChatMemberStatus.ADMINISTRATOR:
        sight = speech.gettext("Telegram shows me all messages here, but I take note only of those meant for me.")
    else:
        sight = speech.gettext(
            "I see nothing else of what is said here: Telegram shows me only commands, messages that name me, and "
            "replies to me."
        )
    subject = escape(voice.facts.manifest.title[voice.language])
    return Reply("\n\n".join([hello.format(subject=subject), how_to_ask(voice, bot.username).text, sight]))


def _is_inside(member: ChatMember) -> bool:
    return member.status in _INSIDE or (isinstance(member, ChatMemberRestricted) and member.is_member)


def _may_write(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member and member.can_send_messages
    return member.status in _INSIDE
