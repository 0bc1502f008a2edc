"""What Telegram shows of the bot before the first word: name, description and short description, per language."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import Bot
from telegram.error import TelegramError

from handlers.texts import Texts
from knowledge.facts_model import FactBase

logger = logging.getLogger(__name__)

# Characters: Bot API "setMyName", "setMyDescription", "setMyShortDescription".
NAME_LENGTH = 64
DESCRIPTION_LENGTH = 512
SHORT_DESCRIPTION_LENGTH = 120
# Telegram takes two-letter codes only (Bot API "setMyName").
CODE_LENGTH = 2


@dataclass(frozen=True)
class ProfileTexts:
    """What is shown in one language."""

    name: str
    description: str
    short_description: str


class Profile:
    """Sets the bot's texts in the facts' languages; where a person's is none of them, the facts' default shows."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    async def register(self, bot: Bot, facts: FactBase) -> None:
        """Set what differs from what Telegram has. Trouble is logged: the bot answers questions all the same."""
        manifest = facts.manifest
        for code in (None, *(language for language in manifest.languages if len(language) == CODE_LENGTH)):
            try:
                await _set_where_different(bot, self.texts(facts, code or manifest.default_language), code)
            except TelegramError as error:
                logger.warning("the bot's texts could not be set (%s): %s", code or "default", type(error).__name__)

    def texts(self, facts: FactBase, language: str) -> ProfileTexts:
        """Give the texts in a language of the facts."""
        speech, subject = self._texts.of(language), facts.manifest.title[language]
        description = speech.gettext(
            "I answer questions about {subject}. Every answer comes with its source, and what I don't know I say.\n\n"
            "Press Start, then just write your question."
        )
        short = speech.gettext("Answers questions about {subject}, with their source.")
        return ProfileTexts(
            _cut(speech.gettext("Tanya"), NAME_LENGTH),
            _cut(description.format(subject=subject), DESCRIPTION_LENGTH),
            _cut(short.format(subject=subject), SHORT_DESCRIPTION_LENGTH),
        )


async def _set_where_different(bot: Bot, wanted: ProfileTexts, code: str | None) -> None:
    await _change(wanted.name, (await bot.get_my_name(code)).name, lambda: bot.set_my_name(wanted.name, code))
    await _change(
        wanted.description,
        (await bot.get_my_description(code)).description,
        lambda: bot.set_my_description(wanted.description, code),
    )
    await _change(
        wanted.short_description,
        (await bot.get_my_short_description(code)).short_description,
        lambda: bot.set_my_short_description(wanted.short_description, code),
    )


async def _change(wanted: str, present: str, change: Callable[[], Awaitable[bool]]) -> None:
    # Telegram lets a bot change its name a few times a day only.
    if wanted != present:
        await change()


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
