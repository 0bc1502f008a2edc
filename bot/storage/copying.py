"""All that a SQLite database holds, put into an empty PostgreSQL database."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Table, UniqueConstraint, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.backup import back_up
from bot.storage.database import Database
from bot.storage.errors import StorageError
from bot.storage.tables import metadata
from bot.storage.texts import indexable, storable

# No copy takes a day.
COPY_SECONDS = 24 * 60 * 60.0
ROWS_PER_PAGE = 1000


async def copy_log(file: Path, url: str) -> Mapping[str, int]:
    """Copy a SQLite database, as it is at one moment, to the database at an SQLAlchemy URL; give the rows by table.

    All rows come or none. The file may be in use and is not changed: what is read is a copy of it, which needs as much
    room in the folder for temporary files. Raises StorageError.
    """
    if url.startswith("sqlite"):
        raise StorageError("TANYA_DATABASE is a SQLite database, too; set it to the PostgreSQL database to copy to.")
    if not await asyncio.to_thread(file.is_file):
        raise StorageError(f"There is no file {file}; name the SQLite database to copy.")
    async with await Database.open(url, COPY_SECONDS) as target:
        with TemporaryDirectory() as folder:
            snapshot = Path(folder) / file.name
            await back_up(f"sqlite+aiosqlite:///{file}", snapshot)
            async with await Database.open(f"sqlite+aiosqlite:///{snapshot}") as source:
                return await _copy(source, target, str(file))


async def _copy(source: Database, target: Database, name: str) -> Mapping[str, int]:
    async with source.reading(COPY_SECONDS) as reader, target.writing() as writer:
        await _keep_others_from_writing(writer)
        for table in metadata.sorted_tables:
            if (await writer.execute(select(text("1")).select_from(table).limit(1))).first():
                raise StorageError(f"The database {target.name} holds rows already; copy to an empty one.")
        copied = {table.name: await _copy_rows(table, reader, writer) for table in metadata.sorted_tables}
        if not any(copied.values()):
            raise StorageError(f"The database {name} holds no rows of Tanya's; nothing was copied.")
        return copied


async def _keep_others_from_writing(writer: AsyncConnection) -> None:
    names = map(writer.dialect.identifier_preparer.format_table, metadata.sorted_tables)
    await writer.execute(text(f"LOCK TABLE {', '.join(names)} IN EXCLUSIVE MODE"))


async def _copy_rows(table: Table, reader: AsyncConnection, writer: AsyncConnection) -> int:
    count, indexed = 0, _indexed(table)
    rows = await reader.stream(select(table).order_by(*table.primary_key))
    async for page in rows.mappings().partitions(ROWS_PER_PAGE):
        mended = [{name: _mend(value, short=name in indexed) for name, value in row.items()} for row in page]
        await writer.execute(insert(table), mended)
        count += len(page)
    number = table.autoincrement_column
    if number is not None and count:
        # Rows to come are numbered behind those that came.
        sequence = func.pg_get_serial_sequence(table.name, number.name)
        await writer.execute(select(func.setval(sequence, select(func.max(number)).scalar_subquery())))
    return count


def _indexed(table: Table) -> frozenset[str]:
    groups = [index.columns for index in table.indexes]
    groups += [one.columns for one in table.constraints if isinstance(one, UniqueConstraint)]
    return frozenset(column.name for columns in groups for column in columns)


def _mend(value: object, *, short: bool) -> object:
    """Give a value as PostgreSQL takes it; SQLite took any."""
    if not isinstance(value, str):
        return value
    return indexable(storable(value)) if short else storable(value)
