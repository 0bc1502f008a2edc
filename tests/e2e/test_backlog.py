"""A thousand questions that were asked while the process was down, answered within Telegram's limits."""

from collections import Counter
from collections.abc import Callable

import pytest

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import ApiCall
from bot.local_api.server import LocalApiServer
from tests.e2e.process import BotProcess, running, until
from tests.e2e.test_life import confirmed
from tests.e2e.test_webhook import hooked_process
from tests.handlers.bots import rows
from tests.handlers.facts import HEIGHT

PEOPLE = 400
# Questions of one person in the private chat, one after the other.
EACH = 2
GROUPS = 20
# Questions in one group, as many as it may get answers in half a minute.
IN_GROUP = 10
QUESTIONS = PEOPLE * EACH + GROUPS * IN_GROUP
Measured = Callable[[str, object], None]
# Telegram takes 30 messages a second: 34 s for all. The rest is for the start and for a busy machine.
LONGEST_SECONDS = 150


@pytest.mark.long
@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_a_thousand_waiting_questions_are_answered_once_each_within_the_flood_limits(
    client: LocalApiClient,
    server: LocalApiServer,
    own: BotProcess,
    mode: str,
    record_property: Measured,
) -> None:
    await client.change_settings(flood_limits=True)
    await queue(client)
    assert await client.pending() == QUESTIONS == 1000
    process = own if mode == "polling" else hooked_process(own, server.url)
    async with running(process):
        await until(lambda: confirmed(client), LONGEST_SECONDS)
    sends = await client.calls("sendMessage")
    answered = [call for call in sends if call.status == 200]
    record_property("seconds", answered[-1].time - answered[0].time)
    record_property("refused", len(sends) - len(answered))
    others = [call for call in answered if "41 metres" not in str(call.parameters["text"])]
    assert not others, others[:3]
    counts = Counter(int(str(call.parameters["chat_id"])) for call in answered)
    assert sorted(counts.values()) == [EACH] * PEOPLE + [IN_GROUP] * GROUPS
    assert len(rows(process.database)) == QUESTIONS
    for call in sends:
        if call.status != 200:
            assert call.status == 429
            assert is_honoured(call, sends), "nothing is sent to a chat before the time that Telegram asked for"
    assert "Traceback" not in process.stderr
    assert " ERROR " not in process.stderr


async def queue(client: LocalApiClient) -> None:
    """Have people ask in private and in groups, mixed."""
    people = [await client.add_user(f"Person {number}", language_code="en") for number in range(PEOPLE)]
    for _ in range(EACH):
        for user in people:
            await client.say(user, HEIGHT["en"])
    groups = [people[first : first + IN_GROUP] for first in range(0, GROUPS * IN_GROUP, IN_GROUP)]
    chats = [await client.add_chat(f"Group {number}", members=members) for number, members in enumerate(groups)]
    for turn in range(IN_GROUP):
        for chat, members in zip(chats, groups, strict=True):
            await client.say(members[turn], f"/ask {HEIGHT['en']}", chat_id=chat.id)


def is_honoured(refusal: ApiCall, calls: list[ApiCall]) -> bool:
    """Tell whether nothing went to the chat before the refusal's time was over."""
    parameters = refusal.response["parameters"]
    assert isinstance(parameters, dict)
    until_then = refusal.time + float(str(parameters["retry_after"]))
    chat = refusal.parameters["chat_id"]
    later = [call for call in calls if call.number > refusal.number and call.parameters["chat_id"] == chat]
    return all(call.time >= until_then for call in later)
