"""One SQL database: opened, brought to this version's schema, used in short transactions, closed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DataError, IntegrityError, InvalidRequestError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.storage.checking import check_integrity
from bot.storage.errors import RefusedError, StorageError, explain, is_locked
from bot.storage.migrating import migrate
from bot.storage.watching import READ, WRITE, Unwatched, Watch

# How long a transaction may take before it is given up, in seconds.
TRANSACTION_SECONDS = 10.0
# The same for what an answer waits for, but can do without.
QUICK_SECONDS = 1.0
# How long one statement waits for another process to release the lock; less than a transaction has.
BUSY_SECONDS = 2.0
# How long opening waits for other processes that open the same database, and for its own migrations.
OPEN_SECONDS = 60.0
# How long opening tries again while another process holds the lock.
LOCKED_SECONDS = 15.0

# The execution option of transactions that write.
_WRITES = "tanya_writes"
_EXAMPLE = "sqlite+aiosqlite:///data/tanya.db"


class Database:
    """A database in use. Get one with `Database.open`; `name` is what messages call it, without a password.

    `reading` and `writing` give a connection within one transaction: committed at the end, rolled back after an
    exception, given up after `seconds`; a statement that SQLite has begun runs to its end first, and waiting for
    another process's lock takes it two seconds at most. Both raise StorageError if the database fails or is closed,
    and RefusedError for values that it does not take. Writers of this process take turns, so they never collide.
    `watch` is told of every transaction.
    """

    def __init__(self, engine: AsyncEngine, seconds: float = TRANSACTION_SECONDS, watch: Watch | None = None) -> None:
        self.name = _name(engine.url)
        self._engine = engine
        self._writer = engine.execution_options(**{_WRITES: True})
        self._seconds = seconds
        self._watch = watch or Unwatched()
        self._write_lock = asyncio.Lock()
        self._in_use = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._closed = False
        self._file: _FileIdentity | None = None

    @classmethod
    async def open(
        cls, url: str, seconds: float = TRANSACTION_SECONDS, watch: Watch | None = None, *, check: bool = False
    ) -> Self:
        """Open the database at an SQLAlchemy URL and migrate it; a SQLite file and its folder are made if missing.

        `seconds` is the longest that a transaction may take. With `check`, a damaged database is refused before
        anything is written to it. Raises StorageError.
        """
        engine = _create_engine(url)
        await asyncio.to_thread(_make_folder, engine.url)
        database = cls(engine, seconds, watch)
        try:
            await database._migrate(check=check)
            database._file = await asyncio.to_thread(_identify, engine.url)
        except BaseException:
            await database.close()
            raise
        return database

    async def close(self) -> None:
        """Let what is under way end, then close every connection. Closing twice does nothing more."""
        self._closed = True
        await self._idle.wait()
        await self._engine.dispose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def ping(self) -> None:
        """Find out whether the database answers. Raises StorageError, after a second at the latest."""
        async with self.reading(QUICK_SECONDS) as connection:
            await connection.exec_driver_sql("SELECT version_num FROM alembic_version")

    @asynccontextmanager
    async def reading(self, seconds: float | None = None) -> AsyncIterator[AsyncConnection]:
        """Give a connection for statements that see the database as it is at the first of them.

        `seconds` bounds the transaction in place of the database's own bound.
        """
        async with (
            self._watched(READ),
            self._guarded(seconds or self._seconds),
            self._engine.begin() as connection,
        ):
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection that alone may write."""
        async with self._watched(WRITE), self._guarded(self._seconds), self._write_lock:
            # SQLite goes on writing to a file that was deleted, and everything written is lost.
            if await asyncio.to_thread(_identify, self._engine.url) != self._file:
                raise StorageError(f"The database {self.name} was moved or deleted while in use; restart Tanya.")
            async with self._writer.begin() as connection:
                yield connection

    @asynccontextmanager
    async def _guarded(self, seconds: float) -> AsyncIterator[None]:
        if self._closed:
            raise StorageError(f"The database {self.name} is closed.")
        self._in_use += 1
        self._idle.clear()
        try:
            async with asyncio.timeout(seconds):
                yield
        except (IntegrityError, DataError, OverflowError, UnicodeError) as error:
            raise RefusedError(explain(error, self.name)) from error
        except (SQLAlchemyError, OSError) as error:
            raise StorageError(explain(error, self.name)) from error
        finally:
            self._in_use -= 1
            if not self._in_use:
                self._idle.set()

    @asynccontextmanager
    async def _watched(self, kind: str) -> AsyncIterator[None]:
        began, failed = monotonic(), False
        try:
            yield
        except StorageError:
            failed = True
            raise
        finally:
            self._watch.transaction(kind, monotonic() - began, failed=failed)

    async def _migrate(self, *, check: bool) -> None:
        loop = asyncio.get_running_loop()
        patient_until = loop.time() + LOCKED_SECONDS
        async with self._guarded(OPEN_SECONDS):
            while True:
                try:
                    if check:
                        async with self._engine.begin() as connection:
                            await check_integrity(connection, self.name)
                    async with self._writer.begin() as connection:
                        await migrate(connection, self.name)
                except SQLAlchemyError as error:
                    # Where two processes make the same file together, SQLite may refuse the second its switch to WAL
                    # at once, without waiting for BUSY_SECONDS.
                    if not is_locked(error) or loop.time() > patient_until:
                        raise
                else:
                    return
                await asyncio.sleep(0.05)


_FileIdentity = tuple[int, int]


def _identify(url: URL) -> _FileIdentity | None:
    """Give what tells a SQLite file from any other; None where there is none."""
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    try:
        found = Path(url.database).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _create_engine(url: str) -> AsyncEngine:
    try:
        parsed = make_url(url)
        is_sqlite = parsed.get_backend_name() == "sqlite"
        # Without the isolation level the driver would begin transactions by itself, and not before every statement.
        connect_args = {"isolation_level": None, "timeout": BUSY_SECONDS} if is_sqlite else {}
        # Errors do not quote what people wrote.
        engine = create_async_engine(parsed, connect_args=connect_args, hide_parameters=True)
    except ImportError as error:
        raise StorageError(
            f"The driver for TANYA_DATABASE is not installed ({error}); install it or use {_EXAMPLE}."
        ) from error
    except InvalidRequestError as error:
        raise StorageError(
            f"The driver in TANYA_DATABASE cannot be used without blocking; write it like {_EXAMPLE}."
        ) from error
    except (ArgumentError, ValueError) as error:
        raise StorageError(f"TANYA_DATABASE is no database URL that Tanya knows; write it like {_EXAMPLE}.") from error
    if engine.dialect.name not in {"sqlite", "postgresql"}:
        raise StorageError(f"TANYA_DATABASE names a database that Tanya does not know; write it like {_EXAMPLE}.")
    if is_sqlite:
        if parsed.database in {None, "", ":memory:"}:
            raise StorageError(f"TANYA_DATABASE names no file to keep the log in; write it like {_EXAMPLE}.")
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _make_folder(url: URL) -> None:
    if url.get_backend_name() != "sqlite" or url.database is None or url.database.startswith("file:"):
        return
    folder = Path(url.database).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"The folder {folder} for the database cannot be made ({error.strerror});"
            " give Tanya write access or point TANYA_DATABASE elsewhere."
        ) from error


def _name(url: URL) -> str:
    if url.get_backend_name() == "sqlite" and url.database is not None:
        return url.database
    return url.render_as_string(hide_password=True)


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {int(BUSY_SECONDS * 1000)}",
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
