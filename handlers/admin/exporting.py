"""The question log as a file."""

import asyncio
import io
import tempfile
from collections.abc import AsyncIterator
from typing import IO

from telegram import InputFile, Message, Update
from telegram.constants import ChatAction

from handlers.admin.deeds import note
from handlers.admin.working import acting
from handlers.context import Context
from handlers.log_table import LogTable
from handlers.records import LoggedQuestion
from handlers.replies import Reply
from handlers.sending import send
from handlers.services import Services
from handlers.texts import Translations
from handlers.voices import Voices

# What Telegram takes from a bot (Bot API "sendDocument").
MOST_BYTES = 50_000_000
ROWS_AT_ONCE = 500
# Spreadsheets take a file that begins with it for UTF-8, and any other for the system's old encoding.
ENCODING = "utf-8-sig"


class Exporting:
    """Serves /export."""

    def __init__(self, services: Services, voices: Voices) -> None:
        self._services = services
        self._voices = voices

    async def export(self, update: Update, _: Context) -> None:
        """Send the log as a CSV document; the rows go through a temporary file, however many they are."""
        message = update.message
        if message is None or message.from_user is None:
            return
        speech = (await self._voices.of(message.from_user)).speech
        with tempfile.TemporaryFile() as file:
            async with acting(message, ChatAction.UPLOAD_DOCUMENT):
                rows = await write_log(self._services.log.export(), file)
                if rows is None:
                    await note(self._services, message.from_user, "export", "refused: too large")
                    await send(message, Reply(_too_large(speech)))
                elif rows == 0:
                    await send(message, Reply(speech.gettext("Nothing has been asked yet.")))
                else:
                    await note(self._services, message.from_user, "export", f"{rows} rows")
                    caption = speech.ngettext("{count} question", "{count} questions", rows)
                    await self._send(message, file, caption.format(count=rows))

    async def _send(self, message: Message, file: IO[bytes], caption: str) -> None:
        name = f"questions-{self._services.clock():%Y-%m-%d}.csv"
        # Handed over as it is, the file is sent piece by piece and never in memory as a whole.
        document = InputFile(file, name, read_file_handle=False)
        await message.reply_document(document, caption=caption, do_quote=False)


async def write_log(rows: AsyncIterator[LoggedQuestion], file: IO[bytes]) -> int | None:
    """Write rows as CSV, off the event loop; give how many they were, None if they are more than Telegram takes."""
    text = io.TextIOWrapper(file, ENCODING, newline="", write_through=True)
    try:
        table = await asyncio.to_thread(LogTable, text)
        written = 0
        async for some in _batches(rows):
            await asyncio.to_thread(table.add, some)
            written += len(some)
            if file.tell() > MOST_BYTES:
                return None
        return written
    finally:
        text.detach()


async def _batches(rows: AsyncIterator[LoggedQuestion]) -> AsyncIterator[list[LoggedQuestion]]:
    batch: list[LoggedQuestion] = []
    async for row in rows:
        batch.append(row)
        if len(batch) == ROWS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _too_large(speech: Translations) -> str:
    return speech.gettext(
        "The log is larger than the {size} MB that Telegram takes from a bot. On the server, "
        "<code>tanya export</code> gives all of it."
    ).format(size=MOST_BYTES // 1_000_000)
