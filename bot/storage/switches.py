"""Switches of the running bot, and chats in which it keeps quiet."""

from datetime import UTC, datetime
from typing import Self

from sqlalchemy import delete, select

from bot.storage.changes import Change, SqlChanges
from bot.storage.database import Database
from bot.storage.hashes import Hasher
from bot.storage.tables import quiet_chats, switches
from bot.storage.upsert import put

_MAINTENANCE = "maintenance"


class SqlMaintenance:
    """Whether the bot is closed to all but the admins; kept in memory, since every update asks."""

    def __init__(self, database: Database, changes: SqlChanges) -> None:
        self._database = database
        self._changes = changes
        self._on = False

    @classmethod
    async def open(cls, database: Database, changes: SqlChanges) -> Self:
        """Read the switch. Raises StorageError."""
        maintenance = cls(database, changes)
        await maintenance.read()
        return maintenance

    async def read(self) -> None:
        """Read the switch, which another process may have turned. Raises StorageError."""
        query = select(switches.c.is_on).where(switches.c.name == _MAINTENANCE)
        async with self._database.reading() as connection:
            self._on = bool((await connection.scalars(query)).first())

    @property
    def on(self) -> bool:
        """Whether it is closed now."""
        return self._on

    async def switch(self, *, on: bool) -> None:
        """Close or open. Raises StorageError and changes nothing if the database fails."""
        async with self._database.writing() as connection:
            await put(connection, switches, {"name": _MAINTENANCE, "is_on": on}, switches.c.name)
            await self._changes.note(connection, Change.MAINTENANCE)
        self._on = on


class SqlQuietChats:
    """Business chats in which the account's owner spoke lately. Every method raises StorageError."""

    def __init__(self, database: Database, hasher: Hasher) -> None:
        self._database = database
        self._hasher = hasher

    async def quiet(self, place: str, until: datetime) -> None:
        """Keep quiet there until then."""
        values = {"place_hash": self._hasher.place(place), "until": until.astimezone(UTC)}
        async with self._database.writing() as connection:
            await put(connection, quiet_chats, values, quiet_chats.c.place_hash)

    async def is_quiet(self, place: str, at: datetime) -> bool:
        """Tell whether to keep quiet there at that time."""
        query = select(quiet_chats.c.until).where(quiet_chats.c.place_hash == self._hasher.place(place))
        async with self._database.reading() as connection:
            until = (await connection.scalars(query)).first()
        return until is not None and at < until

    async def purge(self, before: datetime) -> None:
        """Forget the chats that need not be quiet since then."""
        async with self._database.writing() as connection:
            await connection.execute(delete(quiet_chats).where(quiet_chats.c.until < before))
