"""A real bot in JSON logs: whoever writes whatever, no name, text, token or id comes into the log or the figures."""

import json
import re
from pathlib import Path

from bot.local_api.client import LocalApiClient
from bot.local_api.server import LocalApiServer
from tests.conftest import TOKEN
from tests.delivery.hooks import free_port
from tests.e2e.process import ADMIN, BotProcess, running
from tests.handlers.bots import ask, replies_to
from tests.handlers.facts import HEIGHT, few_facts, write_facts
from tests.operation.pages import Pages

NAMES = ("Zubareva", "zubareva_bot_fan", "Zubgroup", "Zubquestion")
USER, GROUP = 987_654_321, "Zubgroup of friends"


async def test_nothing_personal_is_logged(tmp_path: Path, server: LocalApiServer, client: LocalApiClient) -> None:
    write_facts(tmp_path / "facts", few_facts())
    pages = Pages(free_port())
    process = BotProcess(tmp_path, server.url, TANYA_LOG_FORMAT="json", TANYA_HEALTH=f"127.0.0.1:{pages.port}")
    user = await client.add_user("Zubareva", username="zubareva_bot_fan", language_code="en", user_id=USER)
    admin = await client.add_user("Zubareva Admin", language_code="en", user_id=ADMIN)
    async with running(process):
        await ask(client, user, HEIGHT["en"], 60)
        await ask(client, user, "Zubquestion of Zubareva?")
        group = await client.add_chat(GROUP, members=[user])
        await client.say(user, "/ask Zubquestion", chat_id=group.id)
        await client.settle(20)
        await replies_to(client, admin, "/reload", 30)
        await replies_to(client, admin, "/maintenance on")
        await replies_to(client, admin, "/maintenance off")
        for status, description in ((400, 'Bad Request: unsupported start tag "Zubareva"'), (500, "Oops")):
            await client.fail("error", "sendMessage", times=2, status=status, description=description)
            await client.say(user, "Zubquestion again")
            await client.settle(20)
        await client.clear_faults()
        await replies_to(client, user, "/forget")
        everything = process.stderr + (await pages.get("/metrics")).text + (await pages.get("/readyz")).text
    lines = [json.loads(line) for line in process.stderr.splitlines()]
    assert any("reloaded" in line["message"] for line in lines)
    assert [line for line in lines if line.get("error_id") and line["error_id"] in line["message"]]
    for words in (*NAMES, str(USER), TOKEN):
        assert words not in everything.replace(str(tmp_path), "").replace(str(pages.port), ""), words
    assert not [line for line in lines if re.search(rf"\b{ADMIN}\b", line["message"])]
