"""The operator's pages of the real process: alive, ready, figures."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from bot.local_api.client import LocalApiClient
from bot.local_api.server import LocalApiServer
from tests.conftest import TOKEN
from tests.delivery.hooks import free_port
from tests.e2e.process import ADMIN, BotProcess, run_to_end, running
from tests.handlers.bots import ask, replies_to
from tests.handlers.facts import HEIGHT, OFF_TOPIC, few_facts, write_facts
from tests.operation.pages import NONE, Figures, Pages
from tests.storage.helpers import locked_by_another

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(frozen=True)
class Bot:
    """A process that is ready, with who plays its users and who reads its pages."""

    client: LocalApiClient
    process: BotProcess
    pages: Pages


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Bot]:
    """Run the process that most tests share; they leave it as it was, but for its figures."""
    folder, pages = tmp_path_factory.mktemp("operation"), Pages(free_port())
    write_facts(folder / "facts", few_facts())
    async with LocalApiServer(TOKEN) as server, LocalApiClient(server.url) as client:
        process = BotProcess(folder, server.url, TANYA_HEALTH=f"127.0.0.1:{pages.port}")
        async with running(process):
            await pages.until_ready()
            yield Bot(client, process, pages)


@pytest.fixture
def pages() -> Pages:
    """Give the pages of a process of the test's own."""
    return Pages(free_port())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with four facts for a process of the test's own."""
    write_facts(tmp_path / "facts", few_facts())
    return tmp_path


async def test_a_running_bot_is_alive_and_ready(bot: Bot) -> None:
    answer = await bot.pages.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"alive": True})
    status, parts = await bot.pages.ready()
    assert status == 200
    assert set(parts) == {"database", "facts", "telegram"}
    assert all(part["ok"] for part in parts.values())
    assert parts["facts"]["says"].startswith("4, loaded at 20")
    assert "last contact" in parts["telegram"]["says"]
    assert str(bot.process.folder) not in str(parts)


async def test_there_are_no_other_pages(bot: Bot) -> None:
    for path in ("/", "/metrics/x", "/docs", f"/bot{TOKEN}/getMe"):
        assert (await bot.pages.get(path)).status_code == 404


async def test_questions_are_counted_by_verdict_language_and_kind_of_chat(bot: Bot) -> None:
    user = await bot.client.add_user("Ani", language_code="en")
    before = await bot.pages.figures()
    for question in (HEIGHT["en"], HEIGHT["ru"], HEIGHT["ru"], OFF_TOPIC["en"]):
        await ask(bot.client, user, question)
    figures = await bot.pages.figures()

    def more(name: str, **labels: str) -> float:
        key = name, frozenset(labels.items())
        return figures[key] - before.get(key, 0)

    def questions(verdict: str, language: str) -> float:
        return more("tanya_questions_total", verdict=verdict, language=language, chat_kind="private")

    assert [questions("answer", "en"), questions("answer", "ru"), questions("unknown", "en")] == [1, 2, 1]
    assert more("tanya_matching_seconds_count") == more("tanya_answer_seconds_count") == 4
    assert 0 < more("tanya_matching_seconds_sum") < more("tanya_answer_seconds_sum")
    assert more("tanya_storage_seconds_count", kind="write") >= 4
    assert more("tanya_storage_seconds_count", kind="read") > 0
    assert more("tanya_bot_api_seconds_count", method="sendMessage") == 4
    assert more("tanya_bot_api_seconds_sum", method="sendMessage") > 0


async def test_the_state_of_the_bot_is_told(bot: Bot) -> None:
    figures: Figures = await bot.pages.figures()
    assert figures["tanya_updates_open", NONE] == figures["tanya_rows_unsaved", NONE] == 0
    assert figures["tanya_facts", NONE] == 4
    assert figures["tanya_telegram_silence_seconds", NONE] < 40
    assert figures["process_resident_memory_bytes", NONE] > 1e6


async def test_updates_in_hand_are_the_depth_of_the_queue(bot: Bot) -> None:
    users = [await bot.client.add_user(f"Person {number}", language_code="en") for number in range(3)]
    await bot.client.fail("delay", "sendMessage", times=3, seconds=2)
    for user in users:
        await bot.client.say(user, HEIGHT["en"])
    async with asyncio.timeout(5):
        while not await bot.pages.figure("tanya_updates_open"):  # noqa: ASYNC110 - in another process
            await asyncio.sleep(0.05)
    await bot.client.settle(20)
    assert await bot.pages.figure("tanya_updates_open") == 0


@pytest.mark.parametrize(("status", "kind"), [(400, "telegram"), (502, "network")])
async def test_calls_that_fail_are_counted_by_kind(bot: Bot, status: int, kind: str) -> None:
    user = await bot.client.add_user("Ani", language_code="en")
    errors = await bot.pages.figure("tanya_errors_total", kind=kind)
    await bot.client.fail("error", "sendMessage", status=status, description="Bad Request: no")
    await replies_to(bot.client, user, HEIGHT["en"])
    assert await bot.pages.figure("tanya_bot_api_failures_total", method="sendMessage", kind=kind) == 1
    assert await bot.pages.figure("tanya_errors_total", kind=kind) == errors + 1
    assert await bot.pages.figure("tanya_errors_total", kind="program") == 0


async def test_reloads_are_counted_by_result_and_a_refused_one_leaves_the_bot_ready(bot: Bot) -> None:
    admin = await bot.client.add_user("Ada", language_code="en", user_id=ADMIN)
    await replies_to(bot.client, admin, "/reload", 30)
    file = bot.process.facts / "light.yaml"
    content = await asyncio.to_thread(file.read_bytes)
    await asyncio.to_thread(file.write_text, "topic: [")
    await replies_to(bot.client, admin, "/reload", 30)
    await asyncio.to_thread(file.write_bytes, content)
    assert await bot.pages.figure("tanya_reloads_total", result="done") == 1
    assert await bot.pages.figure("tanya_reloads_total", result="refused") == 1
    assert (await bot.pages.ready())[0] == 200


async def test_a_database_that_is_locked_makes_the_bot_unready_until_it_is_free(bot: Bot) -> None:
    user = await bot.client.add_user("Ani", language_code="en")
    async with locked_by_another(bot.process.database):
        await bot.client.say(user, HEIGHT["en"])
        parts = await bot.pages.until_ready(503, 20)
        assert parts["database"] == {"ok": False, "says": "cannot be written; 1 rows wait"}
        assert parts["telegram"]["ok"]
        assert await bot.pages.figure("tanya_rows_unsaved") == 1
        assert (await bot.pages.get("/healthz")).status_code == 200
        assert await bot.pages.figure("tanya_errors_total", kind="storage") >= 1
    await bot.pages.until_ready()
    assert await bot.pages.figure("tanya_rows_unsaved") == 0


async def test_a_port_in_use_is_one_sentence_and_exit_code_2(bot: Bot, folder: Path) -> None:
    second = BotProcess(folder, "http://127.0.0.1:9", TANYA_HEALTH=f"127.0.0.1:{bot.pages.port}")
    await second.start()
    assert await second.wait(60) == 2
    assert "is in use; set TANYA_HEALTH to another one" in second.stderr
    assert "Traceback" not in second.stderr


async def test_a_bot_that_has_not_reached_telegram_is_alive_but_not_ready(folder: Path, pages: Pages) -> None:
    process = BotProcess(folder, "http://127.0.0.1:9", TANYA_HEALTH=f"127.0.0.1:{pages.port}")
    async with running(process):
        async with asyncio.timeout(60):
            while not (await pages.ready())[1].get("facts", {}).get("ok"):  # noqa: ASYNC110 - in another process
                await asyncio.sleep(0.1)
        status, parts = await pages.ready()
        assert status == 503
        assert parts["telegram"] == {"ok": False, "says": "no contact yet"}
        assert parts["database"]["ok"]
        code, out, _ = await run_to_end("health", process.settings, cwd=folder)
        assert (code, out.strip()) == (0, '{"alive":true}')
        code, seconds = await process.stop()
    assert code == 0
    assert seconds < 5
    assert "Traceback" not in process.stderr


async def test_without_the_setting_nothing_listens(folder: Path) -> None:
    process = BotProcess(folder, "http://127.0.0.1:9")
    async with running(process):
        async with asyncio.timeout(60):
            while "cannot be reached" not in process.stderr:  # noqa: ASYNC110 - in another process
                await asyncio.sleep(0.1)
    assert "health and metrics" not in process.stderr
