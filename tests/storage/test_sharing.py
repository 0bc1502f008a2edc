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
from bot.local_api.update_queue import number_of
from bot.storage.claims import SharedClaims
from bot.storage.database import Database
from tests.delivery.hooks import Hook, asking, hooked, serving_hook
from tests.e2e.process import until
from tests.handlers.admins import PlayedAdmin
from tests.handlers.bots import ADMIN, ask, serving, settings_for
from tests.handlers.facts import HEIGHT, few_facts, write_facts
from tests.handlers.test_teaching import ANSWER, CAKE, assign
from tests.storage.helpers import on_postgres, rows

# A look at what others changed, and room for a busy machine.
SECONDS = 30


class Replicas:
    """Two bots, each with facts of its own; Telegram posts to the one whose turn it is, at first the second."""

    def __init__(self, server: LocalApiServer, client: LocalApiClient, hooks: list[Hook], facts: list[Path]) -> None:
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

    async def says(self, question: str, words: str) -> None:
        """Wait until the answer to a question, of somebody new each time, holds these words. Raises TimeoutError."""

        async def it_does() -> bool:
            somebody = await self._client.add_user("Budi", language_code="en")
            return words in (await ask(self._client, somebody, question)).text

        await until(it_does, SECONDS)


@pytest.fixture
async def replicas(server: LocalApiServer, client: LocalApiClient, tmp_path: Path, url: str) -> AsyncIterator[Replicas]:
    folders = [write_facts(tmp_path / name, few_facts()) for name in ("first", "second")]
    async with AsyncExitStack() as stack:
        hooks = []
        for facts in folders:
            settings = settings_for(tmp_path, facts, admins=[ADMIN]).model_copy(update={"database": url})
            hooks.append(await stack.enter_async_context(serving_hook(server, hooked(settings))))
        yield Replicas(server, client, hooks, folders)


async def test_a_lesson_is_learnt_by_all_and_forgotten_by_all(
    replicas: Replicas, client: LocalApiClient, ani: PlayedUser, ada: PlayedAdmin
) -> None:
    await ask(client, ani, CAKE[0])
    await ada.say("/unanswered")
    await ada.press("1")
    await assign(ada, "The light", "The lamp")
    await replicas.turn(0)
    await replicas.says(CAKE[0], ANSWER)


async def test_a_reload_by_one_is_a_reload_by_all(replicas: Replicas, ada: PlayedAdmin) -> None:
    for facts in replicas.facts:
        change(facts, "41 metres", "42 metres")
    await ada.say("/reload")
    await replicas.says(HEIGHT["en"], "42 metres")
    await replicas.turn(0)
    await replicas.says(HEIGHT["en"], "42 metres")


async def test_a_bot_whose_facts_have_mistakes_keeps_its_old_ones_and_says_so(
    replicas: Replicas, ada: PlayedAdmin, caplog: pytest.LogCaptureFixture
) -> None:
    ours, theirs = replicas.facts
    change(ours, "title:", "title: [")
    change(theirs, "41 metres", "42 metres")
    await ada.say("/reload")
    await replicas.says(HEIGHT["en"], "42 metres")

    async def refused() -> bool:
        return "reload refused" in caplog.text

    await until(refused, SECONDS)
    await replicas.turn(0)
    await replicas.says(HEIGHT["en"], "41 metres")


async def test_maintenance_closes_and_opens_all(replicas: Replicas, ada: PlayedAdmin) -> None:
    await ada.say("/maintenance on")
    await replicas.turn(0)
    await replicas.says(HEIGHT["en"], "being worked on")
    await ada.say("/maintenance off")
    await replicas.turn(1)
    await replicas.says(HEIGHT["en"], "41 metres")


async def test_votes_and_languages_count_everywhere(
    replicas: Replicas, client: LocalApiClient, ani: PlayedUser
) -> None:
    answer = await ask(client, ani, HEIGHT["en"])
    await client.press(ani, answer, data="v:+:tower-height")
    # The answer changes after the press is answered.
    await client.settle()
    choice = await ask(client, ani, "/language")
    await client.press(ani, choice, data="l:ru")
    await replicas.turn(0)
    assert (await client.press(ani, answer, data="v:+:tower-height")).text == "Это я уже записала."
    assert "Высота башни 41 метр" in (await ask(client, ani, HEIGHT["en"])).text


@on_postgres
async def test_a_server_that_cut_its_listeners_off_is_looked_at_all_the_same(
    replicas: Replicas, client: LocalApiClient, ani: PlayedUser, ada: PlayedAdmin, url: str
) -> None:
    await ask(client, ani, HEIGHT["en"])
    await cut_off(url)
    await ada.say("/maintenance on")
    await replicas.turn(0)
    await replicas.says(HEIGHT["en"], "being worked on")


async def test_an_update_that_two_get_at_once_is_answered_by_one(
    replicas: Replicas, client: LocalApiClient, ani: PlayedUser, url: str
) -> None:
    await ask(client, ani, "/start")
    await client.fail("delay", "sendMessage", seconds=1)
    posts = [hook.post(asking(ani, HEIGHT["en"], 7_000)) for hook in replicas.hooks]
    assert sorted(await asyncio.gather(*posts)) == ([200, 503] if "postgresql" in url else [200, 200])
    # What the one stored, the other confirms.
    assert [await hook.post(asking(ani, HEIGHT["en"], 7_000)) for hook in replicas.hooks] == [200, 200]
    assert len(await rows(url, "questions")) == 1
    if "postgresql" in url:
        assert len([call for call in await client.calls("sendMessage") if "41 metres" in str(call.parameters)]) == 1


@on_postgres
async def test_what_another_process_has_in_hand_is_left_to_it_and_taken_over_when_it_ends(
    server: LocalApiServer, client: LocalApiClient, ani: PlayedUser, tmp_path: Path, url: str
) -> None:
    settings = settings_for(tmp_path, write_facts(tmp_path / "facts", few_facts()))
    await client.say(ani, HEIGHT["en"])
    [update] = server.world.updates.pending()
    async with AsyncExitStack() as ours:
        async with await Database.open(url) as database, SharedClaims.open(database) as theirs:
            assert await theirs.claim([number_of(update)])
            await ours.enter_async_context(serving(server, settings.model_copy(update={"database": url})))
            await asyncio.sleep(2)
            assert not await client.calls("sendMessage")
            assert await client.pending() == 1
            # It is asked for again and again, but not without a pause.
            assert 2 < len(await client.calls("getUpdates")) < 20
        await client.settle()
        assert "41 metres" in (await client.wait_messages(ani.id))[-1].text
    assert len(await rows(url, "questions")) == 1


def change(facts: Path, old: str, new: str) -> None:
    """Replace words in a folder's files."""
    for file in facts.glob("*.yaml"):
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


async def cut_off(url: str) -> None:
    """End all connections to the database, but this one."""
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            await connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
    finally:
        await engine.dispose()
