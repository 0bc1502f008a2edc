"""When Telegram was last in contact, and a call when it has been silent for long."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from time import monotonic

from telegram.error import TelegramError

logger = logging.getLogger(__name__)

# After so many seconds of silence Telegram is called. A long poll ends sooner, so a bot that polls never calls.
CALL_SECONDS = 60.0


class Contact:
    """The last contact with Telegram. `clock` gives seconds that never go back."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._opened = clock()
        self._last: float | None = None

    @property
    def made(self) -> bool:
        """Whether there was any contact yet."""
        return self._last is not None

    @property
    def silence(self) -> float:
        """Seconds since the last contact; since the start, where there was none."""
        return self._clock() - (self._opened if self._last is None else self._last)

    def note(self) -> None:
        """Take note of a contact: an answer of Telegram's, or an update that it brought."""
        self._last = self._clock()


@asynccontextmanager
async def keep_contact(
    contact: Contact, call: Callable[[], Awaitable[object]], seconds: float = CALL_SECONDS
) -> AsyncIterator[None]:
    """Make a call whenever there was no contact for so many seconds, as long as the context is open."""

    async def watch() -> None:
        while True:
            await asyncio.sleep(max(seconds - contact.silence, seconds / 10))
            if contact.silence >= seconds:
                try:
                    await call()
                except TelegramError as error:
                    logger.debug("no contact with Telegram (%s)", type(error).__name__)

    task = asyncio.create_task(watch(), name="contact")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
