"""Everything that is stored, on one database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from bot.storage.database import Database
from bot.storage.deeds import SqlAdminLog
from bot.storage.hashes import Hasher
from bot.storage.lessons import SqlLessons
from bot.storage.log import SqlQuestionLog
from bot.storage.people import SqlPeople
from bot.storage.switches import SqlMaintenance, SqlQuietChats
from bot.storage.votes import SqlVotes
from bot.storage.watching import Watch


@dataclass(frozen=True)
class Stores:
    """What is remembered of questions, people, votes, lessons and admins."""

    log: SqlQuestionLog
    people: SqlPeople
    votes: SqlVotes
    lessons: SqlLessons
    admin_log: SqlAdminLog
    maintenance: SqlMaintenance
    quiet_chats: SqlQuietChats
    hasher: Hasher
    database: Database

    @classmethod
    @asynccontextmanager
    async def open(
        cls, url: str, key: bytes, watch: Watch | None = None, *, check: bool = False
    ) -> AsyncIterator[Self]:
        """Open the database at an SQLAlchemy URL, users and chats hashed under `key`.

        `watch` is told what happens; with `check`, a damaged database is refused. Raises StorageError.
        """
        async with await Database.open(url, watch=watch, check=check) as database:
            hasher = Hasher(key)
            log = SqlQuestionLog(database, hasher, watch)
            yield cls(
                log,
                SqlPeople(database, hasher, log),
                SqlVotes(database, hasher),
                SqlLessons(database),
                SqlAdminLog(database, hasher),
                await SqlMaintenance.open(database),
                SqlQuietChats(database, hasher),
                hasher,
                database,
            )

    async def purge(self, before: datetime) -> int:
        """Forget texts and askers of what is older; give the number of questions. Raises StorageError."""
        count = await self.log.purge(before)
        await self.votes.purge(before)
        await self.quiet_chats.purge(before)
        await self.lessons.purge(before)
        return count
