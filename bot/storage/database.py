"""One SQL database: opened, brought to this version's schema, used in short transactions, closed."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from sqlalchemy import URL, Connection
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.checking import check_integrity
from bot.storage.engines import POOL_SIZE, create_engine, for_reading, for_writing, name_of
from bot.storage.errors import RefusedError, StorageError, explain, is_refusal, may_pass
from bot.storage.migrating import migrate
from bot.storage.statements import Rows, Statement, Values, statements_on
from bot.storage.watching import READ, WRITE, Unwatched, Watch

# How long a transaction may take before it is given up, in seconds.
TRANSACTION_SECONDS = 10.0
# The same for what an answer waits for, but can do without.
QUICK_SECONDS = 1.0
# How long one statement waits for another process to release the lock; less than a transaction has.
BUSY_SECONDS = 2.0
# How long opening waits for other processes that open the same database, and for its own migrations.
OPEN_SECONDS = 60.0
# How long opening tries again while another process holds the lock, or a server is not there yet.
LOCKED_SECONDS = 15.0
RETRY_SECONDS = 0.05
# How long closing waits for a server to say goodbye.
CLOSE_SECONDS = 2.0

logger = logging.getLogger(__name__)


class Database:
    """A database in use. Get one with `Database.open`; `name` is what messages call it, without a password.

    `reading` and `writing` give a connection within one transaction: committed at the end, rolled back after an
    exception, given up after `seconds`; a statement that SQLite has begun runs to its end first, and waiting for
    another process's lock takes two seconds at most. Both raise StorageError if the database fails or is closed,
    and RefusedError for values that it does not take. Writers of this process take turns, so they never collide.
    `fetch` and `execute` are quicker for a single statement, which is a transaction of its own, and raise the same.
    `watch` is told of every transaction.
    """

    def __init__(self, engine: AsyncEngine, seconds: float = TRANSACTION_SECONDS, watch: Watch | None = None) -> None:
        self.name = name_of(engine.url)
        self._engine = engine
        self._reader = for_reading(engine)
        self._writer = for_writing(engine)
        self._single_reads, self._single_writes = statements_on(engine), statements_on(engine)
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
        engine = create_engine(url, BUSY_SECONDS)
        await asyncio.to_thread(_make_folder, engine.url)
        database = cls(engine, seconds, watch)
        try:
            await database._migrate(check=check)
            await database._connect()
            database._file = await asyncio.to_thread(_identify, engine.url)
        except BaseException:
            await database.close()
            raise
        return database

    async def close(self) -> None:
        """Let what is under way end, then close every connection. Closing twice does nothing more."""
        self._closed = True
        await self._idle.wait()
        for single in (self._single_reads, self._single_writes):
            await single.close()
        # A server that fell silent would be waited for without end, once for each connection that is kept open.
        for _ in range(POOL_SIZE):
            with suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await self._engine.dispose()
                break

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
            self._reader.begin() as connection,
        ):
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection that alone may write."""
        async with self._watched(WRITE), self._guarded(self._seconds), self._write_lock:
            self._check_file()
            async with self._writer.begin() as connection:
                yield connection

    async def fetch(self, statement: Statement, values: Values, seconds: float | None = None) -> Rows:
        """Give the rows of a query, as the driver has them; `statement` is one of a few, for each is kept."""
        async with self._watched(READ), self._guarded(seconds or self._seconds):
            return await self._single_reads.run(statement, values)

    async def execute(self, statement: Statement, values: Values) -> None:
        """Run a statement that writes; it is one of a few, for each is kept."""
        async with self._watched(WRITE), self._guarded(self._seconds), self._write_lock:
            self._check_file()
            await self._single_writes.run(statement, values)

    def _check_file(self) -> None:
        """Raise StorageError if another file, or none, is there: what SQLite writes to a deleted one is lost."""
        # Microseconds: the file is open, and on a disk of this machine, as WAL needs. A thread takes longer.
        if self._file and _identify(self._engine.url) != self._file:
            raise StorageError(f"The database {self.name} was moved or deleted while in use; restart Tanya.")

    @property
    def dialect(self) -> str:
        """SQLAlchemy's name for the kind of database."""
        return self._engine.dialect.name

    @property
    def has_sessions(self) -> bool:
        """Whether the database is a server that knows its connections apart."""
        return self._engine.dialect.name == "postgresql"

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncConnection]:
        """Give a server's connection of one's own for what lives as long as it does: each statement is committed.

        It is none of those that transactions share. Raises StorageError.
        """
        try:
            async with self._engine.connect() as connection:
                session = await connection.execution_options(isolation_level="AUTOCOMMIT")
                await session.run_sync(Connection.detach)
                yield session
        except (SQLAlchemyError, OSError) as error:
            raise StorageError(explain(error, self.name)) from error

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
            kind = RefusedError if is_refusal(error) else StorageError
            raise kind(explain(error, self.name)) from error
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
        patient_until = monotonic() + LOCKED_SECONDS
        waiting = False
        async with self._guarded(OPEN_SECONDS):
            while True:
                try:
                    if check:
                        async with self._engine.begin() as connection:
                            await check_integrity(connection, self.name)
                    async with self._writer.begin() as connection:
                        await migrate(connection, self.name)
                except (SQLAlchemyError, OSError) as error:
                    # Where two processes make the same file together, SQLite may refuse the second its switch to WAL
                    # at once, without waiting for BUSY_SECONDS; a server may be started beside the bot.
                    if not may_pass(error) or monotonic() > patient_until:
                        raise
                    if not waiting:
                        logger.info("trying again for %.0f s: %s", LOCKED_SECONDS, explain(error, self.name))
                    waiting = True
                else:
                    return
                await asyncio.sleep(RETRY_SECONDS)

    async def _connect(self) -> None:
        """Have all connections that are used steadily: one that is made in trouble may be good for reading alone."""
        async with self._guarded(OPEN_SECONDS), self._engine.connect():
            for single in (self._single_reads, self._single_writes):
                await single.open()


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
