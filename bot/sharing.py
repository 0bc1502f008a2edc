"""What one process changes reaches the others on the same database within seconds: facts, lessons, maintenance.

Votes and languages need nothing: they are read whenever they are asked for.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import Self

from bot.keeper import Keeper
from bot.storage.changes import Change, SqlChanges
from bot.storage.errors import StorageError
from bot.storage.stores import Stores
from handlers.admin.teaching import examples_of
from knowledge.facts_model import FactBase
from knowledge.knowledge import Knowledge
from knowledge.mistakes import FactBaseError
from knowledge.taught import TaughtExample

logger = logging.getLogger(__name__)

# Seconds between two looks at what others changed. A server tells of changes at once, but may be cut off unnoticed.
LOOK_SECONDS = 2.0


class SharedKnowledge:
    """The facts of a keeper, whose reloads the other processes are told of."""

    def __init__(self, keeper: Keeper, changes: SqlChanges) -> None:
        self._keeper = keeper
        self._changes = changes

    @property
    def current(self) -> Knowledge:
        """The facts and their index, as they are now."""
        return self._keeper.current

    @property
    def loaded_at(self) -> datetime:
        """When the facts in use were read, in UTC."""
        return self._keeper.loaded_at

    async def reload(self) -> Knowledge:
        """Read the facts anew, here and then by the others. Raises FactBaseError and changes nothing for mistakes."""
        knowledge = await self._keeper.reload()
        try:
            await self._changes.announce(Change.FACTS)
        except StorageError as error:
            logger.warning("other processes on this database are not told of the reload: %s", error)
        return knowledge

    async def teach(self, examples: Sequence[TaughtExample]) -> None:
        """Have these examples answered from now on. The others learn of them by the stored lessons."""
        await self._keeper.teach(examples)

    async def check(self, name: str, content: bytes) -> FactBase:
        """Give the facts as they would be with this file. Raises FactBaseError."""
        return await self._keeper.check(name, content)


class Sharing:
    """Takes over what other processes changed since these versions were read."""

    def __init__(self, stores: Stores, versions: Mapping[Change, int]) -> None:
        self._stores = stores
        self._versions = dict(versions)

    @classmethod
    async def begin(cls, stores: Stores) -> Self:
        """Take over all that is changed from now on. Raises StorageError."""
        versions = await stores.changes.versions()
        # It was read before its version.
        await stores.maintenance.read()
        return cls(stores, {change: version.number for change, version in versions.items()})

    @asynccontextmanager
    async def following(self, keeper: Keeper, seconds: float = LOOK_SECONDS) -> AsyncIterator[None]:
        """Take over changes as long as the context is open; where none is told of, look every so many seconds."""
        changed = asyncio.Event()
        work = [asyncio.create_task(self._follow(keeper, changed, seconds), name="changes")]
        if self._stores.changes.are_told:
            work.append(asyncio.create_task(self._listen(changed, seconds), name="changes told"))
        try:
            yield
        finally:
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)

    async def _listen(self, changed: asyncio.Event, seconds: float) -> None:
        while True:
            with suppress(StorageError):
                await self._stores.changes.listen(changed.set)
            await asyncio.sleep(seconds)

    async def _follow(self, keeper: Keeper, changed: asyncio.Event, seconds: float) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await changed.wait()
            changed.clear()
            # The log says what troubles the database; the next look may do.
            with suppress(StorageError):
                await self._look(keeper)

    async def _look(self, keeper: Keeper) -> None:
        for change, version in (await self._stores.changes.versions()).items():
            last = self._versions.get(change, 0)
            if version.number != last and not (version.own and version.number == last + 1):
                await self._take_over(change, keeper)
            self._versions[change] = version.number

    async def _take_over(self, change: Change, keeper: Keeper) -> None:
        take: Mapping[Change, Callable[[Keeper], Awaitable[None]]] = {
            Change.FACTS: _reload,
            Change.LESSONS: self._learn,
            Change.MAINTENANCE: self._read_maintenance,
        }
        logger.info("another process changed the %s", change)
        try:
            await take[change](keeper)
        except StorageError:
            raise
        except Exception:
            logger.exception("what another process changed could not be taken over: %s", change)

    async def _learn(self, keeper: Keeper) -> None:
        await keeper.teach(examples_of(await self._stores.lessons.taught()))

    async def _read_maintenance(self, _: Keeper) -> None:
        await self._stores.maintenance.read()


async def _reload(keeper: Keeper) -> None:
    try:
        await keeper.reload()
    except FactBaseError as error:
        count = len(error.mistakes)
        logger.error("reload refused, %d mistakes, the first: %s", count, error.mistakes[0])  # noqa: TRY400
