"""Brings a database to the schema of this version, with Alembic."""

import asyncio
import threading

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.errors import StorageError

# Alembic keeps the migration under way in globals of its own (alembic.context, alembic.op): the databases of one
# process, in whatever event loop, have to take turns.
_ALEMBIC = threading.Lock()
# PostgreSQL's advisory lock that whoever migrates a database of Tanya's holds; any number that nobody else uses.
_MIGRATING = 0x74616E7961


async def migrate(connection: AsyncConnection, name: str) -> None:
    """Run the migrations that the database `name` lacks, in the transaction of `connection`.

    On SQLite the transaction must keep other writers out. It writes even where nothing is lacking, to find out whether
    it may. Raises StorageError for a schema that this version does not know.
    """
    # An asyncio.Lock serves one loop only, and waiting in a thread would keep the lock after a cancellation.
    while not _ALEMBIC.acquire(blocking=False):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    try:
        await connection.run_sync(_upgrade, name)
    finally:
        _ALEMBIC.release()


def _upgrade(connection: Connection, name: str) -> None:
    if connection.dialect.name == "postgresql":
        # Replicas that start together take turns; the lock goes with the transaction.
        connection.execute(select(func.pg_advisory_xact_lock(_MIGRATING)))
    config = Config()
    config.set_main_option("script_location", "bot.storage:migrations")
    config.attributes["connection"] = connection
    script = ScriptDirectory.from_config(config)
    present = set(MigrationContext.configure(connection).get_current_heads())
    if present - {revision.revision for revision in script.walk_revisions()}:
        raise StorageError(
            f"The database {name} was written by a newer version of Tanya;"
            " update Tanya or point TANYA_DATABASE elsewhere."
        )
    if present != set(script.get_heads()):
        command.upgrade(config, "head")
    # SQLite lets BEGIN IMMEDIATE pass on a file that it may only read: better said at the start than at a question.
    connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
