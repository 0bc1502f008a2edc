"""Updates from Telegram by long polling, confirmed only after they were handled and logged.

Telegram hands an update out again until a later `getUpdates` asks for a higher offset (Bot API "getUpdates"), so an
unconfirmed update is safe in Telegram's hands whatever happens to this process. The library's own updater confirms
before handling, which is why the polling stands here.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.delivery.backoff import Backoff
from bot.delivery.delivery import Delivery, DurableLog
from bot.delivery.registration import delete_webhook
from bot.delivery.updates import posted, read_update
from bot.delivery.waiting import wait_seconds
from bot.problems import StartError
from handlers.context import BotApplication
from handlers.routes import ALLOWED_UPDATES

logger = logging.getLogger(__name__)

# Seconds that Telegram holds an empty `getUpdates` open.
POLL_SECONDS = 30
# Seconds until the next look for updates of other chats while one takes long: an offset confirms all before it, so
# Telegram hands out the unconfirmed ones at every look, and does not wait for new ones.
SLOW_SECONDS = 0.25
# Seconds that what is in hand may take at a stop.
STOP_SECONDS = 10.0
# While the database is in trouble, people are still answered: no pause that they would notice.
LONGEST_STORAGE_PAUSE_SECONDS = 2.0


class Polling:
    """Fetches updates, has them handled, and confirms them."""

    def __init__(self, application: BotApplication, log: DurableLog, delivery: Delivery) -> None:
        self._application = application
        self._log = log
        self._delivery = delivery
        self._offset: int | None = None
        # Fetched, but not confirmed: not handled yet, or an earlier one is not, or its row waits for the database.
        self._unconfirmed: set[int] = set()
        self._network, self._storage = Backoff(), Backoff(LONGEST_STORAGE_PAUSE_SECONDS)

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop` is set; then finish what is in hand and confirm it. A webhook that is set is deleted.

        Raises StartError for what does not mend itself: a token that Telegram refuses, a second bot on the token.
        """
        stopping = asyncio.create_task(stop.wait())
        try:
            await delete_webhook(self._application.bot, stopping)
            while not stop.is_set():
                updates = await self._fetch(stopping)
                if not stop.is_set():
                    await self._handle(updates)
                if await self._store():
                    self._storage.reset()
                else:
                    await self._storage.pause(stopping)
        finally:
            stopping.cancel()
            await self._delivery.stop(STOP_SECONDS)
            await self._confirm_rest()

    async def _fetch(self, stopping: "asyncio.Task[bool]") -> Mapping[int, dict[str, Any]]:
        """Give the next updates by their ids; none when there are none, on trouble, or when it is time to stop."""
        request = asyncio.create_task(self._get_updates(POLL_SECONDS))
        await asyncio.wait({request, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not request.done():
            request.cancel()
            with suppress(asyncio.CancelledError):
                await request
            return {}
        try:
            updates = posted(request.result())
        except InvalidToken as error:
            raise StartError("Telegram refuses TANYA_TOKEN; get a valid token from @BotFather") from error
        except Conflict as error:
            raise StartError(_conflict(error)) from error
        except RetryAfter as error:
            seconds = wait_seconds(error)
            logger.warning("Telegram asks to wait %s s", seconds)
            await asyncio.wait({stopping}, timeout=seconds)
            return {}
        except TelegramError as error:
            # Said when the trouble starts, not at every try.
            level = logging.DEBUG if self._network.in_trouble else logging.WARNING
            logger.log(level, "Telegram cannot be reached (%s); trying on", type(error).__name__)
            await self._network.pause(stopping)
            return {}
        if self._network.in_trouble:
            logger.info("Telegram can be reached again")
            self._network.reset()
        return updates

    async def _get_updates(self, seconds: int) -> Sequence[Update]:
        return await self._application.bot.get_updates(
            offset=self._offset, timeout=seconds, allowed_updates=ALLOWED_UPDATES
        )

    async def _handle(self, updates: Mapping[int, dict[str, Any]]) -> None:
        """Put new updates in line; wait until half of what is in hand is done, though not for slow ones."""
        self._unconfirmed.update(updates)
        for number in sorted(updates):
            if not self._delivery.has(number):
                self._delivery.begin(read_update(updates[number], self._application.bot))
        # The oldest half: the other keeps the bot busy while the next come.
        in_hand = tuple(self._delivery.open)
        oldest = in_hand[: (len(in_hand) + 1) // 2]
        if oldest:
            await asyncio.wait(oldest, timeout=SLOW_SECONDS)
        if any(done.done() and not done.result() for done in oldest):
            # Another process has it; Telegram hands it out again at once.
            await asyncio.sleep(SLOW_SECONDS)

    async def _store(self) -> bool:
        """Move the offset past what is handled and stored; True if the database has all rows."""
        stored = await self._log.flush()
        unsaved = self._log.unsaved
        waiting = {number for number in self._unconfirmed if number in unsaved or not self._delivery.is_handled(number)}
        first = min(waiting, default=None)
        done = [number for number in self._unconfirmed if first is None or number < first]
        if done:
            self._offset = max(done) + 1
            self._unconfirmed.difference_update(done)
        return stored

    async def _confirm_rest(self) -> None:
        """Tell Telegram what was handled, so that it is not handed out again after a restart."""
        await self._store()
        if self._offset is None:
            return
        try:
            async with asyncio.timeout(5):
                # The shortest request that confirms: no waiting, one update at most, which stays unconfirmed.
                await self._application.bot.get_updates(
                    offset=self._offset, limit=1, timeout=0, allowed_updates=ALLOWED_UPDATES
                )
        except (TelegramError, TimeoutError) as error:
            logger.warning("the last updates could not be confirmed (%s)", type(error).__name__)


def _conflict(error: Conflict) -> str:
    if "webhook" in error.message.lower():
        return (
            "a webhook was set for this TANYA_TOKEN meanwhile; stop the process that set it, or give this one its own"
        )
    return "another process polls with this TANYA_TOKEN; stop it, or give this one its own"
