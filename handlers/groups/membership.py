"""The bot comes into a group, or leaves it."""

import asyncio
import logging
from collections import deque
from html import escape

from telegram import Chat, ChatMember, ChatMemberRestricted, ChatMemberUpdated, Update
from telegram.constants import ChatMemberStatus

from handlers.context import Context
from handlers.groups.wording import how_to_ask
from handlers.limits import Limits
from handlers.voices import Voice, Voices

logger = logging.getLogger(__name__)

# A group that becomes a supergroup adds its bots there (github.com/tdlib/telegram-bot-api/issues/266): the service
# message that tells it from a new group may come only after that, by less than these seconds.
MIGRATION_SECONDS = 1.0
# Supergroups of that kind that are remembered.
MOVED_KEPT = 1000

_INSIDE = {ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER}


class Membership:
    """Greets a group that the bot was added to; says nothing to any other change of its standing."""

    def __init__(self, voices: Voices, limits: Limits) -> None:
        self._voices = voices
        self._limits = limits
        self._moved: deque[int] = deque(maxlen=MOVED_KEPT)

    async def changed(self, update: Update, context: Context) -> None:
        """Greet on being added to a group where it may write; log any other change of its standing."""
        change = update.my_chat_member
        if change is None:
            return
        old, new, kind = change.old_chat_member, change.new_chat_member, change.chat.type
        if kind == Chat.PRIVATE:
            logger.info("a person %s", "blocked the bot" if new.status == ChatMemberStatus.BANNED else "came back")
        elif kind == Chat.CHANNEL or _is_inside(old) or not _may_write(new):
            logger.info("a %s changed what the bot is there: %s, now %s", kind, old.status, new.status)
        else:
            logger.info("a %s added the bot", kind)
            # A link that adds the bot has Telegram say /start there: one answer to both is enough.
            self._limits.notice(change.chat.id)
            if kind == Chat.SUPERGROUP:
                context.application.create_task(self._greet_if_new(change), update)
            else:
                await self._greet(change)

    async def moved(self, update: Update, _: Context) -> None:
        """Remember a supergroup that was a group: it knows the bot."""
        message = update.message
        if message and message.migrate_to_chat_id:
            self._moved.append(message.migrate_to_chat_id)
        elif message:
            self._moved.append(message.chat_id)

    async def _greet_if_new(self, change: ChatMemberUpdated) -> None:
        await asyncio.sleep(MIGRATION_SECONDS)
        if change.chat.id not in self._moved:
            await self._greet(change)

    async def _greet(self, change: ChatMemberUpdated) -> None:
        voice = await self._voices.of(change.from_user)
        await change.get_bot().send_message(change.chat.id, _greeting(voice, change))


def _greeting(voice: Voice, change: ChatMemberUpdated) -> str:
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
    return "\n\n".join([hello.format(subject=subject), how_to_ask(voice, bot.username).text, sight])


def _is_inside(member: ChatMember) -> bool:
    return member.status in _INSIDE or (isinstance(member, ChatMemberRestricted) and member.is_member)


def _may_write(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member and member.can_send_messages
    return member.status in _INSIDE
