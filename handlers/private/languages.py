"""/language: the language that the bot speaks with a person."""

from telegram import InlineKeyboardMarkup, Message, Update, User

from handlers.buttons import LANGUAGE, button, parts_of
from handlers.context import Context
from handlers.language_names import own_name
from handlers.notices import not_remembered
from handlers.pressing import acknowledge, out_of_date, show
from handlers.replies import Reply
from handlers.sending import send
from handlers.services import Services
from handlers.stores import StoreError
from handlers.voices import Voice, Voices

# No language has a code of four letters.
AUTOMATIC = "auto"


class Languages:
    """Offers the languages of the facts, and remembers the choice."""

    def __init__(self, services: Services, voices: Voices) -> None:
        self._services = services
        self._voices = voices

    async def command(self, update: Update, _: Context) -> None:
        """Offer the languages."""
        message, user = update.message, update.effective_user
        if message is None or user is None:
            return
        voice = await self._voices.of(user)
        question = voice.speech.gettext(
            "Which language shall I speak with you? Automatic means: that of your question, or of your Telegram."
        )
        await send(message, Reply(question, await self._keyboard(user, voice)))

    async def pressed(self, update: Update, _: Context) -> None:
        """Remember a choice, and say so in the language chosen."""
        query = update.callback_query
        if query is None:
            return
        user = query.from_user
        [code] = parts_of(query.data, 1)
        languages = self._services.knowledge.current.facts.manifest.languages
        if code not in {AUTOMATIC, *languages} or not isinstance(query.message, Message):
            await out_of_date(query, await self._voices.of(user))
            return
        try:
            await self._services.people.choose_language(user.id, None if code == AUTOMATIC else code)
        except StoreError:
            await acknowledge(query, not_remembered((await self._voices.of(user)).speech), alert=True)
            return
        voice = await self._voices.of(user)
        await show(query, Reply(_confirmation(voice, code), await self._keyboard(user, voice)), voice)

    async def _keyboard(self, user: User, voice: Voice) -> InlineKeyboardMarkup:
        languages = voice.facts.manifest.languages
        chosen = await self._services.people.language(user.id)
        present = chosen if chosen in languages else AUTOMATIC
        names = {code: own_name(code) for code in languages} | {AUTOMATIC: voice.speech.gettext("Automatic")}
        return InlineKeyboardMarkup(
            [[button(f"✓ {name}" if code == present else name, LANGUAGE, code)] for code, name in names.items()]
        )


def _confirmation(voice: Voice, code: str) -> str:
    if code == AUTOMATIC:
        return voice.speech.gettext("From now on I answer in the language of your question.")
    return voice.speech.gettext("From now on I speak this language with you: {language}.").format(
        language=own_name(code)
    )
