"""While the database is in trouble an admin is told so, and nothing is half done."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import create_engine, text

from bot.local_api.client_types import PlayedUser
from tests.handlers.admins import PlayedAdmin, admin_of
from tests.handlers.bots import Running, database_file, running_bot

TROUBLE = "My memory is in trouble just now. Please try again in a while."
LAMP = "The lamp turns once in ten seconds."
# The one asked less often comes second when the group is stored.
OFTEN, SELDOM = "banana cake recipe", "a recipe for banana cake"


@pytest_asyncio.fixture
async def running(tmp_path: Path, facts: Path) -> AsyncIterator[Running]:
    """Run a bot with an empty log."""
    async with running_bot(tmp_path, facts) as running:
        yield running


@pytest_asyncio.fixture
async def admin(running: Running) -> PlayedAdmin:
    """Bring in the admin."""
    return await admin_of(running)


@pytest_asyncio.fixture
async def ani(running: Running) -> PlayedUser:
    """Bring in a person who asked in vain."""
    ani = await running.client.add_user("Ani", language_code="en")
    for wording in (OFTEN, OFTEN, SELDOM):
        await running.ask(ani, wording)
    return ani


def run(running: Running, statement: str) -> list[tuple[object, ...]]:
    """Run a statement on the database, behind the bot's back; give the rows that it gives."""
    engine = create_engine(f"sqlite:///{database_file(running.settings.database)}")
    try:
        with engine.begin() as connection:
            found = connection.execute(text(statement))
            return [tuple(row) for row in found] if found.returns_rows else []
    finally:
        engine.dispose()


async def open_group(admin: PlayedAdmin) -> None:
    await admin.say("/unanswered")
    await admin.press("1")
    await admin.press("Other fact…")
    await admin.press("The light")


@pytest.mark.usefixtures("ani")
async def test_the_lists_say_that_they_cannot_be_read(
    running: Running, admin: PlayedAdmin, caplog: pytest.LogCaptureFixture
) -> None:
    run(running, "ALTER TABLE lessons RENAME TO hidden")
    assert (await admin.say("/unanswered")).text == TROUBLE
    assert (await admin.say("/taught")).text == TROUBLE
    run(running, "ALTER TABLE hidden RENAME TO lessons")
    assert OFTEN in (await admin.say("/unanswered")).text
    assert "an admin's wish is not done" in caplog.text
    assert "Traceback" not in caplog.text


async def test_a_group_that_cannot_be_stored_whole_is_not_taught_at_all(
    running: Running, admin: PlayedAdmin, ani: PlayedUser
) -> None:
    await open_group(admin)
    screen = admin.screen
    run(
        running,
        f"CREATE TRIGGER full BEFORE INSERT ON lessons WHEN NEW.question = '{SELDOM}' "
        "BEGIN SELECT RAISE(ABORT, 'no'); END",
    )
    answer = await admin.press("The lamp")
    assert (answer.text, answer.show_alert) == (TROUBLE, True)
    assert admin.screen.text == screen.text
    assert run(running, "SELECT * FROM lessons") == []
    assert run(running, "SELECT * FROM admin_actions") == []
    for wording in (OFTEN, SELDOM):
        assert LAMP not in (await running.ask(ani, wording)).text
    run(running, "DROP TRIGGER full")
    await admin.press("The lamp")
    for wording in (OFTEN, SELDOM):
        assert LAMP in (await running.ask(ani, wording)).text


async def test_a_lesson_that_cannot_be_taken_back_stays_whole(
    running: Running, admin: PlayedAdmin, ani: PlayedUser
) -> None:
    await open_group(admin)
    await admin.press("The lamp")
    run(running, "CREATE TRIGGER kept BEFORE DELETE ON lessons BEGIN SELECT RAISE(ABORT, 'no'); END")
    answer = await admin.press("↩ Undo")
    assert (answer.text, answer.show_alert) == (TROUBLE, True)
    assert LAMP in (await running.ask(ani, OFTEN)).text
    assert len(run(running, "SELECT * FROM lessons")) == 2
    run(running, "DROP TRIGGER kept")
    await admin.press("↩ Undo")
    assert LAMP not in (await running.ask(ani, OFTEN)).text


@pytest.mark.parametrize("button", ["Dismiss", "Ignore similar"])
@pytest.mark.usefixtures("ani")
async def test_what_cannot_be_set_aside_stays_listed(running: Running, admin: PlayedAdmin, button: str) -> None:
    await admin.say("/unanswered")
    await admin.press("1")
    run(running, "CREATE TRIGGER full BEFORE INSERT ON set_aside BEGIN SELECT RAISE(ABORT, 'no'); END")
    assert (await admin.press(button)).text == TROUBLE
    assert OFTEN in (await admin.say("/unanswered")).text
