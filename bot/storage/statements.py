"""Single statements, each a transaction of its own: what every answer needs, in one step.

For SQLAlchemy, BEGIN, the statement, its cursor, COMMIT and so on are nine steps to SQLite, each on the way to the
connection's thread and back. The driver alone needs one, and a fourth of the processor's time.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import aiosqlite
from sqlalchemy import Dialect, Insert, Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.sql.compiler import SQLCompiler

Statement = Insert | Select[*tuple[Any, ...]]
Values = Mapping[str, object]
Rows = Sequence[Sequence[Any]]


class Statements(Protocol):
    """Runs statements, each committed by itself."""

    async def run(self, statement: Statement, values: Values) -> Rows:
        """Give the rows, as the driver has them. Raises SQLAlchemyError.

        What a statement was translated to is kept: it is one of a few, not made anew for each call.
        """

    async def open(self) -> None:
        """Connect, where a connection is kept. Raises SQLAlchemyError."""

    async def close(self) -> None:
        """Give back what is held, once nothing runs any more."""


def statements_on(engine: AsyncEngine) -> Statements:
    """Give what runs statements on a database."""
    return _SqliteStatements(engine) if engine.dialect.name == "sqlite" else _PooledStatements(engine)


class _PooledStatements:
    """Statements on any connection of the pool."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")

    async def run(self, statement: Statement, values: Values) -> Rows:
        async with self._engine.connect() as connection:
            result = await connection.execute(statement, dict(values))
            return result.all() if result.returns_rows else ()

    async def open(self) -> None:
        """Keep nothing."""

    async def close(self) -> None:
        """Keep nothing."""


class _SqliteStatements:
    """Statements on a connection kept for them, one after the other."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._turn = asyncio.Lock()
        self._connection: AsyncConnection | None = None
        self._driver: aiosqlite.Connection | None = None
        self._translations: dict[Statement, _Translation] = {}

    async def run(self, statement: Statement, values: Values) -> Rows:
        translation = self._translations.get(statement)
        if translation is None:
            translation = self._translations[statement] = _Translation(statement, values, self._engine.dialect)
        text, parameters = translation.of(values)
        async with self._turn:
            driver = self._driver or await self._connect()
            try:
                return list(await driver.execute_fetchall(text, parameters))
            except aiosqlite.Error as error:
                raise DBAPIError.instance(None, None, error, aiosqlite.Error, hide_parameters=True) from error

    async def open(self) -> None:
        await self._connect()

    async def close(self) -> None:
        connection, self._connection, self._driver = self._connection, None, None
        if connection:
            await connection.close()

    async def _connect(self) -> aiosqlite.Connection:
        self._connection = self._connection or await self._engine.connect()
        driver = (await self._connection.get_raw_connection()).driver_connection
        if not isinstance(driver, aiosqlite.Connection):
            raise TypeError(f"{type(driver).__name__} is not the driver that SQLite is used by here")
        self._driver = driver
        return driver


class _Translation:
    """A statement in a database's own words."""

    def __init__(self, statement: Statement, names: Values, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(names))
        if not isinstance(compiled, SQLCompiler):
            raise TypeError(f"{type(statement).__name__} has no values")
        self._compiled = compiled
        store = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()}
        self._store = {name: process for name, process in store.items() if process}

    def of(self, values: Values) -> tuple[str, Sequence[object]]:
        """Give the words and the parameters for these values."""
        stored = {name: process(values[name]) for name, process in self._store.items()}
        state = self._compiled.construct_expanded_state({**values, **stored})
        return state.statement, state.positional_parameters
