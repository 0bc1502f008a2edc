"""What one process changes and others on the same database keep in memory: they look at its version."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.tables import changes
from bot.storage.upsert import insert

# PostgreSQL's channel on which a change is told at once.
CHANNEL = "tanya_changes"


class Change(StrEnum):
    """What may change."""

    FACTS = "facts"
    LESSONS = "lessons"
    MAINTENANCE = "maintenance"


@dataclass(frozen=True)
class Version:
    """How often something was changed, and whether the last change was made through these `SqlChanges`."""

    number: int
    own: bool


class SqlChanges:
    """The changes in `database`. Every method raises StorageError."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._process = uuid4().hex

    async def note(self, connection: AsyncConnection, change: Change) -> None:
        """Note a change within the transaction that makes it."""
        row = insert(self._database.dialect, changes).values(name=change.value, version=1, made_by=self._process)
        again = {"version": changes.c.version + 1, "made_by": self._process}
        await connection.execute(row.on_conflict_do_update(index_elements=[changes.c.name], set_=again))
        if self.are_told:
            # It is told when the transaction is committed.
            await connection.execute(select(func.pg_notify(CHANNEL, change.value)))

    async def announce(self, change: Change) -> None:
        """Note a change that is no other in the database."""
        async with self._database.writing() as connection:
            await self.note(connection, change)

    async def versions(self) -> Mapping[Change, Version]:
        """Give the versions of what was changed at least once."""
        query = select(changes.c.name, changes.c.version, changes.c.made_by)
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
        # A newer version of the program may know of more.
        known = {change.value for change in Change}
        return {Change(name): Version(number, by == self._process) for name, number, by in rows if name in known}

    @property
    def are_told(self) -> bool:
        """Whether the database tells of changes by itself; else their versions have to be looked at."""
        return self._database.has_sessions

    async def listen(self, hear: Callable[[], None]) -> None:
        """Call `hear` at once and then at every change, until the connection is lost."""
        async with self._database.session() as connection:
            driver: _Driver | None = (await connection.get_raw_connection()).driver_connection
            if driver is None:
                return
            lost = asyncio.Event()
            driver.add_termination_listener(lambda *_: lost.set())
            await driver.add_listener(CHANNEL, lambda *_: hear())
            hear()
            await lost.wait()


class _Driver(Protocol):
    """What is needed of asyncpg's connection, which may not be installed."""

    async def add_listener(self, channel: str, callback: Callable[..., None]) -> None: ...

    def add_termination_listener(self, callback: Callable[..., None]) -> None: ...
