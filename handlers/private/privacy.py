"""What is kept of a person: /privacy tells, /forget deletes."""

from telegram import InlineKeyboardMarkup, Message, Update

from handlers.buttons import FORGET, button, parts_of
from handlers.context import Context
from handlers.pressing import acknowledge, out_of_date, show
from handlers.replies import Reply
from handlers.sending import send
from handlers.services import Services
from handlers.stores import StoreError
from handlers.texts import Translations
from handlers.voices import Voices

YES = "yes"
NO = "no"


class Privacy:
    """Tells what is kept of a person, and forgets it."""

    def __init__(self, services: Services, voices: Voices) -> None:
        self._services = services
        self._voices = voices

    async def privacy(self, update: Update, _: Context) -> None:
        """Say what is kept, for how long, and how to have it deleted."""
        if message := update.message:
            voice = await self._voices.of(message.from_user)
            await send(message, Reply(_privacy_text(voice.speech, self._services.retention_days)))

    async def forget(self, update: Update, _: Context) -> None:
        """Ask whether to delete."""
        message = update.message
        if message is None:
            return
        speech = (await self._voices.of(message.from_user)).speech
        text = speech.gettext(
            "Shall I delete all that I keep of you? Your questions and your choice of language go, and your votes no "
            "longer tell that they are yours. This cannot be undone."
        )
        choices = [button(speech.gettext("Yes, delete"), FORGET, YES), button(speech.gettext("No, keep"), FORGET, NO)]
        await send(message, Reply(text, InlineKeyboardMarkup([choices])))

    async def pressed(self, update: Update, _: Context) -> None:
        """Delete, or not, and say so in place of the question."""
        query = update.callback_query
        if query is None:
            return
        # Afterwards the choice of language is forgotten too.
        voice = await self._voices.of(query.from_user)
        [choice] = parts_of(query.data, 1)
        if choice not in {YES, NO} or not isinstance(query.message, Message):
            await out_of_date(query, voice)
            return
        if choice == NO:
            await show(query, Reply(voice.speech.gettext("Good, everything stays as it was.")), voice)
            return
        try:
            count = await self._services.people.forget(query.from_user.id)
        except StoreError:
            sorry = voice.speech.gettext("I cannot delete anything just now. Please try again later.")
            await acknowledge(query, sorry, alert=True)
            return
        await show(query, Reply(_forgotten(voice.speech, count)), voice)


def _privacy_text(speech: Translations, days: int) -> str:
    kept = speech.ngettext(
        "<b>What I keep</b>\n"
        "• Your questions, with language, kind of chat, time and what I answered. With them goes a code in place of "
        "your Telegram id: your name and your id are not kept. Text and code are deleted after {days} day.\n"
        "• The language you chose with /language, and your votes 👍 👎, with that code too.\n"
        "• Questions that my keepers teach me from: their text stays, without a trace of who asked.",
        "<b>What I keep</b>\n"
        "• Your questions, with language, kind of chat, time and what I answered. With them goes a code in place of "
        "your Telegram id: your name and your id are not kept. Text and code are deleted after {days} days.\n"
        "• The language you chose with /language, and your votes 👍 👎, with that code too.\n"
        "• Questions that my keepers teach me from: their text stays, without a trace of who asked.",
        days,
    )
    why = speech.gettext(
        "<b>What for</b>\nMy keepers see which questions I could not answer, and write the facts that are missing."
    )
    delete = speech.gettext("<b>How to delete it</b>\n/forget deletes all of this at once, except what I was taught.")
    return "\n\n".join([kept.format(days=days), why, delete])


def _forgotten(speech: Translations, count: int) -> str:
    if not count:
        return speech.gettext("Done. I had no questions of yours, and now I keep nothing of you.")
    text = speech.ngettext(
        "Done. I deleted {count} question of yours, and now I keep nothing of you.",
        "Done. I deleted {count} questions of yours, and now I keep nothing of you.",
        count,
    )
    return text.format(count=count)
