"""Where a database may lie, and what can go wrong with its disk."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

MEGABYTE = 1_000_000


@asynccontextmanager
async def small_disk(folder: Path) -> AsyncIterator[Path]:
    """Mount a disk of a megabyte; skips the test where that is not allowed."""
    _make(folder)
    if await _run("mount", "-t", "tmpfs", "-o", f"size={MEGABYTE}", "tmpfs", str(folder)):
        pytest.skip("mounting a small disk needs the rights of root")
    try:
        yield folder
    finally:
        await _run("umount", "--lazy", str(folder))


@asynccontextmanager
async def sturdy_disk(folder: Path) -> AsyncIterator[Path]:
    """Give a folder whose disk keeps changes off a file even from those who have it open; else skips the test."""
    probe = _make(folder) / "probe"
    with probe.open("wb", buffering=0) as file:
        kept_off = not await _run("chattr", "+i", str(probe))
        try:
            file.write(b"x")
            kept_off = False
        except PermissionError:
            pass
        finally:
            await _run("chattr", "-i", str(probe))
    if not kept_off:
        pytest.skip("keeping changes off an open file needs root and a disk that can")
    yield folder


@asynccontextmanager
async def full(database: Path) -> AsyncIterator[None]:
    """Fill the disk that the database lies on, and make room again."""
    filler = database.with_name("filler")
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 512):
            pass
    try:
        yield
    finally:
        filler.unlink()


@asynccontextmanager
async def unwritable(database: Path) -> AsyncIterator[None]:
    """Keep changes off the database, as of a disk that became read-only, and let them again; on a sturdy disk."""
    files = [str(path) for path in (database, database.with_name(f"{database.name}-wal"))]
    assert not await _run("chattr", "+i", *files)
    try:
        yield
    finally:
        await _run("chattr", "-i", *files)


@asynccontextmanager
async def read_only(database: Path) -> AsyncIterator[None]:
    """Make the disk read-only while nobody has a file open on it."""
    folder = str(database.parent)
    assert not await _run("mount", "-o", "remount,ro", folder)
    try:
        yield
    finally:
        assert not await _run("mount", "-o", "remount,rw", folder)


async def _run(*command: str) -> int:
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.DEVNULL)
    return await process.wait()


def _make(folder: Path) -> Path:
    folder.mkdir()
    return folder
