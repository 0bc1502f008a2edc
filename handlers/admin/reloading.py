"""The facts read anew while the bot runs."""

import logging
from functools import partial

from telegram import Update, User

from handlers.admin.deeds import note
from handlers.admin.differences import differences
from handlers.admin.mistakes import mistakes_reply
from handlers.admin.working import show_progress
from handlers.context import Context
from handlers.replies import Reply
from handlers.services import Services
from handlers.texts import Translations
from handlers.voices import Voices
from knowledge.mistakes import FactBaseError

logger = logging.getLogger(__name__)


class Reloading:
    """Serves /reload."""

    def __init__(self, services: Services, voices: Voices) -> None:
        self._services = services
        self._voices = voices

    async def reload(self, update: Update, _: Context) -> None:
        """Read the facts anew; with mistakes the old facts stay, and the mistakes are told by file and line."""
        message = update.message
        if message is None or message.from_user is None:
            return
        speech = (await self._voices.of(message.from_user)).speech
        work = partial(self._renew, message.from_user, speech)
        await show_progress(message, speech.gettext("Reading the facts…"), work)

    async def _renew(self, admin: User, speech: Translations) -> Reply:
        before = self._services.knowledge.current.facts
        try:
            knowledge = await self._services.knowledge.reload()
        except FactBaseError as error:
            count = len(error.mistakes)
            logger.warning("reload refused, %d mistakes, the first: %s", count, error.mistakes[0])
            await note(self._services, admin, "reload", f"refused, {count} mistakes")
            heading = speech.ngettext(
                "The facts have a mistake; the old ones stay in use:",
                "The facts have {count} mistakes; the old ones stay in use:",
                count,
            )
            return mistakes_reply(heading.format(count=count), error.mistakes)
        facts = knowledge.facts
        count = len(facts.facts)
        logger.info("reloaded: %d facts, fingerprint %s", count, facts.fingerprint)
        await note(self._services, admin, "reload", f"{count} facts")
        text = speech.ngettext("{count} fact is in use now.", "{count} facts are in use now.", count)
        return Reply("\n".join([text.format(count=count), *differences(before, facts, speech)]))
