"""The commands shown when somebody types "/": per language, and for admins per chat."""

import logging
from collections.abc import Callable, Iterable

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from handlers.texts import Texts, Translations

logger = logging.getLogger(__name__)


class Commands:
    """Registers the command lists with Telegram where they differ (Bot API "setMyCommands")."""

    def __init__(self, texts: Texts, admins: Iterable[int]) -> None:
        self._texts = texts
        self._admins = tuple(admins)

    async def register(self, bot: Bot) -> None:
        """Register all lists. Trouble is logged: a bot without a menu answers questions all the same."""
        try:
            await self._set(bot, BotCommandScopeAllPrivateChats(), everyone)
            await self._set(bot, BotCommandScopeAllGroupChats(), for_groups)
        except TelegramError as error:
            logger.warning("the commands could not be registered: %s", type(error).__name__)
        for admin in self._admins:
            await self.register_admin(bot, admin)

    async def register_admin(self, bot: Bot, admin: int) -> None:
        """Register an admin's list; an admin who never wrote to the bot gets it at the first /start."""
        try:
            await self._set(bot, BotCommandScopeChat(admin), lambda speech: [*everyone(speech), *for_admins(speech)])
        except TelegramError as error:
            logger.info("an admin's commands wait for the admin's first /start (%s)", type(error).__name__)

    async def _set(self, bot: Bot, scope: BotCommandScope, words: Callable[[Translations], list[BotCommand]]) -> None:
        """Set a scope's list in every language and as the default, where it is not what Telegram has."""
        for language in (None, *self._texts.languages):
            wanted = words(self._texts.of(language))
            if await bot.get_my_commands(scope, language) != tuple(wanted):
                await bot.set_my_commands(wanted, scope, language)


def everyone(speech: Translations) -> list[BotCommand]:
    """Give the commands that exist for everybody."""
    return [
        BotCommand("ask", speech.gettext("Ask a question")),
        BotCommand("topics", speech.gettext("Browse what I know")),
        BotCommand("language", speech.gettext("Choose my language")),
        BotCommand("about", speech.gettext("What I know and from where")),
        BotCommand("privacy", speech.gettext("What I keep of you")),
        BotCommand("forget", speech.gettext("Delete what I keep of you")),
        BotCommand("help", speech.gettext("How to ask")),
        BotCommand("start", speech.gettext("Start again")),
    ]


def for_groups(speech: Translations) -> list[BotCommand]:
    """Give the commands that exist in groups."""
    return [
        BotCommand("ask", speech.gettext("Ask a question")),
        BotCommand("help", speech.gettext("How to ask")),
    ]


def for_admins(speech: Translations) -> list[BotCommand]:
    """Give the commands that exist for admins."""
    return [
        BotCommand("reload", speech.gettext("Read the facts anew")),
        BotCommand("stats", speech.gettext("Figures of the questions")),
        BotCommand("unanswered", speech.gettext("What was asked in vain")),
        BotCommand("taught", speech.gettext("What I was taught")),
        BotCommand("fact", speech.gettext("What is known of a fact")),
        BotCommand("export", speech.gettext("The log of questions as a file")),
        BotCommand("maintenance", speech.gettext("Close me to all but the admins")),
    ]
