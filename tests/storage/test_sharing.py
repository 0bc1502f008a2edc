"""Two bots on one database, as replicas behind one webhook: what one changes reaches the other within seconds."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import PlayedUser
from bot.local_api.server import LocalApiServer
from tests.delivery.hooks import Hook, asking, hooked, serving_hook
from tests.e2e.process import until
from tests.handlers.admins import PlayedAdmin
from tests.handlers.bots import ADMIN, ask, settings_for
from tests.handlers.facts import HEIGHT, few_facts, write_facts
from tests.handlers.test_teaching import ANSWER, CAKE, assign
from tests.postgres import needs_postgres
from tests.storage.helpers import rows

# A look at what others changed, and room for a busy machine.
SECONDS = 30


class Replicas:
    """Two bots; Telegram posts to the one whose turn it is."""

    def __init__(self, server: LocalApiServer, client: LocalApiClient, hooks: list[Hook], facts: Path) -> None:
        self.hooks = hooks
        self.facts = facts
        self._server = server
        self._client = client

    async def turn(self, number: int) -> None:
        """Have Telegram post to this one from now on."""
        await self._client.settle()
        webhook = self._server.world.webhook
        assert webhook.current
        webhook.set(replace(webhook.current, url=self.hooks[number].url))
        self._server.world.changes.notify()

    async def says(self, user: PlayedUser, question: str, words: str) -> None:
        """Wait until the answer to a question holds these words. Raises TimeoutError."""

        async def it_does() -> bool:
            return words in (await ask(self._client, user, question)).text

        await until(it_does, SECONDS)


@pytest.fixture
async def replicas(
    server: LocalApiServer, client: LocalApiClient, tmp_path: Path, url: str
) -> AsyncIterator[Replicas]:
    facts = write_facts(tmp_path / "facts", few_facts())
    settings = settings_for(tmp_path, facts, admins=[ADMIN]).model_copy(update={"database": url})
    async with AsyncExitStack() as stack:
        hooks = [await stack.enter_async_context(serving_hook(server, hooked(settings))) for _ in range(2)]
        yield Replicas(server, client, hooks, facts)


@pytest.fixture
async def ani(client: LocalApiClient) -> PlayedUser:
    return await client.add_user("Ani", language_code="en")


@pytest.fixture
async def ada(client: LocalApiClient) -> PlayedAdmin:
    return PlayedAdmin(client, await client.add_user("Ada", language_code="en", user_id=ADMIN))


async def test_a_lesson_is_learnt_by_all_and_forgotten_by_all(
    replicas: Replicas, client: LocalApiClient, ani: PlayedUser, ada: PlayedAdmin
) -> None:
    await ask(client, ani, CAKE[0])
    await ada.say("/unanswered")
    await ada.press("1")
    await assign(ada, "The light", "The lamp")
    await replicas.turn(0)
    await replicas.says(ani, CAKE[0], ANSWER)


async def test_a_reload_by_one_is_a_reload_by_all(
    replicas: Replicas, client: LocalApiClient, ani: PlayedUser, ada: PlayedAdmin
) -> None:
    files = {name: content.replace("41 metres", "42 metres") for name, content in few_facts().items()}
    write_facts(replicas.facts, files)
    await ada.say("/reload")
    await client.settle()
    await replicas.says(ani, HEIGHT["en"], "42 metres")
    await replicas.turn(0)
    await replicas.says(ani, HEIGHT["en"], "42 metres")


async def test_facts_that_one_cannot_read_leave_its_old_ones_in_use(
    replicas: Replicas, client: LocalApiClient, ani: PlayedUser, caplog: pytest.LogCaptureFixture
) -> None:
    (replicas.facts / "manifest.yaml").write_text("title: [", encoding="utf-8")
    other = replicas.hooks[1].app
    await other.stores.changes.announce_as_another()
    await until(lambda: _logged(caplog, "reload refused"), SECONDS)
    await replicas.turn(0)
    await replicas.says(ani, HEIGHT["en"], "41 metres")


async def test_maintenance_closes_and_opens_all(
    replicas: Replicas, client: LocalApiClient, ani: PlayedUser, ada: PlayedAdmin
) -> None:
    await ada.say("/maintenance on")
    await replicas.turn(0)
    await replicas.says(ani, HEIGHT["en"], "maintenance")
    await ada.say("/maintenance off")
    await replicas.turn(1)
    await replicas.says(ani, HEIGHT["en"], "41 metres")


async def test_votes_and_languages_count_everywhere(
    replicas: Replicas, client: LocalApiClient, ani: PlayedUser, ada: PlayedAdmin
) -> None:
    answer = await ask(client, ani, HEIGHT["en"])
    await client.press(ani, answer, data="v:+:tower-height")
    choice = await ask(client, ani, "/language")
    await client.press(ani, choice, data="l:ru")
    await replicas.turn(0)
    assert (await client.press(ani, answer, data="v:+:tower-height")).text.startswith("Я уже")
    assert "Высота башни 41 метр" in (await ask(client, ani, HEIGHT["en"])).text
