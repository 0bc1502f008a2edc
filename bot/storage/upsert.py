"""Rows where others may be already: each database has its own words for it."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Column, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


async def put(
    connection: AsyncConnection, table: Table, values: Mapping[str, object], *keys: Column[str] | Column[str | None]
) -> None:
    """Insert a row; where one with the same keys is there, change what differs."""
    names = {key.name for key in keys}
    changed = {name: value for name, value in values.items() if name not in names}
    row = _insert(connection, table).values(dict(values))
    await connection.execute(row.on_conflict_do_update(index_elements=list(keys), set_=changed))


async def add(
    connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, object]], key: Column[int]
) -> None:
    """Insert rows; those whose key is there already are left out."""
    row = _insert(connection, table).on_conflict_do_nothing(index_elements=[key])
    await connection.execute(row, [dict(values) for values in rows])


def _insert(connection: AsyncConnection, table: Table) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
