"""A person's language: the one that the person chose, else the question's, else the client's, else the default."""

from dataclasses import dataclass

from telegram import Message, User

from handlers.replies import Replies
from handlers.services import Services
from handlers.texts import Translations
from knowledge.facts_model import FactBase


@dataclass(frozen=True)
class Voice:
    """The facts in use, a language of theirs, and the bot's sentences in it."""

    facts: FactBase
    language: str
    speech: Translations
    replies: Replies


class Voices:
    """Finds the voice for a person."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def of(self, user: User | None, shown: str | None = None) -> Voice:
        """Give the voice for a user; `shown` is the language of a question or of a pressed button's message."""
        return await self.of_id(user.id if user else None, shown, user.language_code if user else None)

    async def of_writer(self, message: Message) -> Voice:
        """Give the voice for who wrote a message, where people may write as a group or channel.

        The account behind an anonymous administrator or a channel has no language of its own.
        """
        return await self.of(None if message.sender_chat else message.from_user)

    async def of_id(self, user_id: int | None, *languages: str | None) -> Voice:
        """Give the voice for a user id; after the user's choice the languages count in their order."""
        chosen = await self._services.people.language(user_id) if user_id is not None else None
        facts, texts = self._services.knowledge.current.facts, self._services.texts
        language = facts.language(chosen, *languages)
        speech = texts.of(language)
        return Voice(facts, language, speech, Replies(facts, speech, language))
