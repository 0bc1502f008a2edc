"""A fact file that an admin sends is checked, and never installed."""

from functools import partial
from html import escape

from telegram import Document, Update, User
from telegram.ext import filters

from handlers.admin.deeds import note
from handlers.admin.differences import differences
from handlers.admin.lines import clip
from handlers.admin.mistakes import mistakes_reply
from handlers.admin.working import show_progress
from handlers.context import Context
from handlers.replies import Reply
from handlers.sending import send
from handlers.services import Services
from handlers.texts import Translations
from handlers.voices import Voices
from knowledge.mistakes import FactBaseError

FACT_FILES = filters.Document.FileExtension("yaml") | filters.Document.FileExtension("yml")
# The largest file of facts is a tenth of it.
MOST_BYTES = 1_000_000
NAME_LENGTH = 60


class Checking:
    """Serves YAML documents."""

    def __init__(self, services: Services, voices: Voices) -> None:
        self._services = services
        self._voices = voices

    async def check(self, update: Update, _: Context) -> None:
        """Tell what is wrong with the file by file and line, or what would be different with it."""
        message = update.message
        if message is None or message.from_user is None or message.document is None:
            return
        speech = (await self._voices.of(message.from_user)).speech
        document = message.document
        if document.file_size is None or document.file_size > MOST_BYTES:
            text = speech.gettext("The file is larger than {size} MB; I check smaller ones only.")
            await send(message, Reply(text.format(size=MOST_BYTES // 1_000_000)))
            return
        name = escape(clip(document.file_name or "", NAME_LENGTH))
        work = partial(self._judge, document, message.from_user, speech)
        await show_progress(message, speech.gettext("Checking {name}…").format(name=name), work)

    async def _judge(self, document: Document, admin: User, speech: Translations) -> Reply:
        file = await document.get_file()
        content = bytes(await file.download_as_bytearray())
        try:
            after = await self._services.knowledge.check(document.file_name or "", content)
        except FactBaseError as error:
            count = len(error.mistakes)
            await note(self._services, admin, "check", f"{count} mistakes")
            heading = speech.ngettext(
                "With this file the facts would have a mistake:",
                "With this file the facts would have {count} mistakes:",
                count,
            )
            return mistakes_reply(heading.format(count=count), error.mistakes)
        await note(self._services, admin, "check", "no mistakes")
        before = self._services.knowledge.current.facts
        count = len(after.facts)
        lines = [
            speech.gettext("No mistakes."),
            speech.ngettext("There would be {count} fact.", "There would be {count} facts.", count).format(count=count),
            *differences(before, after, speech),
            "",
            speech.gettext("Nothing is installed: put the file into the facts' folder, then /reload."),
        ]
        return Reply("\n".join(lines))
