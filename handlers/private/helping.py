"""/help and /about, and a command that does not exist."""

from html import escape

from telegram import InlineKeyboardMarkup, Update

from handlers.about import about
from handlers.buttons import topics_button
from handlers.commands import everyone
from handlers.context import Context
from handlers.language_names import language_names
from handlers.replies import Reply
from handlers.sending import send
from handlers.services import Services
from handlers.voices import Voice, Voices


class Helping:
    """Explains the bot."""

    def __init__(self, services: Services, voices: Voices) -> None:
        self._services = services
        self._voices = voices

    async def help(self, update: Update, _: Context) -> None:
        """Give all ways to ask and all commands."""
        if message := update.message:
            voice = await self._voices.of(message.from_user)
            await send(message, _help(voice, message.get_bot().username))

    async def about(self, update: Update, _: Context) -> None:
        """Say what the bot knows, where that comes from and how recent it is."""
        if message := update.message:
            voice = await self._voices.of(message.from_user)
            await send(message, about(voice, self._services.knowledge.loaded_at))

    async def unknown_command(self, update: Update, _: Context) -> None:
        """Say that there is no such command."""
        if message := update.message:
            voice = await self._voices.of(message.from_user)
            await send(message, Reply(voice.speech.gettext("I don't know this command. /help shows what I can do.")))


def _help(voice: Voice, name: str) -> Reply:
    facts, language, speech = voice.facts, voice.language, voice.speech
    how = speech.gettext(
        "Write your question as you would ask a person: whole sentences, a few words, typing errors are fine. "
        "I understand {languages}.\n\n"
        "<b>Ways to ask</b>\n"
        "• Here: just write. If you edit your question, I edit my answer.\n"
        "• Here, with a picture or a video: write the question below it.\n"
        "• Reply to any message with /ask, and its text is the question.\n"
        "• In a group that I am in: <code>/ask your question</code>, or mention @{name}, or reply to me.\n"
        "• In any other chat: type <code>@{name} your question</code> and pick an answer."
    ).format(name=escape(name), languages=language_names(facts.manifest.languages, language))
    commands = "\n".join(f"/{item.command} – {escape(item.description)}" for item in everyone(speech))
    heading = speech.gettext("Commands")
    button = topics_button(language, speech.gettext("All topics"))
    return Reply(f"{how}\n\n<b>{heading}</b>\n{commands}", InlineKeyboardMarkup([[button]]))
