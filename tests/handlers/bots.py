"""A real bot in this process: facts, SQLite and application, on a local Bot API of its own."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from bot.app import App, Endpoint, open_app
from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import ApiCall, Message, PlayedUser
from bot.local_api.server import LocalApiServer
from bot.settings import Settings
from handlers.limits import Limits, Rate
from tests.conftest import TOKEN

ADMIN = 777
MUCH = Rate(burst=100_000, seconds=0.001)


@dataclass(frozen=True)
class Running:
    """A bot that serves, and who plays its users."""

    server: LocalApiServer
    client: LocalApiClient
    app: App
    settings: Settings

    async def ask(self, user: PlayedUser, text: str, seconds: float = 30) -> Message:
        """Say a text in the private chat; give the bot's first reply."""
        return await ask(self.client, user, text, seconds)

    async def replies_to(self, user: PlayedUser, text: str, seconds: float = 30) -> list[Message]:
        """Say a text in the private chat; give all messages of the bot's that came of it, as they are in the end."""
        return await replies_to(self.client, user, text, seconds)

    def rows(self) -> list[dict[str, Any]]:
        """Give the question log's rows, in order of update_id."""
        return rows(database_file(self.settings.database))


async def ask(client: LocalApiClient, user: PlayedUser, text: str, seconds: float = 30) -> Message:
    """Say a text in the private chat; give the bot's first reply, once the update is confirmed."""
    said = await client.say(user, text)
    reply = await next_reply(client, user, said, seconds)
    await client.settle(seconds)
    return reply


async def replies_to(client: LocalApiClient, user: PlayedUser, text: str, seconds: float = 30) -> list[Message]:
    """Say a text in the private chat; give all messages of the bot's that came of it, as they are in the end."""
    said = await client.say(user, text)
    await client.settle(seconds)
    changes = await client.wait_messages(user.id, after=said.sequence, timeout=0)
    return [message for message in changes if message.from_bot]


async def next_reply(client: LocalApiClient, user: PlayedUser, after: Message, seconds: float = 30) -> Message:
    """Give the first message or change of the bot's that follows."""
    replies = await client.wait_messages(user.id, after=after.sequence, timeout=seconds)
    assert replies, f"no reply to {after.text[:60]!r} in {seconds} s"
    assert replies[0].from_bot
    return replies[0]


def chat_calls(calls: Sequence[ApiCall]) -> list[ApiCall]:
    """Give the calls without those that introduce the bot, such as setMyCommands, which go on beside."""
    return [call for call in calls if "My" not in call.method]


def settings_for(folder: Path, facts: Path, *, admins: Sequence[int] = ()) -> Settings:
    """Give settings that know nothing of the environment, with the database in `folder`."""
    return Settings(
        _env_file=None, facts=facts, database=f"sqlite+aiosqlite:///{folder}/tanya.sqlite", admins=frozenset(admins)
    )


@asynccontextmanager
async def serving(
    server: LocalApiServer, settings: Settings, token: str = TOKEN, limits: Limits | None = None
) -> AsyncIterator[App]:
    """Run the real bot against a server, until the end of the context; without `limits` people may ask much."""
    stop = asyncio.Event()
    limits = limits or Limits(MUCH, MUCH, MUCH)
    async with open_app(settings, Endpoint(server.url, token, local=True), stop, limits) as app:
        task = asyncio.create_task(app.serve(stop))
        try:
            yield app
        finally:
            stop.set()
            await task


@asynccontextmanager
async def running_bot(
    folder: Path, facts: Path, *, admins: Sequence[int] = (ADMIN,), limits: Limits | None = None
) -> AsyncIterator[Running]:
    """Run a server and a bot on it."""
    settings = settings_for(folder, facts, admins=admins)
    async with (
        LocalApiServer(TOKEN) as server,
        LocalApiClient(server.url) as client,
        serving(server, settings, limits=limits) as app,
    ):
        yield Running(server, client, app, settings)


def database_file(url: str) -> Path:
    """Give the file of a SQLite URL."""
    return Path(url.removeprefix("sqlite+aiosqlite:///"))


def rows(file: Path) -> list[dict[str, Any]]:
    """Give all rows of a question log, in order of update_id; none before there is a log."""
    engine = create_engine(f"sqlite:///{file}")
    try:
        with engine.connect() as connection, suppress(LookupError):
            return [
                dict(row) for row in connection.execute(text("SELECT * FROM questions ORDER BY update_id")).mappings()
            ]
    finally:
        engine.dispose()
    return []


def noise(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Give what the log says of trouble with updates.

    The shared bot's loop stands still while tests of other loops run: what it was waiting for is then said to be late.
    """
    waiting = ("bot.delivery.polling", "bot.storage", "bot.retention", "bot.operation.contact")
    return [
        record.getMessage()
        for record in caplog.records
        if record.levelno >= logging.WARNING and not record.name.startswith(waiting)
    ]
