"""The process killed at random moments while a tenth of all calls fails."""

import pytest

from bot.local_api.client import LocalApiClient
from bot.local_api.server import LocalApiServer
from tests.e2e.killing import QUESTIONS, Killing, Measured
from tests.e2e.process import BotProcess
from tests.e2e.test_kills import KILLS
from tests.handlers.bots import rows

# The share of calls that meets each failure. A call without an answer costs its 20 s: there are few of them.
SHARES = {
    "429": 0.03, "500": 0.02, "502": 0.02, "drop_before": 0.01, "drop_after": 0.01, "timeout_before": 0.005,
    "timeout_after": 0.005,
}  # fmt: skip
# The same of the polls; one without an answer would take 40 s.
POLL_SHARES = {"429": 0.02, "502": 0.04, "drop_before": 0.02, "drop_after": 0.02}


@pytest.mark.long
@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_killed_while_a_tenth_of_the_calls_fails_only_lost_answers_and_one_reply_a_kill_come_twice(
    client: LocalApiClient, server: LocalApiServer, own: BotProcess, mode: str, record_property: Measured
) -> None:
    await fail(client, SHARES)
    await fail(client, POLL_SHARES, "getUpdates")
    killing = Killing(client, server, own, mode)
    for _ in range(KILLS):
        await killing.kill()
    process = await killing.finish()
    assert len(rows(process.database)) == len(killing.people) == KILLS * QUESTIONS
    for user in killing.people:
        # The answer, or, where sending it failed, an excuse.
        assert any(message.from_bot for message in await client.wait_messages(user.id, timeout=0))
    await killing.judge(record_property)
    sends = await client.calls("sendMessage")
    failed = [call for call in sends if call.status != 200]
    assert 0.05 < len(failed) / len(sends) < 0.2
    # A reply that was sent and its answer lost cannot be told from one that was not sent.
    assert await killing.lost() <= sum(call.status == 0 for call in failed)
    assert "Traceback" not in process.stderr


async def fail(client: LocalApiClient, shares: dict[str, float], method: str = "") -> None:
    """Have calls fail, in each way with a chance of its own; the same calls each time."""
    for seed, (kind, share) in enumerate(shares.items()):
        if kind.isdecimal():
            wait = 1 if kind == "429" else 0
            await client.fail(
                "error", method, status=int(kind), description="Failing", retry_after=wait, share=share, seed=seed
            )
        else:
            await client.fail(kind, method, share=share, seed=seed)
