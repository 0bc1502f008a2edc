"""An empty database of each kind, what is opened on it, and who asks a bot that uses it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import PlayedUser
from bot.storage.database import Database
from bot.storage.hashes import Hasher
from bot.storage.log import SqlQuestionLog
from bot.storage.stores import Stores
from tests.handlers.admins import PlayedAdmin
from tests.handlers.bots import ADMIN
from tests.postgres import fresh_database, needs_postgres
from tests.storage.helpers import KEY, url_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "tanya.db"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up on another process's lock sooner, so that tests are quick."""
    monkeypatch.setattr("bot.storage.database.BUSY_SECONDS", 0.3)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=needs_postgres)])
async def url(request: pytest.FixtureRequest, file: Path) -> AsyncIterator[str]:
    """Give the URL of an empty database; tests of SQLite's file or of PostgreSQL's server alone are marked so."""
    if request.param == "sqlite":
        yield url_of(file)
        return
    async with fresh_database() as url:
        yield url


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    async with await Database.open(url) as database:
        yield database


@pytest.fixture
async def stores(url: str) -> AsyncIterator[Stores]:
    async with Stores.open(url, KEY) as stores:
        yield stores


@pytest.fixture
def log(database: Database) -> SqlQuestionLog:
    return SqlQuestionLog(database, Hasher(KEY))


@pytest.fixture
async def ani(client: LocalApiClient) -> PlayedUser:
    return await client.add_user("Ani", language_code="en")


@pytest.fixture
async def ada(client: LocalApiClient) -> PlayedAdmin:
    return PlayedAdmin(client, await client.add_user("Ada", language_code="en", user_id=ADMIN))
