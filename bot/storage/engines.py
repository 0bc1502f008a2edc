"""SQLAlchemy engines for the databases that Tanya knows: SQLite, and PostgreSQL by asyncpg."""

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, InvalidRequestError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.storage.errors import StorageError

# Connections of one process; a crowd waits for one of them, which is quicker than to open more for a moment.
POOL_SIZE = 5
# How long connecting to a server may take, in seconds.
CONNECT_SECONDS = 5.0
# After that many seconds the server itself ends a statement, or a transaction whose process fell silent.
SERVER_SECONDS = 60

# The execution option of transactions that write.
_WRITES = "tanya_writes"
_SQLITE = "sqlite+aiosqlite:///data/tanya.db"
_POSTGRESQL = "postgresql+asyncpg://user:password@host/database"
# Of the driver's options those that make sense in a URL.
_OPTIONS = frozenset({"host", "port", "ssl", "target_session_attrs"})


def create_engine(url: str, busy_seconds: float) -> AsyncEngine:
    """Give an engine for the database at an SQLAlchemy URL, which is not connected to yet.

    A statement waits `busy_seconds` for another process to release a lock. Raises StorageError.
    """
    example = _POSTGRESQL if url.startswith("postgres") else _SQLITE
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "postgresql":
            return _create_postgresql(parsed, busy_seconds)
        return _create_sqlite(parsed, busy_seconds)
    except ImportError as error:
        raise StorageError(
            f"The driver for TANYA_DATABASE is not installed ({error}); install it or use {example}."
        ) from error
    except InvalidRequestError as error:
        raise StorageError(
            f"The driver in TANYA_DATABASE cannot be used without blocking; write it like {example}."
        ) from error
    except (ArgumentError, ValueError) as error:
        raise StorageError(f"TANYA_DATABASE is no database URL that Tanya knows; write it like {example}.") from error


def for_reading(engine: AsyncEngine) -> AsyncEngine:
    """Give the engine whose transactions see one moment."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return engine


def for_writing(engine: AsyncEngine) -> AsyncEngine:
    """Give the engine whose transactions write."""
    return engine.execution_options(**{_WRITES: True})


def name_of(url: URL) -> str:
    """Give what messages call the database: a file's path, or the URL without what may be secret."""
    if url.get_backend_name() == "sqlite" and url.database is not None:
        return url.database
    return url.set(query={}).render_as_string(hide_password=True)


def _create_sqlite(url: URL, busy_seconds: float) -> AsyncEngine:
    if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
        raise StorageError(f"TANYA_DATABASE names no file to keep the log in; write it like {_SQLITE}.")
    # Without the isolation level the driver would begin transactions by itself, and not before every statement.
    connect_args = {"isolation_level": None, "timeout": busy_seconds}
    # Errors do not quote what people wrote.
    engine = create_async_engine(
        url, connect_args=connect_args, hide_parameters=True, pool_size=POOL_SIZE, max_overflow=0
    )
    if engine.dialect.name != "sqlite":
        raise StorageError(f"TANYA_DATABASE names a database that Tanya does not know; write it like {_SQLITE}.")

    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        _prepare_sqlite(connection, busy_seconds)

    event.listen(engine.sync_engine, "connect", prepare)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, busy_seconds: float) -> None:
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {_milliseconds(busy_seconds)}",
        "journal_mode = WAL",
        # A row that is said to be stored outlives a power cut.
        "synchronous = FULL",
        "foreign_keys = ON",
        # What is purged is overwritten, not only unlinked.
        "secure_delete = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that began as a reader and then writes fails at once where another wrote in between.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _create_postgresql(url: URL, busy_seconds: float) -> AsyncEngine:
    unknown = sorted(url.query.keys() - _OPTIONS)
    if unknown:
        raise StorageError(
            f"TANYA_DATABASE has an option that Tanya does not know, {unknown[0]}; those it knows are"
            f" {', '.join(sorted(_OPTIONS))} (as {_POSTGRESQL}?ssl=require)."
        )
    settings = {
        "application_name": "tanya",
        # Days begin as they do in SQLite, wherever the server stands.
        "timezone": "UTC",
        "lock_timeout": str(_milliseconds(busy_seconds)),
        "statement_timeout": str(_milliseconds(SERVER_SECONDS)),
        "idle_in_transaction_session_timeout": str(_milliseconds(SERVER_SECONDS)),
    }
    return create_async_engine(
        url,
        connect_args={"timeout": CONNECT_SECONDS, "server_settings": settings},
        hide_parameters=True,
        pool_size=POOL_SIZE,
        max_overflow=0,
        # A connection that the server closed meanwhile is replaced before anything is sent on it.
        pool_pre_ping=True,
    )


def _milliseconds(seconds: float) -> int:
    return int(seconds * 1000)
