"""Commands of the people who keep the facts; for anybody else they do not exist."""

from html import escape

from telegram import Update

from handlers.context import Context
from handlers.replies import Reply
from handlers.sending import send
from handlers.services import Services
from handlers.texts import Translations
from handlers.voices import Voices

# What fits one message with room to spare (Bot API "sendMessage": 4096 characters).
TEXT_LENGTH = 3500
UNANSWERED_SHOWN = 20
QUESTION_LENGTH = 120


class Admin:
    """Serves /unanswered."""

    def __init__(self, services: Services, voices: Voices) -> None:
        self._services = services
        self._voices = voices

    async def unanswered(self, update: Update, _: Context) -> None:
        """Send the questions asked in vain, most often asked first."""
        message = update.message
        if message is None:
            return
        speech = await self._speech(update)
        questions = await self._services.log.unanswered(UNANSWERED_SHOWN)
        if not questions:
            await send(message, Reply(speech.gettext("Nothing was asked in vain.")))
            return
        lines = [f"{item.times}× [{item.language}] {escape(_short(item.text))}" for item in questions]
        head = speech.gettext("Asked in vain, most often first")
        await send(message, Reply("\n".join([f"<b>{head}</b>", "", *_cut(lines, TEXT_LENGTH)])))

    async def _speech(self, update: Update) -> Translations:
        return (await self._voices.of(update.effective_user)).speech


def _short(text: str) -> str:
    return _clip(" ".join(text.split()), QUESTION_LENGTH)


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
