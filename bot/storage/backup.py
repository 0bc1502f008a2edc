"""A copy of a SQLite database, made while it is in use."""

import asyncio
import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.checking import check_integrity
from bot.storage.errors import StorageError, explain

# A backup holds what people asked: it is its maker's alone.
_PRIVATE = 0o600


async def back_up(url: str, target: Path) -> int:
    """Copy the SQLite database at an SQLAlchemy URL, as it is at one moment, to a file; give the file's bytes.

    The copy is compact, holds nothing that was purged, and was looked through. Who uses the database meanwhile is
    not held up. A file that is there is never overwritten, and one that cannot be finished is taken away. Raises
    StorageError.
    """
    source = _file_of(url)
    unfinished = target.with_name(f"{target.name}.unfinished")
    await asyncio.to_thread(_reserve, source, target, unfinished)
    try:
        await _copy(source, unfinished)
        return await asyncio.to_thread(_finish, unfinished, target)
    except BaseException:
        await asyncio.to_thread(_remove, unfinished, target)
        raise


def _file_of(url: str) -> Path:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StorageError("TANYA_DATABASE is no database URL; nothing was copied.") from error
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise StorageError("Only a SQLite database is copied by `tanya backup`; use its server's own tool, as pg_dump.")
    return Path(parsed.database)


def _reserve(source: Path, target: Path, unfinished: Path) -> None:
    if not source.is_file():
        raise StorageError(f"There is no database {source} yet; start Tanya first or point TANYA_DATABASE elsewhere.")
    made: list[Path] = []
    for path in (target, unfinished):
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE))
        except OSError as error:
            _remove(*made)
            if isinstance(error, FileExistsError):
                raise StorageError(
                    f"The file {path} is there already and is not overwritten; choose another name."
                ) from error
            raise StorageError(
                f"The file {path} cannot be written ({error.strerror}); choose another place."
            ) from error
        made.append(path)


async def _copy(source: Path, copy: Path) -> None:
    engine = create_async_engine(f"sqlite+aiosqlite:///{source}", isolation_level="AUTOCOMMIT", hide_parameters=True)
    try:
        async with engine.connect() as connection:
            await connection.exec_driver_sql("VACUUM INTO ?", (str(copy),))
    except (SQLAlchemyError, OSError) as error:
        raise StorageError(explain(error, str(source))) from error
    finally:
        await engine.dispose()
    engine = create_async_engine(f"sqlite+aiosqlite:///{copy}", isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            await check_integrity(connection, str(copy))
    except (SQLAlchemyError, OSError) as error:
        raise StorageError(explain(error, str(copy))) from error
    finally:
        await engine.dispose()


def _finish(unfinished: Path, target: Path) -> int:
    """Put the copy in its place, on the disk and not only in the system's memory."""
    try:
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        # Over the empty file that was reserved.
        unfinished.replace(target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return target.stat().st_size
    except OSError as error:
        raise StorageError(f"The copy {target} cannot be finished ({error.strerror}).") from error


def _remove(*paths: Path) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink()
