"""A real bot to which random updates are handed, and what came of each."""

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from time import time
from typing import TypeAlias

from sqlalchemy import create_engine

from bot.delivery.updates import read_update
from bot.local_api.call_log import POLLING, Call
from bot.local_api.client_types import PlayedUser
from bot.local_api.json_types import JsonObject, JsonValue
from bot.storage.tables import metadata
from tests.fuzz.cast import (
    BOT_ID,
    CHANNEL,
    CONNECTION,
    CUSTOMER,
    GROUP,
    NOW,
    OTHER,
    OWNER,
    PERSON,
    ROBOT,
    SUPERGROUP,
    USERS,
)  # fmt: skip
from tests.handlers.bots import ADMIN, Running, database_file, running_bot
from tests.handlers.facts import HEIGHT
from tests.handlers.shops import Shop, open_shop

Tables: TypeAlias = Mapping[str, list[tuple[object, ...]]]

# An update takes milliseconds, a chart seconds; the rest is room for a busy machine.
SECONDS = 45.0
# Calls that go on beside, as those do that introduce the bot, such as setMyCommands.
_BESIDE = frozenset({POLLING, "getMe"})
# What only admins change.
ADMINS_TABLES = ("admin_actions", "lessons", "set_aside", "switches")


class Trouble(logging.Handler):
    """Collects what is logged as an error, by whatever part; `lines` are the sentences, with what was raised."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Take note of a record."""
        self.lines.append(self.format(record))


@dataclass(repr=False)
class World:
    """The bot, and what stands for the placeholders of `cast`."""

    running: Running
    shop: Shop
    trouble: Trouble
    _joined: set[JsonValue] = field(default_factory=set)
    _update_ids: Iterator[int] = field(default_factory=partial(count, 500_000_001))

    @property
    def bot_id(self) -> int:
        """The bot's own id."""
        return self.running.server.world.bot.id

    async def placed(self, update: JsonObject) -> JsonObject:
        """Put an update into this world: its number, and all that only the world knows."""
        written = json.dumps({"update_id": next(self._update_ids), **update})
        stand_for: dict[object, Callable[[], object]] = {
            CUSTOMER: lambda: self.shop.customer.id, OWNER: lambda: self.shop.owner.id, BOT_ID: lambda: self.bot_id,
            CONNECTION: lambda: self.shop.connection.id, NOW: lambda: int(time()),
        }  # fmt: skip
        for placeholder, real in stand_for.items():
            written = written.replace(str(placeholder), str(real()))
        for placeholder, kind in ((GROUP, "group"), (SUPERGROUP, "supergroup"), (CHANNEL, "channel")):
            if str(placeholder) in written:
                written = written.replace(str(placeholder), str(await self._new_chat(kind)))
        placed: JsonObject = json.loads(written)
        return placed

    async def handle(self, placed: JsonObject) -> list[Call]:
        """Have an update handled; give the calls that the bot made because of it."""
        app, calls = self.running.app, self.running.server.world.calls
        before = calls.number
        async with asyncio.timeout(SECONDS):
            assert await app.delivery.begin(read_update(placed, app.application.bot))
        made = [call for call in calls.since(before) if call.method not in _BESIDE and "My" not in call.method]
        # A supergroup is greeted beside other updates; no other update is of the same group.
        made = [call for call in made if call.parameters.get("chat_id") not in self._joined]
        if "my_chat_member" in placed:
            self._joined.update(re.findall(r'"id": (-\d+)', json.dumps(placed)))
        return made

    async def answers(self) -> bool:
        """Tell whether a person who asks is answered."""
        person = PlayedUser(OTHER, "Вера", "", "ru")
        return "41" in (await self.running.replies_to(person, HEIGHT["ru"]))[-1].text

    def tables(self, names: Sequence[str] = ADMINS_TABLES) -> Tables:
        """Give all rows of some tables."""
        engine = create_engine(f"sqlite:///{database_file(self.running.settings.database)}")
        try:
            with engine.connect() as connection:
                return {
                    name: [tuple(row) for row in connection.execute(metadata.tables[name].select())] for name in names
                }
        finally:
            engine.dispose()

    async def _new_chat(self, kind: str) -> int:
        users = self.running.server.world.users
        members = [PlayedUser(who, users[who].first_name, "", "") for who in (PERSON, OTHER, ADMIN)]
        return (await self.running.client.add_chat("G <b>", chat_type=kind, members=members)).id


@asynccontextmanager
async def open_world(folder: Path, facts: Path) -> AsyncIterator[World]:
    """Run a bot to which everybody of the cast has spoken already."""
    trouble = Trouble()
    async with running_bot(folder, facts) as running:
        client = running.client
        for who in (PERSON, OTHER, ADMIN, ROBOT):
            user = USERS[who]
            played = await client.add_user(
                str(user["first_name"]), language_code=str(user.get("language_code", "")), user_id=who,
                is_bot=who == ROBOT,
            )  # fmt: skip
            if who != ROBOT:
                await client.say(played, "/start")
        shop = await open_shop(running)
        await shop.ask(HEIGHT["en"])
        await client.settle()
        logging.getLogger().addHandler(trouble)
        try:
            yield World(running, shop, trouble)
        finally:
            logging.getLogger().removeHandler(trouble)
