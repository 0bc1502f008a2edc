"""The log forgets: texts and askers go after the days that the operator has set."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

from bot.storage.errors import StorageError
from bot.storage.stores import Stores

logger = logging.getLogger(__name__)

DAY_SECONDS = 24 * 60 * 60


@asynccontextmanager
async def forget_daily(stores: Stores, days: int, clock: Callable[[], datetime]) -> AsyncIterator[None]:
    """Purge what is older than `days` at once and then every day, as long as the context is open."""
    task = asyncio.create_task(_forget(stores, days, clock), name="retention")
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _forget(stores: Stores, days: int, clock: Callable[[], datetime]) -> None:
    while True:
        try:
            if count := await stores.purge(clock() - timedelta(days=days)):
                logger.info("the log forgot the texts and askers of %d questions", count)
        except StorageError as error:
            logger.warning("the log could not be purged today: %s", error)
        await asyncio.sleep(DAY_SECONDS)
