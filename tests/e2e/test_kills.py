"""The process killed at random moments under load: no question is lost, and hardly any answered twice."""

import os

import pytest

from bot.local_api.client import LocalApiClient
from bot.local_api.server import LocalApiServer
from tests.e2e.killing import QUESTIONS, Killing, Measured
from tests.e2e.process import BotProcess
from tests.handlers.bots import rows

# How often the process is killed in each mode.
KILLS = int(os.environ.get("TEST_KILLS", "50"))


@pytest.mark.long
@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_killed_under_load_every_question_has_its_row_and_reply_and_each_kill_doubles_one_at_most(
    client: LocalApiClient, server: LocalApiServer, own: BotProcess, mode: str, record_property: Measured
) -> None:
    killing = Killing(client, server, own, mode)
    for _ in range(KILLS):
        await killing.kill()
    process = await killing.finish()
    assert len(rows(process.database)) == len(killing.people) == KILLS * QUESTIONS
    assert all((await killing.replies()).values()), "everybody has a reply"
    await killing.judge(record_property)
    assert await killing.lost() == 0
    assert "Traceback" not in process.stderr
