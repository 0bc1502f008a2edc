"""Databases on a PostgreSQL server that is there for the tests: TEST_POSTGRES has its SQLAlchemy URL.

The user in it may make databases. In CI there has to be a server; elsewhere the tests that need one are skipped.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import create_async_engine

SERVER = os.environ.get("TEST_POSTGRES", "")
needs_postgres = pytest.mark.skipif(
    not SERVER and "CI" not in os.environ, reason="no PostgreSQL server for tests: TEST_POSTGRES names none"
)


@asynccontextmanager
async def fresh_database() -> AsyncIterator[str]:
    """Give the URL of an empty database, which is gone at the end, whoever still uses it."""
    assert SERVER, "TEST_POSTGRES names no PostgreSQL server"
    name = f"tanya_{uuid4().hex}"
    # Sorted by language, as on most servers: not by bytes, as SQLite sorts.
    await _run(f"CREATE DATABASE {name} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'und'")
    try:
        yield make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    finally:
        await _run(f"DROP DATABASE {name} WITH (FORCE)")


async def _run(statement: str) -> None:
    engine = create_async_engine(SERVER, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            await connection.exec_driver_sql(statement)
    finally:
        await engine.dispose()
