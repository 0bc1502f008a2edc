"""Commands of the people who keep the facts; for anybody else they do not exist."""

import logging
from collections.abc import Mapping
from html import escape

from telegram import Update

from handlers.context import Context
from handlers.replies import Reply
from handlers.sending import send
from handlers.services import Services
from handlers.texts import Translations
from handlers.voices import Voices
from knowledge.mistakes import FactBaseError

logger = logging.getLogger(__name__)

# What fits one message with room to spare (Bot API "sendMessage": 4096 characters).
TEXT_LENGTH = 3500
# A mistake may quote a whole question; its file and line come first.
MISTAKE_LENGTH = 500
FACTS_SHOWN = 5


class Admin:
    """Serves /reload and /stats."""

    def __init__(self, services: Services, voices: Voices) -> None:
        self._services = services
        self._voices = voices

    async def reload(self, update: Update, _: Context) -> None:
        """Read the facts anew; with mistakes the old facts stay, and the mistakes are told by file and line."""
        message = update.message
        if message is None:
            return
        speech = await self._speech(update)
        try:
            knowledge = await self._services.knowledge.reload()
        except FactBaseError as error:
            logger.warning("reload refused, %d mistakes, the first: %s", len(error.mistakes), error.mistakes[0])
            head = speech.ngettext(
                "The facts have a mistake; the old ones stay in use:",
                "The facts have {count} mistakes; the old ones stay in use:",
                len(error.mistakes),
            ).format(count=len(error.mistakes))
            lines = _cut(
                [f"<code>{escape(_clip(str(mistake), MISTAKE_LENGTH))}</code>" for mistake in error.mistakes],
                TEXT_LENGTH,
            )
            await send(message, Reply("\n\n".join([head, *lines])))
            return
        count = len(knowledge.facts.facts)
        logger.info("reloaded: %d facts, fingerprint %s", count, knowledge.facts.fingerprint)
        text = speech.ngettext("{count} fact is in use now.", "{count} facts are in use now.", count)
        await send(message, Reply(text.format(count=count)))

    async def stats(self, update: Update, _: Context) -> None:
        """Send the figures of the question log."""
        message = update.message
        if message is None:
            return
        speech = await self._speech(update)
        stats = await self._services.log.stats()
        rows = [
            (speech.gettext("Questions"), str(stats.questions)),
            (speech.gettext("People"), str(stats.users)),
            (speech.gettext("Verdicts"), _counts(stats.outcomes)),
            (speech.gettext("Languages"), _counts(stats.languages)),
            (speech.gettext("Chats"), _counts(stats.chat_kinds)),
            (speech.gettext("Busiest facts"), _counts(stats.facts, FACTS_SHOWN)),
        ]
        if stats.median_seconds is not None:
            rows.append((speech.gettext("Median time to the reply"), f"{stats.median_seconds * 1000:.0f} ms"))
        if stats.unsaved:
            rows.append((speech.gettext("Rows waiting for the database"), str(stats.unsaved)))
        lines = [f"<b>{label}:</b> {value}" for label, value in rows]
        await send(message, Reply("\n".join(lines)))

    async def _speech(self, update: Update) -> Translations:
        return (await self._voices.of(update.effective_user)).speech


def _counts(counts: Mapping[str, int], most: int | None = None) -> str:
    return ", ".join(f"{escape(name)} {count}" for name, count in list(counts.items())[:most]) or "–"


def _clip(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _cut(lines: list[str], limit: int) -> list[str]:
    """Give as many lines as fit into `limit` characters, and how many more there are."""
    kept: list[str] = []
    for line in lines:
        if sum(map(len, kept)) + len(line) > limit:
            return [*kept, f"… (+{len(lines) - len(kept)})"]
        kept.append(line)
    return kept
