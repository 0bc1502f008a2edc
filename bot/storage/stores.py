"""Everything that is stored, on one database."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from bot.storage.changes import SqlChanges
from bot.storage.claims import Claims, OneProcess, SharedClaims
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
    changes: SqlChanges
    claims: Claims
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
        async with AsyncExitStack() as stack:
            database = await stack.enter_async_context(await Database.open(url, watch=watch, check=check))
            hasher, changes = Hasher(key), SqlChanges(database)
            log = SqlQuestionLog(database, hasher, watch)
            shared = database.has_sessions
            yield cls(
                log,
                SqlPeople(database, hasher, log),
                SqlVotes(database, hasher),
                SqlLessons(database, changes),
                SqlAdminLog(database, hasher),
                await SqlMaintenance.open(database, changes),
                SqlQuietChats(database, hasher),
                changes,
                await stack.enter_async_context(SharedClaims.open(database)) if shared else OneProcess(),
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
