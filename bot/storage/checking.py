"""Whether a database's file is whole."""

import asyncio
import logging

import aiosqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.errors import StorageError

logger = logging.getLogger(__name__)

# About a gigabyte is looked through in that time; a start shall not wait longer.
CHECK_SECONDS = 10.0


async def check_integrity(connection: AsyncConnection, name: str, seconds: float = CHECK_SECONDS) -> None:
    """Look through the SQLite database `name`; after some seconds the rest is left out, and said so.

    Does nothing for other databases, which look after their files themselves. Raises StorageError for a damaged one.
    """
    if connection.dialect.name != "sqlite":
        return
    interrupting = asyncio.create_task(_interrupt(connection, seconds))
    try:
        found = (await connection.exec_driver_sql("PRAGMA quick_check(1)")).scalars().all()
    except OperationalError as error:
        if not interrupting.done() or interrupting.exception():
            raise
        logger.warning("the database is too large to be looked through in %.0f s: %s", seconds, type(error).__name__)
        return
    finally:
        interrupting.cancel()
        await asyncio.gather(interrupting, return_exceptions=True)
    if found != ["ok"]:
        raise StorageError(
            f"The database {name} is damaged; put back a backup of it (`tanya backup` makes them)"
            " or point TANYA_DATABASE elsewhere."
        )


async def _interrupt(connection: AsyncConnection, seconds: float) -> None:
    raw = (await connection.get_raw_connection()).driver_connection
    await asyncio.sleep(seconds)
    if isinstance(raw, aiosqlite.Connection):
        await raw.interrupt()
