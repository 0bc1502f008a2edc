"""Which process handles an update, where several share one database: none is handled by two at a time.

Telegram may post an update again while one process still works on it, and the proxy may pass it to another.
"""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Protocol

from sqlalchemy import TextClause, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import QUICK_SECONDS, Database
from bot.storage.errors import StorageError, explain

# Advisory locks of a session (PostgreSQL, "Advisory Lock Functions"): a process that dies leaves none behind. Theirs are
# the negative numbers, so that they meet no other lock of Tanya's.
_CLAIM = text("SELECT n FROM unnest(CAST(:numbers AS bigint[])) AS n WHERE pg_try_advisory_lock(-n)")
_RELEASE = text("SELECT pg_advisory_unlock(-n) FROM unnest(CAST(:numbers AS bigint[])) AS n")


class Claims(Protocol):
    """Who handles which update."""

    async def claim(self, update_ids: Collection[int]) -> frozenset[int]:
        """Give those of the updates that this process may handle, from now on it alone. Raises StorageError."""

    def release(self, update_id: int) -> None:
        """Let others handle an update again."""


class OneProcess:
    """Claims of the only process on a database."""

    async def claim(self, update_ids: Collection[int]) -> frozenset[int]:
        """Give all."""
        return frozenset(update_ids)

    def release(self, update_id: int) -> None:
        """Do nothing."""


class SharedClaims:
    """Claims among the processes on one server. Where it is in trouble, nobody knows of the others."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turn = asyncio.Lock()
        self._session = AsyncExitStack()
        self._connection: AsyncConnection | None = None
        self._done: set[int] = set()
        self._releasing: asyncio.Task[None] | None = None

    @classmethod
    @asynccontextmanager
    async def open(cls, database: Database) -> AsyncIterator["SharedClaims"]:
        """Give claims that end with the context."""
        claims = cls(database)
        try:
            yield claims
        finally:
            if claims._releasing:
                await claims._releasing
            await claims._leave()

    async def claim(self, update_ids: Collection[int]) -> frozenset[int]:
        """Give those of the updates that no other process handles, from now on this one alone. Raises StorageError."""
        return frozenset(await self._run(_CLAIM, update_ids))

    def release(self, update_id: int) -> None:
        """Let others handle an update again, soon."""
        self._done.add(update_id)
        if self._releasing is None or self._releasing.done():
            self._releasing = asyncio.create_task(self._release(), name="releasing claims")

    async def _release(self) -> None:
        while self._done:
            done, self._done = self._done, set()
            # With its connection the claims are gone, too.
            with suppress(StorageError):
                await self._run(_RELEASE, done)

    async def _run(self, statement: TextClause, update_ids: Collection[int]) -> list[int]:
        async with self._turn:
            try:
                async with asyncio.timeout(QUICK_SECONDS):
                    if self._connection is None:
                        self._connection = await self._session.enter_async_context(self._database.session())
                    return list(await self._connection.scalars(statement, {"numbers": list(update_ids)}))
            except (SQLAlchemyError, OSError, TimeoutError, StorageError) as error:
                await self._leave()
                if isinstance(error, StorageError):
                    raise
                raise StorageError(explain(error, self._database.name)) from error

    async def _leave(self) -> None:
        self._connection = None
        with suppress(StorageError, TimeoutError):
            async with asyncio.timeout(QUICK_SECONDS):
                await self._session.aclose()
