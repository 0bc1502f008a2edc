"""The running bot stores the same on SQLite and PostgreSQL, and outlives a server that is stopped and started."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import Message, PlayedUser
from bot.local_api.server import LocalApiServer
from bot.settings import Settings
from tests.handlers.admins import PlayedAdmin
from tests.handlers.bots import ADMIN, ask, next_reply, replies_to, serving, settings_for
from tests.handlers.facts import HEIGHT, few_facts, write_facts
from tests.handlers.test_teaching import ANSWER, CAKE, assign
from tests.postgres import SERVER
from tests.storage.helpers import connected, on_postgres, rows
from tests.storage.proxy import Proxy


@pytest.fixture
def settings(tmp_path: Path, url: str) -> Settings:
    facts = write_facts(tmp_path / "facts", few_facts())
    return settings_for(tmp_path, facts, admins=[ADMIN]).model_copy(update={"database": url})


async def test_what_was_asked_is_in_the_figures_the_file_and_the_log(
    server: LocalApiServer, client: LocalApiClient, ani: PlayedUser, ada: PlayedAdmin, settings: Settings
) -> None:
    async with serving(server, settings):
        assert "41 metres" in (await ask(client, ani, HEIGHT["en"])).text
        for wording in (CAKE[0], CAKE[0].upper(), "🎂 «" + "ы" * 2500 + "»"):
            await ask(client, ani, wording)
        # The first message has the figures, a second one their chart.
        said = await replies_to(client, ada.user, "/stats")
        assert "Questions: 4" in said[0].text, said[0].text
        assert CAKE[0].upper() in (await ada.say("/unanswered")).text
        [file] = await replies_to(client, ada.user, "/export")
        assert file.text == "4 questions"
    found = sorted(await rows(settings.database, "questions"), key=lambda row: int(str(row["update_id"])))
    assert [row["fact"] for row in found] == ["tower-height", None, None, None]
    assert [row["question"] for row in found[:3]] == [HEIGHT["en"], CAKE[0], CAKE[0].upper()]


async def test_what_people_and_admins_chose_outlives_a_restart(
    server: LocalApiServer, client: LocalApiClient, ani: PlayedUser, ada: PlayedAdmin, settings: Settings
) -> None:
    async with serving(server, settings):
        answer = await ask(client, ani, HEIGHT["en"])
        assert (await client.press(ani, answer, data="v:+:tower-height")).text == "Thank you!"
        await ask(client, ani, CAKE[0])
        await ada.say("/unanswered")
        await ada.press("1")
        await assign(ada, "The light", "The lamp")
        await ada.say("/maintenance on")
    async with serving(server, settings):
        assert ANSWER not in (await ask(client, ani, CAKE[0])).text
        await ada.say("/maintenance off")
        assert ANSWER in (await ask(client, ani, CAKE[0])).text
        assert (await client.press(ani, answer, data="v:+:tower-height", stale=True)).text.startswith("I have noted")
        choice = await ask(client, ani, "/language")
        await client.press(ani, choice, data="l:ru")
        await client.settle()
    async with serving(server, settings):
        assert (await ask(client, ani, "/language")).text != choice.text
    assert [row["action"] for row in await rows(settings.database, "admin_actions")] == [
        "assign", "maintenance", "maintenance",
    ]  # fmt: skip


async def test_who_wants_to_be_forgotten_is(
    server: LocalApiServer, client: LocalApiClient, ani: PlayedUser, ada: PlayedAdmin, settings: Settings
) -> None:
    async with serving(server, settings):
        await ask(client, ani, HEIGHT["en"])
        await ask(client, ada.user, HEIGHT["en"])
        await client.press(ani, await ask(client, ani, "/forget"), data="forget:yes")
        await client.settle()
    assert len(await rows(settings.database, "questions")) == 1


async def say_and_wait(client: LocalApiClient, user: PlayedUser, question: str) -> Message:
    """Say something; give the reply, before the row is stored."""
    return await next_reply(client, user, await client.say(user, question))


@on_postgres
async def test_while_the_server_is_stopped_people_get_answers_and_their_rows_are_stored_later(
    server: LocalApiServer, client: LocalApiClient, ani: PlayedUser, settings: Settings
) -> None:
    async with Proxy(settings.database) as proxy:
        stopped = settings.model_copy(update={"database": proxy.url})
        async with serving(server, stopped) as app:
            await ask(client, ani, HEIGHT["en"])
            await proxy.stop()
            assert "41 metres" in (await say_and_wait(client, ani, HEIGHT["en"])).text
            assert "41 metres" in (await say_and_wait(client, ani, HEIGHT["en"])).text
            async with asyncio.timeout(20):
                while len(app.log.unsaved) < 2:  # noqa: ASYNC110 - the log sets no event
                    await asyncio.sleep(0.05)
            assert len(await rows(settings.database, "questions")) == 1
            await proxy.start()
            await client.settle(60)
            assert not app.log.unsaved
    assert len(await rows(settings.database, "questions")) == 3


@on_postgres
async def test_a_server_that_refuses_connections_for_a_while_costs_no_row(
    server: LocalApiServer, client: LocalApiClient, ani: PlayedUser, settings: Settings
) -> None:
    name = make_url(settings.database).database
    async with serving(server, settings) as app:
        await ask(client, ani, HEIGHT["en"])
        await administer(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        await administer(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608
        assert "41 metres" in (await say_and_wait(client, ani, HEIGHT["en"])).text
        await administer(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        await client.settle(60)
        assert not app.log.unsaved
    assert len(await rows(settings.database, "questions")) == 2


async def administer(statement: str) -> None:
    async with connected(SERVER) as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text(statement))
