"""What admins did."""

import logging
from collections.abc import Sequence
from datetime import UTC

from sqlalchemy import insert, select

from bot.storage.database import Database
from bot.storage.errors import StorageError
from bot.storage.hashes import Hasher
from bot.storage.noted import HASH_SHOWN, NotedAction
from bot.storage.tables import admin_actions
from handlers.records import AdminAction

logger = logging.getLogger(__name__)


class SqlAdminLog:
    """Admins' actions in `database`, the admins as keyed hashes."""

    def __init__(self, database: Database, hasher: Hasher) -> None:
        self._database = database
        self._hasher = hasher

    async def note(self, action: AdminAction) -> None:
        """Store an action and log it; while the database is in trouble the log line alone tells of it."""
        admin = self._hasher.user(action.admin_id)
        logger.info("admin %s: %s %s", admin[:HASH_SHOWN], action.action, action.detail)
        row = insert(admin_actions).values(
            done_at=action.at.astimezone(UTC), admin_hash=admin, action=action.action, detail=action.detail
        )
        try:
            async with self._database.writing() as connection:
                await connection.execute(row)
        except StorageError as error:
            logger.warning("that action is not stored: %s", error)

    async def actions(self) -> Sequence[NotedAction]:
        """Give all actions, oldest first. Raises StorageError."""
        columns = admin_actions.c
        query = select(columns.done_at, columns.admin_hash, columns.action, columns.detail).order_by(columns.id)
        async with self._database.reading() as connection:
            return [NotedAction(*row) for row in await connection.execute(query)]
