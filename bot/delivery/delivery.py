"""Updates handled: those of a chat in order, chats side by side, each until it is done or has failed for good.

Polling and webhook share this. Neither confirms an update to Telegram before its handling ended here and its row is
stored.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from heapq import heappop, heappush
from typing import Protocol

from telegram import Update

from bot.delivery.floor import Floor
from bot.delivery.updates import unreadable
from bot.storage.claims import Claims
from bot.storage.lookups import Lookups
from handlers.context import BotApplication

logger = logging.getLogger(__name__)

# Seconds for one try; what takes longer is broken off, so that it cannot hold up its chat for ever.
UPDATE_SECONDS = 60
# Tries after which an update is given up, and the pause before the second, in seconds; it doubles.
TRIES = 3
TRY_PAUSE_SECONDS = 0.5
# Updates handled at once. Most of them wait for Telegram, some for its flood limits.
CONCURRENCY = 64
# Updates of which it is known that they were handled, for Telegram may hand them out again.
REMEMBERED = 10_000


class _Known(Enum):
    """What is known of an update before it is handled: its row is in the log, or another process handles it."""

    LOGGED = auto()
    ELSEWHERE = auto()


@dataclass(order=True)
class _InLine:
    """An update in line: by id, for parallel requests may bring a chat's updates in any order.

    `known` becomes what keeps it from being handled here, if anything; `done` as `Delivery.begin` says.
    """

    number: int
    update: Update = field(compare=False)
    done: "asyncio.Future[bool]" = field(compare=False)
    known: "asyncio.Future[_Known | None]" = field(compare=False)


class DurableLog(Protocol):
    """What delivery needs of the question log."""

    @property
    def unsaved(self) -> frozenset[int]:
        """The update ids whose rows are not stored yet."""

    async def seen(self, update_ids: Collection[int]) -> frozenset[int]:
        """Give those of the updates that the log holds already. Raises StorageError."""

    async def flush(self) -> bool:
        """Try to store what waits; True unless the database failed."""

    def hold(self, update_id: int) -> None:
        """Keep an update's row back until `release`: it must not be stored before the person has the answer."""

    def release(self, update_id: int) -> None:
        """Let the next `flush` store the update's row."""

    def drop(self, update_id: int) -> None:
        """Forget the row that is held: the update will be handed out again."""


class Untold(Protocol):
    """Knows the updates that failed without a word to the person."""

    def take(self, update_id: int) -> bool:
        """Tell whether this update is one of them, and forget it."""


class Delivery:
    """Hands updates to the application. `given_up` counts those that failed at every try; `failed` hears of each.

    An update's turn on the `floor` ends when its row is stored.
    """

    def __init__(
        self,
        application: BotApplication,
        log: DurableLog,
        claims: Claims,
        untold: Untold,
        failed: Callable[[], None],
        floor: Floor,
    ) -> None:
        self.given_up = 0
        self._failed = failed
        self._floor = floor
        self._application = application
        self._log = log
        self._claims = claims
        self._untold = untold
        self._known = Lookups(self._look_up)
        self._chats: dict[object, list[_InLine]] = {}
        self._open: dict[int, asyncio.Future[bool]] = {}
        self._handled: OrderedDict[int, None] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(CONCURRENCY)
        self._stopping = asyncio.Event()

    @property
    def open(self) -> Collection["asyncio.Future[bool]"]:
        """The updates in hand or in line, as `begin` gave them."""
        return self._open.values()

    def is_handled(self, update_id: int) -> bool:
        """Tell whether the update was handled; its row may still wait for the database."""
        return update_id in self._handled or (update_id not in self._open and update_id in self._log.unsaved)

    def has(self, update_id: int) -> bool:
        """Tell whether the update is in line, in hand or handled, so that it need not be begun."""
        return update_id in self._open or self.is_handled(update_id)

    def begin(self, update: Update) -> "asyncio.Future[bool]":
        """Put an update in line; one that is in line or was handled already is not handled again.

        The result is True once it is handled, and False if it is left to be handed out again.
        """
        number = update.update_id
        if number in self._open:
            return self._open[number]
        done = asyncio.get_running_loop().create_future()
        if self.is_handled(number) or self._stopping.is_set():
            done.set_result(self.is_handled(number))
            return done
        if reason := unreadable(update):
            logger.error("update %d cannot be read and is left out (%s)", number, reason)
        self._open[number] = done
        chat = _chat_of(update)
        if chat not in self._chats:
            self._chats[chat] = []
            task = asyncio.create_task(self._serve(chat))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        heappush(self._chats[chat], _InLine(number, update, done, self._known.ask(number)))
        return done

    async def stop(self, seconds: float) -> None:
        """Finish what is in hand within so many seconds; the rest is left to be handed out again."""
        self._stopping.set()
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=seconds)
        if late:
            logger.warning(
                "%d chats took over %s s to stop; their updates are left to the next start", len(late), seconds
            )
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _serve(self, chat: object) -> None:
        """Handle a chat's updates until none is in line."""
        waiting = self._chats[chat]
        try:
            while waiting and not self._stopping.is_set():
                async with self._slots:
                    if not self._stopping.is_set():
                        with self._floor.turn():
                            await self._handle(heappop(waiting))
        finally:
            del self._chats[chat]
            for one in waiting:
                self._close(one, handled=False)

    async def _handle(self, one: _InLine) -> None:
        handled, number = False, one.number
        self._log.hold(number)
        try:
            # Where the database is in trouble nobody knows: the answer matters more than the risk of giving it twice.
            known = await one.known
            if known is None:
                await self._try_until_done(one.update)
            handled = known is not _Known.ELSEWHERE
            if handled:
                self._log.release(number)
                await self._log.flush()
        finally:
            if not handled:
                self._log.drop(number)
            self._close(one, handled=handled)

    async def _look_up(self, numbers: frozenset[int]) -> Mapping[int, _Known]:
        # In this order: who handled an update stores its row before others may claim it.
        mine = await self._claims.claim(numbers)
        logged = await self._log.seen(numbers)
        return dict.fromkeys(numbers - mine, _Known.ELSEWHERE) | dict.fromkeys(logged, _Known.LOGGED)

    def _close(self, one: _InLine, *, handled: bool) -> None:
        del self._open[one.number]
        self._claims.release(one.number)
        if handled:
            self._handled[one.number] = None
            if len(self._handled) > REMEMBERED:
                self._handled.popitem(last=False)
        if not one.done.done():
            one.done.set_result(handled)

    async def _try_until_done(self, update: Update) -> None:
        """Try until the person has an answer or was told of an error, a few times at most.

        Raises CancelledError where the process stops before that.
        """
        for number in range(1, TRIES + 1):
            if await self._try(update, number):
                return
            if number < TRIES:
                await self._pause(TRY_PAUSE_SECONDS * 2 ** (number - 1))
        self.given_up += 1
        self._failed()
        logger.error("update %d failed %d times and is given up; %d so far", update.update_id, TRIES, self.given_up)

    async def _try(self, update: Update, number: int) -> bool:
        try:
            async with asyncio.timeout(UPDATE_SECONDS):
                await self._application.process_update(update)
        except TimeoutError:
            logger.warning(
                "update %d took over %d s and was broken off (try %d of %d)",
                update.update_id, UPDATE_SECONDS, number, TRIES,
            )  # fmt: skip
            self._untold.take(update.update_id)
            return False
        except Exception:
            logger.exception("update %d failed (try %d of %d)", update.update_id, number, TRIES)
            return False
        return not self._untold.take(update.update_id)

    async def _pause(self, seconds: float) -> None:
        """Wait before the next try. Raises CancelledError when the process stops: Telegram keeps the update."""
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return
        raise asyncio.CancelledError


def _chat_of(update: Update) -> object:
    """Give what an update must keep its order within: its chat, else its user."""
    chat, user = update.effective_chat, update.effective_user
    if chat or user:
        return chat.id if chat else user.id if user else None
    # Nothing tells whose it is; nobody else's waits for it.
    return ("update", update.update_id)
