"""The operator's pages of the real process: alive, ready, figures."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.local_api.client import LocalApiClient
from bot.local_api.server import LocalApiServer
from tests.conftest import TOKEN
from tests.e2e.process import ADMIN, BotProcess, run_to_end, running
from tests.handlers.bots import ask, replies_to
from tests.handlers.facts import HEIGHT, OFF_TOPIC, few_facts, write_facts
from tests.operation.pages import Pages, free_port
from tests.storage.helpers import locked_by_another


@pytest.fixture
def pages() -> Pages:
    return Pages(free_port())


@pytest.fixture
def own(tmp_path: Path, server: LocalApiServer, pages: Pages) -> BotProcess:
    """Give a process with pages, not started yet."""
    write_facts(tmp_path / "facts", few_facts())
    return BotProcess(tmp_path, server.url, TANYA_HEALTH=f"127.0.0.1:{pages.port}")


@pytest.fixture
async def bot(own: BotProcess, pages: Pages) -> AsyncIterator[BotProcess]:
    """Run a process until it is ready."""
    async with running(own):
        await pages.until_ready()
        yield own


async def test_a_running_bot_is_alive_and_ready(bot: BotProcess, pages: Pages) -> None:
    answer = await pages.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"alive": True})
    parts = (await pages.ready())[1]
    assert set(parts) == {"database", "facts", "telegram"}
    assert all(part["ok"] for part in parts.values())
    assert parts["facts"]["says"].startswith("4, loaded at 20")
    assert "last contact" in parts["telegram"]["says"]
    assert bot.settings["TANYA_DATABASE"] not in str(parts)


async def test_the_pages_tell_nothing_else(bot: BotProcess, pages: Pages) -> None:
    assert not bot.ended
    for path in ("/", "/metrics/x", "/docs", f"/bot{TOKEN}/getMe"):
        assert (await pages.get(path)).status_code == 404


async def test_questions_are_counted_by_verdict_language_and_kind_of_chat(
    client: LocalApiClient, bot: BotProcess, pages: Pages
) -> None:
    user = await client.add_user("Ani", language_code="en")
    await ask(client, user, HEIGHT["en"])
    await ask(client, user, HEIGHT["ru"])
    await ask(client, user, HEIGHT["ru"])
    await ask(client, user, OFF_TOPIC["en"])
    figures = await pages.figures()

    def questions(verdict: str, language: str) -> float:
        labels = {"verdict": verdict, "language": language, "chat_kind": "private"}
        return figures["tanya_questions_total", frozenset(labels.items())]

    assert [questions("answer", "en"), questions("answer", "ru"), questions("unknown", "en")] == [1, 2, 1]
    none: frozenset[tuple[str, str]] = frozenset()
    assert figures["tanya_matching_seconds_count", none] == figures["tanya_answer_seconds_count", none] == 4
    assert 0 < figures["tanya_matching_seconds_sum", none] < figures["tanya_answer_seconds_sum", none]
    assert figures["tanya_storage_seconds_count", frozenset({("kind", "write")})] >= 4
    assert figures["tanya_storage_seconds_count", frozenset({("kind", "read")})] > 0
    assert figures["tanya_bot_api_seconds_count", frozenset({("method", "sendMessage")})] == 4
    assert figures["tanya_updates_open", none] == figures["tanya_rows_unsaved", none] == 0
    assert figures["tanya_facts", none] == 4
    assert figures["tanya_telegram_silence_seconds", none] < 40
    assert figures["process_resident_memory_bytes", none] > 1e6
    assert not bot.ended


async def test_updates_in_hand_are_the_depth_of_the_queue(
    client: LocalApiClient, bot: BotProcess, pages: Pages
) -> None:
    assert not bot.ended
    users = [await client.add_user(f"Person {number}", language_code="en") for number in range(3)]
    await client.fail("delay", "sendMessage", times=3, seconds=2)
    for user in users:
        await client.say(user, HEIGHT["en"])
    await asyncio.sleep(0.5)
    assert await pages.figure("tanya_updates_open") > 0
    await client.settle(20)
    assert await pages.figure("tanya_updates_open") == 0


async def test_calls_that_fail_are_counted_by_kind(client: LocalApiClient, bot: BotProcess, pages: Pages) -> None:
    assert not bot.ended
    user = await client.add_user("Ani", language_code="en")
    await client.fail("error", "sendMessage", status=400, description="Bad Request: no")
    await replies_to(client, user, HEIGHT["en"])
    assert await pages.figure("tanya_bot_api_failures_total", method="sendMessage", kind="telegram") == 1
    assert await pages.figure("tanya_errors_total", kind="telegram") == 1
    await client.fail("error", "sendMessage", status=502, description="Bad Gateway")
    await replies_to(client, user, HEIGHT["en"])
    assert await pages.figure("tanya_bot_api_failures_total", method="sendMessage", kind="network") == 1
    assert await pages.figure("tanya_errors_total", kind="network") == 1
    assert await pages.figure("tanya_errors_total", kind="program") == 0


async def test_reloads_are_counted_by_result(client: LocalApiClient, bot: BotProcess, pages: Pages) -> None:
    admin = await client.add_user("Ada", language_code="en", user_id=ADMIN)
    await replies_to(client, admin, "/reload", 30)
    (bot.facts / "light.yaml").write_text("topic: [", encoding="utf-8")
    await replies_to(client, admin, "/reload", 30)
    assert await pages.figure("tanya_reloads_total", result="done") == 1
    assert await pages.figure("tanya_reloads_total", result="refused") == 1
    assert (await pages.ready())[0] == 200


async def test_a_database_that_is_locked_makes_the_bot_unready_until_it_is_free(
    client: LocalApiClient, bot: BotProcess, pages: Pages
) -> None:
    user = await client.add_user("Ani", language_code="en")
    with locked_by_another(bot.database):
        await client.say(user, HEIGHT["en"])
        parts = await pages.until_ready(503, 20)
        assert parts["database"] == {"ok": False, "says": "cannot be written; 1 rows wait"}
        assert parts["telegram"]["ok"]
        assert await pages.figure("tanya_rows_unsaved") == 1
        assert (await pages.get("/healthz")).status_code == 200
        assert await pages.figure("tanya_errors_total", kind="storage") >= 1
    await pages.until_ready()
    assert await pages.figure("tanya_rows_unsaved") == 0


async def test_a_bot_that_has_not_reached_telegram_is_alive_but_not_ready(own: BotProcess, pages: Pages) -> None:
    process = BotProcess(own.folder, "http://127.0.0.1:9", TANYA_HEALTH=f"127.0.0.1:{pages.port}")
    async with running(process):
        async with asyncio.timeout(60):
            while not (await pages.ready())[1].get("facts", {}).get("ok"):  # noqa: ASYNC110 - in another process
                await asyncio.sleep(0.1)
        status, parts = await pages.ready()
        assert status == 503
        assert parts["telegram"] == {"ok": False, "says": "no contact yet"}
        assert parts["database"]["ok"]
        assert (await pages.get("/healthz")).status_code == 200
        code, out, _ = await run_to_end("health", process.settings, cwd=process.folder)
        assert (code, out.strip()) == (0, '{"alive":true}')


async def test_without_the_setting_nothing_listens(own: BotProcess, client: LocalApiClient, pages: Pages) -> None:
    quiet = BotProcess(own.folder, own.settings["TANYA_API_URL"])
    async with running(quiet):
        user = await client.add_user("Ani", language_code="en")
        await ask(client, user, HEIGHT["en"], 60)
        assert (await pages.ready())[0] == 0
        assert "health" not in quiet.stderr


async def test_a_port_in_use_is_one_sentence_and_exit_code_2(bot: BotProcess) -> None:
    second = BotProcess(bot.folder, bot.settings["TANYA_API_URL"], TANYA_HEALTH=bot.settings["TANYA_HEALTH"])
    before = bot.stderr
    await second.start()
    assert await second.wait(60) == 2
    said = second.stderr.removeprefix(before)
    assert "is in use; set TANYA_HEALTH to another one" in said
    assert "Traceback" not in said


async def test_a_bot_with_pages_stops_with_0(bot: BotProcess) -> None:
    code, seconds = await bot.stop()
    assert code == 0
    assert seconds < 5
    assert "Traceback" not in bot.stderr
