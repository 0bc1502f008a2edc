"""A short word back to greetings, thanks and farewells; "who are you?" gets what /about says. None is a question."""

from html import escape

from telegram import InlineKeyboardMarkup

from handlers.about import about
from handlers.asking import Asker
from handlers.buttons import topics_button
from handlers.replies import Reply
from handlers.services import Services
from handlers.voices import Voice, Voices
from knowledge.courtesy import Courtesy


class Courtesies:
    """Answers small talk, in whatever chat it was said."""

    def __init__(self, services: Services, voices: Voices) -> None:
        self._services = services
        self._voices = voices

    async def reply(self, text: str, asker: Asker) -> Reply | None:
        """Give the reply to small talk; None if the text may be a question."""
        keeper = self._services.knowledge
        found = keeper.current.courtesy(text, asker.client)
        if found is None:
            return None
        courtesy, language = found
        voice = await self._voices.of_id(asker.id, language, asker.client)
        return about(voice, keeper.loaded_at) if courtesy is Courtesy.IDENTITY else _word_back(courtesy, voice)


def _word_back(courtesy: Courtesy, voice: Voice) -> Reply:
    speech, language = voice.speech, voice.language
    if courtesy is Courtesy.THANKS:
        return Reply(speech.gettext("You are welcome! Ask on whenever you like."))
    if courtesy is Courtesy.FAREWELL:
        return Reply(speech.gettext("Goodbye! I am here whenever you have a question."))
    text = speech.gettext("Hello! What would you like to know about <b>{subject}</b>?")
    keyboard = InlineKeyboardMarkup([[topics_button(language, speech.gettext("All topics"))]])
    return Reply(text.format(subject=escape(voice.facts.manifest.title[language])), keyboard)
