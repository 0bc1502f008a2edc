"""One row in place of another: each database has its own words for it."""

from collections.abc import Mapping

from sqlalchemy import Column, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


async def put(
    connection: AsyncConnection, table: Table, values: Mapping[str, object], *keys: Column[str] | Column[str | None]
) -> None:
    """Insert a row; where one with the same keys is there, change what differs."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    names = {key.name for key in keys}
    changed = {name: value for name, value in values.items() if name not in names}
    row = insert(table).values(dict(values))
    await connection.execute(row.on_conflict_do_update(index_elements=list(keys), set_=changed))
