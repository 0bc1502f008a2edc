"""What the end of a process leaves behind: what takes too long, and hashes that belong to one token."""

import pytest

from bot.local_api.client import LocalApiClient
from bot.local_api.server import LocalApiServer
from tests.conftest import TOKEN
from tests.e2e.process import BotProcess, running, until
from tests.e2e.test_life import answers
from tests.e2e.test_webhook import hooked_process
from tests.handlers.bots import ask, rows
from tests.handlers.facts import HEIGHT

QUESTION = HEIGHT["en"]


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_what_takes_over_ten_seconds_at_a_signal_is_left_to_the_next_start_and_the_exit_code_is_0(
    client: LocalApiClient, server: LocalApiServer, own: BotProcess, mode: str
) -> None:
    user = await client.add_user("Ani", language_code="en")
    process = own if mode == "polling" else hooked_process(own, server.url)
    await process.start()
    await ask(client, user, "/help", 30)
    # The call does not reach the server's world: cut off, it sends nothing later.
    await client.fail("timeout_before", "sendMessage")
    await client.say(user, QUESTION)
    await until(lambda: is_met(client))
    code, seconds = await process.stop()
    assert code == 0
    assert 9 < seconds < 25
    assert await client.pending() == 1
    assert rows(process.database) == []
    again = own if mode == "polling" else hooked_process(own, server.url)
    async with running(again):
        await client.settle(30)
    assert await answers(client, user.id) == 1
    assert len(rows(process.database)) == 1
    assert "Traceback" not in process.stderr


async def test_with_another_token_the_same_person_has_another_hash_and_no_token_is_in_the_files(
    own: BotProcess, client: LocalApiClient
) -> None:
    user = await client.add_user("Ani", language_code="en")
    async with running(own):
        await ask(client, user, QUESTION, 30)
    other_token = "654321:another"
    async with LocalApiServer(other_token) as other, LocalApiClient(other.url) as players:
        same = await players.add_user("Ani", language_code="en", user_id=user.id)
        async with running(BotProcess(own.folder, other.url, token=other_token)):
            await ask(players, same, QUESTION, 30)
    first, second = rows(own.database)
    assert first["user_hash"] != second["user_hash"]
    written = b"".join(path.read_bytes() for path in own.folder.glob("tanya.sqlite*"))
    for token in (TOKEN, other_token):
        assert token.encode() not in written
        assert token.partition(":")[2].encode() not in written


async def is_met(client: LocalApiClient) -> bool:
    """Tell whether the failure that was ordered has come."""
    return not await client.faults()
