"""The first things that a person meets: /start, /help, and a command that does not exist."""

from collections.abc import Container, Iterable
from html import escape

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from telegram import InlineKeyboardMarkup, Update

from handlers.buttons import fact_button, topics_button
from handlers.commands import Commands
from handlers.context import Context
from handlers.replies import Reply, label
from handlers.sending import send
from handlers.voices import Voices

EXAMPLES = 3


def language_names(codes: Iterable[str], language: str) -> str:
    """Give the names of languages as a list in `language`; a code that CLDR does not know stays as it is."""
    locale = _locale(language) or Locale("en")
    names = [(_locale(code) or code) for code in codes]
    shown = [name.get_display_name(locale) or name.language if isinstance(name, Locale) else name for name in names]
    return format_list(shown, locale=locale)


def _locale(code: str) -> Locale | None:
    try:
        return Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


class Basics:
    """Greets and explains."""

    def __init__(self, voices: Voices, commands: Commands, admins: Container[int]) -> None:
        self._voices = voices
        self._commands = commands
        self._admins = admins

    async def start(self, update: Update, _: Context) -> None:
        """Greet, say what can be asked, and offer examples."""
        message, user = update.message, update.effective_user
        if message is None or user is None:
            return
        voice = await self._voices.of(user)
        facts, language, speech = voice.facts, voice.language, voice.speech
        text = speech.gettext(
            "Hello! I am Tanya. I answer questions about <b>{subject}</b>: every answer comes with its source, "
            "and what I don't know I say.\n\nJust write your question, or try one of these:"
        )
        examples = [file.facts[0] for file in facts.topics[:EXAMPLES]]
        rows = [[fact_button(language, fact.id, label(fact.questions[language][0]))] for fact in examples]
        rows.append([topics_button(language, speech.gettext("All topics"))])
        subject = escape(facts.manifest.title[language])
        await send(message, Reply(text.format(subject=subject), InlineKeyboardMarkup(rows)))
        if user.id in self._admins:
            await self._commands.register_admin(message.get_bot(), user.id)

    async def help(self, update: Update, _: Context) -> None:
        """Explain how to ask."""
        message = update.message
        if message is None:
            return
        voice = await self._voices.of(message.from_user)
        facts, language, speech = voice.facts, voice.language, voice.speech
        text = speech.gettext(
            "Write your question as you would ask a person: whole sentences, a few words, typing errors are fine. "
            "I understand {languages}.\n\n"
            "/topics – browse what I know\n/help – this page\n\n"
            "In any other chat, type <code>@{name} your question</code> and pick an answer."
        )
        name = escape(message.get_bot().username)
        button = topics_button(language, speech.gettext("All topics"))
        languages = language_names(facts.manifest.languages, language)
        await send(message, Reply(text.format(name=name, languages=languages), InlineKeyboardMarkup([[button]])))

    async def unknown_command(self, update: Update, _: Context) -> None:
        """Say that there is no such command."""
        if message := update.message:
            voice = await self._voices.of(message.from_user)
            await send(message, Reply(voice.speech.gettext("I don't know this command. /help shows what I can do.")))
