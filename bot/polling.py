"""Updates from Telegram by long polling, confirmed only after they were handled and logged.

Telegram hands an update out again until a later `getUpdates` asks for a higher offset (Bot API "getUpdates"), so an
unconfirmed update is safe in Telegram's hands whatever happens to this process. The library's own updater confirms
before handling, which is why the polling stands here.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from typing import Any, Protocol

from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.problems import StartError
from bot.storage.errors import StorageError
from bot.waiting import wait_seconds
from handlers.context import BotApplication
from handlers.routes import ALLOWED_UPDATES

logger = logging.getLogger(__name__)

# Seconds that Telegram holds an empty `getUpdates` open.
POLL_SECONDS = 30
# Seconds for one update; what takes longer is given up, so that it cannot hold the others for ever.
UPDATE_SECONDS = 60
# Chats served at once.
CONCURRENCY = 16
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
# While the database is in trouble, people are still answered: no pause that they would notice.
LONGEST_STORAGE_PAUSE_SECONDS = 2.0


class DurableLog(Protocol):
    """What polling needs of the question log."""

    @property
    def unsaved(self) -> frozenset[int]:
        """The update ids whose rows are not stored yet."""

    async def seen(self, update_ids: Collection[int]) -> frozenset[int]:
        """Give those of the updates that the log holds already. Raises StorageError."""

    async def flush(self) -> bool:
        """Try to store what waits; True when nothing waits any more."""


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


class UpdatesRequest(HTTPXRequest):
    """Reads the answers to `getUpdates` one update at a time.

    The library reads a batch as a whole: one update that it cannot read would keep all others from the bot for ever.
    """

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Give the answer; an update that cannot be read is emptied, so that it is confirmed like the others."""
        answer = HTTPXRequest.parse_json_payload(payload)
        updates = answer.get("result")
        if isinstance(updates, list):
            answer["result"] = [
                update if _is_readable(update) else {"update_id": update["update_id"]} for update in updates
            ]
        return answer


def _is_readable(update: dict[str, Any]) -> bool:
    try:
        Update.de_json(update, None)
    except Exception:
        logger.exception("update %s cannot be read and is left out", update.get("update_id"))
        return False
    return True


class Polling:
    """Fetches updates, has them handled, and confirms them."""

    def __init__(self, application: BotApplication, log: DurableLog) -> None:
        self._application = application
        self._log = log
        self._offset: int | None = None
        # Handled, but not confirmed: an earlier update's row waits for the database.
        self._handled: set[int] = set()
        # Fetched, but not handled yet.
        self._open: set[int] = set()
        self._network, self._storage = Backoff(), Backoff(LONGEST_STORAGE_PAUSE_SECONDS)
        self._slots = asyncio.Semaphore(CONCURRENCY)

    @property
    def backlog(self) -> int:
        """How many updates were fetched and not handled yet."""
        return len(self._open)

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop` is set; then finish what is in hand and confirm it.

        Raises StartError for what does not mend itself: a token that Telegram refuses, a second bot on the token.
        """
        stopping = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                updates = await self._fetch(stopping)
                await self._handle_all(updates, stop)
                if await self._store():
                    self._storage.reset()
                else:
                    await self._storage.pause(stopping)
        finally:
            stopping.cancel()
            await self._confirm_rest()

    async def _fetch(self, stopping: "asyncio.Task[bool]") -> Sequence[Update]:
        """Give the next updates; an empty list when there are none, on trouble, or when it is time to stop."""
        request = asyncio.create_task(self._get_updates(POLL_SECONDS))
        await asyncio.wait({request, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not request.done():
            request.cancel()
            with suppress(asyncio.CancelledError):
                await request
            return ()
        try:
            updates = request.result()
        except InvalidToken as error:
            raise StartError("Telegram refuses TANYA_TOKEN; get a valid token from @BotFather") from error
        except Conflict as error:
            raise StartError(
                "another process polls with this TANYA_TOKEN; stop it, or give this one its own"
            ) from error
        except RetryAfter as error:
            seconds = wait_seconds(error)
            logger.warning("Telegram asks to wait %s s", seconds)
            await asyncio.wait({stopping}, timeout=seconds)
            return ()
        except TelegramError as error:
            # Said when the trouble starts, not at every try.
            level = logging.DEBUG if self._network.in_trouble else logging.WARNING
            logger.log(level, "Telegram cannot be reached (%s); trying on", type(error).__name__)
            await self._network.pause(stopping)
            return ()
        if self._network.in_trouble:
            logger.info("Telegram can be reached again")
            self._network.reset()
        return updates

    async def _get_updates(self, seconds: int) -> Sequence[Update]:
        return await self._application.bot.get_updates(
            offset=self._offset, timeout=seconds, allowed_updates=ALLOWED_UPDATES
        )

    async def _handle_all(self, updates: Sequence[Update], stop: asyncio.Event) -> None:
        """Handle updates: those of one chat in order, chats side by side."""
        fresh = await self._fresh(updates)
        self._open = {update.update_id for update in fresh}
        self._handled.update(update.update_id for update in updates if update.update_id not in self._open)
        chats: defaultdict[object, list[Update]] = defaultdict(list)
        for update in fresh:
            chat, user = update.effective_chat, update.effective_user
            chats[chat.id if chat else user.id if user else None].append(update)
        await asyncio.gather(*(self._handle_in_order(waiting, stop) for waiting in chats.values()))

    async def _fresh(self, updates: Sequence[Update]) -> list[Update]:
        """Leave out what was handled before, in this process or, by the log, in an earlier one."""
        new = [update for update in updates if update.update_id not in self._handled]
        try:
            seen = await self._log.seen([update.update_id for update in new])
        except StorageError:
            # The answer matters more than the risk of giving it twice; the log says the trouble itself.
            seen = frozenset()
        return [update for update in new if update.update_id not in seen]

    async def _handle_in_order(self, updates: Iterable[Update], stop: asyncio.Event) -> None:
        async with self._slots:
            for update in updates:
                if stop.is_set():
                    return  # what is not begun stays unconfirmed, for the next start
                try:
                    async with asyncio.timeout(UPDATE_SECONDS):
                        await self._application.process_update(update)
                except TimeoutError:
                    logger.exception("update %d took over %d s and was given up", update.update_id, UPDATE_SECONDS)
                except Exception:
                    logger.exception("update %d failed", update.update_id)
                self._handled.add(update.update_id)
                self._open.discard(update.update_id)

    async def _store(self) -> bool:
        """Move the offset past what is handled and stored; True if all is."""
        stored = await self._log.flush()
        waiting = self._log.unsaved | self._open
        done = [update_id for update_id in self._handled if not waiting or update_id < min(waiting)]
        if done:
            self._offset = max(done) + 1
            self._handled.difference_update(done)
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
