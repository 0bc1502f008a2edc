"""Rows where others may be already: each database has its own words for it."""

from collections.abc import Mapping

from sqlalchemy import Column, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


async def put(
    connection: AsyncConnection, table: Table, values: Mapping[str, object], *keys: Column[str] | Column[str | None]
) -> None:
    """Insert a row; where one with the same keys is there, change what differs."""
    names = {key.name for key in keys}
    changed = {name: value for name, value in values.items() if name not in names}
    row = insert(connection.dialect.name, table).values(dict(values))
    await connection.execute(row.on_conflict_do_update(index_elements=list(keys), set_=changed))


def add(dialect: str, table: Table, key: Column[int]) -> postgresql.Insert | sqlite.Insert:
    """Give the statement that inserts rows; those whose key is there already are left out."""
    return insert(dialect, table).on_conflict_do_nothing(index_elements=[key])


def insert(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Give the beginning of a statement that inserts rows and says what becomes of those that are there."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
