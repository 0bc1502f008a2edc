"""Growing pauses while a trouble lasts."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram.error import InvalidToken, TelegramError

from bot.problems import StartError

logger = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0


class Backoff:
    """Growing pauses while a trouble lasts, up to `longest` seconds."""

    def __init__(self, longest: float = LONGEST_PAUSE_SECONDS) -> None:
        self._seconds = 0.0
        self._longest = longest

    @property
    def in_trouble(self) -> bool:
        """Whether the last try failed."""
        return self._seconds > 0

    async def pause(self, stopping: "asyncio.Task[bool]") -> None:
        """Wait longer than the last time, or until it is time to stop."""
        self._seconds = min(max(self._seconds * 2, FIRST_PAUSE_SECONDS), self._longest)
        await asyncio.wait({stopping}, timeout=self._seconds)

    def reset(self) -> None:
        """Begin with short pauses again."""
        self._seconds = 0.0


async def until_reached(work: Callable[[], Awaitable[None]], stopping: "asyncio.Task[bool]") -> None:
    """Do something with Telegram, again and again until it can be reached or it is time to stop.

    Raises StartError if Telegram refuses the token, and whatever `work` raises that is no TelegramError.
    """
    backoff = Backoff()
    while not stopping.done():
        attempt = asyncio.ensure_future(work())
        try:
            await asyncio.wait({attempt, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if attempt.done():
                attempt.result()
        except InvalidToken as error:
            raise StartError("Telegram refuses TANYA_TOKEN; get a valid token from @BotFather") from error
        except TelegramError as error:
            if not backoff.in_trouble:
                logger.warning("Telegram cannot be reached (%s); trying on", type(error).__name__)
            await backoff.pause(stopping)
        else:
            return
        finally:
            attempt.cancel()
            await asyncio.gather(attempt, return_exceptions=True)
