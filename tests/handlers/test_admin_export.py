"""/export sends the log as a CSV file, as long as Telegram takes it."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.app import open_stores
from bot.local_api.client_types import Message, PlayedUser
from tests.handlers.bots import ADMIN, Running, database_file, running_bot

QUESTIONS = ["=1+1", 'a "quoted", text', "что такое «Канал»?", "@SUM(A1)", "two\nlines"]


def content(running: Running, message: Message) -> bytes:
    """Give the bytes of the document that a message holds."""
    document = message.json["document"]
    assert isinstance(document, dict)
    stored = running.server.world.files.find(str(document["file_id"]))
    assert stored is not None
    return stored.content


async def test_a_log_is_sent_as_a_file_that_a_spreadsheet_reads_and_cannot_run(tmp_path: Path, facts: Path) -> None:
    async with running_bot(tmp_path, facts) as running:
        ada = await running.client.add_user("Ada", language_code="en", user_id=ADMIN)
        (message,) = await running.replies_to(ada, "/export")
        assert message.text == "Nothing has been asked yet."
        user = await running.client.add_user("Ani", language_code="en", user_id=987_654_321)
        for question in QUESTIONS:
            await running.ask(user, question)
        (message,) = await running.replies_to(ada, "/export")
        assert message.text == "5 questions"
        document = message.json["document"]
        assert isinstance(document, dict)
        assert document["file_name"] == f"questions-{datetime.now(UTC):%Y-%m-%d}.csv"
        data = content(running, message)
        assert data.startswith("\ufeff".encode())
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        assert [row["question"] for row in rows] == ["'=1+1", *QUESTIONS[1:3], "'@SUM(A1)", QUESTIONS[4]]
        assert [row["update_id"] for row in rows] == [str(row["update_id"]) for row in running.rows()]
        assert str(user.id).encode() not in data
        async with open_stores(running.settings) as stores:
            done = await stores.admin_log.actions()
        assert [(one.action, one.detail) for one in done] == [("export", "5 rows")]


# The library tells of its next major version.
@pytest.mark.filterwarnings("ignore:.*timedelta:telegram.warnings.PTBDeprecationWarning")
async def test_an_upload_that_telegram_first_puts_off_still_sends_the_whole_file(tmp_path: Path, facts: Path) -> None:
    async with running_bot(tmp_path, facts) as running:
        ada = await running.client.add_user("Ada", language_code="ru", user_id=ADMIN)
        await running.ask(ada, "что-нибудь")
        await running.client.fail("error", "sendDocument", status=429, description="Too Many Requests", retry_after=1)
        (message,) = await running.replies_to(ada, "/export")
        assert message.text == "1 вопрос"
        assert "что-нибудь" in content(running, message).decode()


async def test_a_log_that_telegram_would_not_take_is_left_to_the_command_line(tmp_path: Path, facts: Path) -> None:
    async with running_bot(tmp_path, facts) as running:
        ada = await running.client.add_user("Ada", language_code="en", user_id=ADMIN)
        await running.ask(ada, "one")
        many = text(
            "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 13000) "
            "INSERT INTO questions (update_id, asked_at, chat_kind, language, question, outcome, confidence, seconds) "
            "SELECT 1000000000 + n, '2026-01-01 00:00:00.000000', 'private', 'en', printf('%.4096c', 'x'), "
            "'unknown', 0.5, 0.1 FROM number"
        )
        engine = create_engine(f"sqlite:///{database_file(running.settings.database)}")
        try:
            with engine.begin() as connection:
                connection.execute(many)
        finally:
            engine.dispose()
        (message,) = await running.replies_to(ada, "/export", 60)
        assert "larger than the 50 MB" in message.text
        assert "tanya export" in message.text
        assert not await running.client.calls("sendDocument")


@pytest.mark.asyncio(loop_scope="session")
async def test_the_chat_shows_that_a_file_is_coming(shared: Running, ada: PlayedUser) -> None:
    calls = await shared.client.calls()
    await shared.ask(ada, "anything")
    await shared.replies_to(ada, "/export")
    made = await shared.client.calls("sendChatAction", after=calls[-1].number)
    assert [call.parameters["action"] for call in made][:1] == ["upload_document"]
