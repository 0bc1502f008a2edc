"""A database file and a log on it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.hashes import Hasher
from bot.storage.log import SqlQuestionLog
from bot.storage.stores import Stores
from tests.storage.helpers import KEY, url_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "tanya.db"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up on another process's lock sooner, so that tests are quick."""
    monkeypatch.setattr("bot.storage.database.BUSY_SECONDS", 0.3)


@pytest.fixture
async def database(file: Path) -> AsyncIterator[Database]:
    async with await Database.open(url_of(file)) as database:
        yield database


@pytest.fixture
async def stores(file: Path) -> AsyncIterator[Stores]:
    async with Stores.open(url_of(file), KEY) as stores:
        yield stores


@pytest.fixture
def log(database: Database) -> SqlQuestionLog:
    return SqlQuestionLog(database, Hasher(KEY))
