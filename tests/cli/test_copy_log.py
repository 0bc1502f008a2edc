"""`tanya copy-log` as an operator runs it."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.hashes import Hasher
from bot.storage.log import SqlQuestionLog
from tests.cli.conftest import Tanya
from tests.postgres import fresh_database, needs_postgres
from tests.storage.helpers import KEY, asked, url_of


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Give a SQLite database with three questions."""
    file = tmp_path / "log" / "tanya.sqlite"

    async def fill() -> None:
        async with await Database.open(url_of(file)) as database:
            for number in range(3):
                await SqlQuestionLog(database, Hasher(KEY)).record(asked(number))

    asyncio.run(fill())
    return file


@pytest.fixture
def target() -> Iterator[str]:
    """Give the URL of an empty PostgreSQL database."""
    with asyncio.Runner() as runner:
        database = fresh_database()
        yield runner.run(database.__aenter__())
        runner.run(database.__aexit__(None, None, None))


@needs_postgres
def test_a_log_is_copied_once_and_counted(tanya: Tanya, log: Path, target: str) -> None:
    ran = tanya("copy-log", log, TANYA_DATABASE=target)
    assert (ran.code, ran.err) == (0, "")
    assert {"questions: 3 rows", "votes: 0 rows"} <= set(ran.out.splitlines())
    figures = tanya("stats", "--json", TANYA_DATABASE=target)
    assert json.loads(figures.out)["questions"] == 3
    again = tanya("copy-log", log, TANYA_DATABASE=target)
    assert (again.code, again.out) == (2, "")
    assert "holds rows already" in again.err
    assert again.err.count("\n") == 1


def test_what_cannot_be_copied_ends_with_2(tanya: Tanya, log: Path, tmp_path: Path) -> None:
    ran = tanya("copy-log", log, TANYA_DATABASE=url_of(tmp_path / "other.sqlite"))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "tanya: TANYA_DATABASE is a SQLite database, too; set it to the PostgreSQL database to copy to.\n"
    )
    ran = tanya("copy-log", tmp_path / "none", TANYA_DATABASE="postgresql+asyncpg://tanya:hunter2@127.0.0.1:1/tanya")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"tanya: There is no file {tmp_path / 'none'}; name the SQLite database to copy.\n"
