"""A process that is killed again and again while people ask, and what its users see of it."""

import asyncio
import random
import signal
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import ApiCall, PlayedUser
from bot.local_api.server import LocalApiServer
from tests.e2e.process import BotProcess, until
from tests.e2e.test_life import answers, confirmed
from tests.e2e.test_webhook import hooked_process
from tests.handlers.facts import HEIGHT

# Questions that are asked between two kills, each by somebody else: nobody meets the limits on one person's questions.
QUESTIONS = 20
# The longest time from the first reply of a run to its kill, in seconds.
LONGEST_RUN = 0.5
# Seconds in which a run has to give its first reply, and the last one has to answer all that is left.
PATIENCE = 120

Measured = Callable[[str, object], None]


class Killing:
    """Starts a process and kills it, in a mode ("polling" or "webhook"); `people` have asked one question each.

    `kills` has for each kill the number of the last call that Telegram had got by then.
    """

    def __init__(self, client: LocalApiClient, server: LocalApiServer, own: BotProcess, mode: str) -> None:
        self.people: list[PlayedUser] = []
        self.kills: list[int] = []
        self._client = client
        self._server = server
        self._own = own
        self._mode = mode
        # The same moments each time.
        self._chance = random.Random(mode)  # noqa: S311

    async def kill(self) -> None:
        """Start the process, have people ask, and kill it at a random moment after its first reply."""
        last = self.kills[-1] if self.kills else 0
        process = await self._started()
        asking = asyncio.create_task(self._ask_on())
        try:
            assert await self._client.calls("sendMessage", after=last, timeout=PATIENCE), process.stderr
            await asyncio.sleep(self._chance.uniform(0, LONGEST_RUN))
        finally:
            await process.stop(signal.SIGKILL)
        await asking
        self.kills.append(max(call.number for call in await self._client.calls(after=last)))

    async def finish(self) -> BotProcess:
        """Start the process once more and stop it when nothing is left to answer; give it."""
        process = await self._started()
        try:
            # Before its first call it does not stop as asked yet.
            assert await self._client.calls("getMe", after=self.kills[-1], timeout=PATIENCE), process.stderr
            await until(lambda: confirmed(self._client), PATIENCE)
        finally:
            code, _ = await process.stop()
        assert code == 0, process.stderr
        return process

    async def replies(self) -> dict[int, list[ApiCall]]:
        """Give for each person the replies of which the process learnt that they were sent."""
        found: dict[int, list[ApiCall]] = {user.id: [] for user in self.people}
        for call in await self._client.calls("sendMessage"):
            if call.status == 200:
                found[int(str(call.parameters["chat_id"]))].append(call)
        return found

    async def lost(self) -> int:
        """Give the number of answers that people got and the process never learnt of."""
        known = [call for calls in (await self.replies()).values() for call in calls if _is_answer(call)]
        return sum([await answers(self._client, user.id) for user in self.people]) - len(known)

    async def duplicates(self) -> Counter[int]:
        """Count for each kill the people who had a reply before it and got another one later.

        Raises AssertionError where nothing was killed between the two.
        """
        found: Counter[int] = Counter()
        for calls in (await self.replies()).values():
            for first, second in pairwise(calls):
                kill = bisect_left(self.kills, first.number)
                assert kill < len(self.kills), "answered twice, and not killed"
                assert self.kills[kill] < second.number, "answered twice in one run"
                found[kill] += 1
        return found

    async def judge(self, record_property: Measured) -> None:
        """Check that each kill doubled one reply at most."""
        doubled = (await self.duplicates()).values()
        record_property("kills", len(self.kills))
        record_property("doubled", sum(doubled))
        record_property("most doubled by one kill", max(doubled, default=0))
        assert max(doubled, default=0) <= 1

    async def _started(self) -> BotProcess:
        # A new port each time: to another address Telegram redelivers at once, not after growing pauses.
        process = self._own if self._mode == "polling" else hooked_process(self._own, self._server.url)
        await process.start()
        return process

    async def _ask_on(self) -> None:
        """Have new people ask, some at once and some one after the other."""
        for number in range(QUESTIONS):
            user = await self._client.add_user(f"Person {len(self.people)}", language_code="en")
            self.people.append(user)
            await self._client.say(user, HEIGHT["en"])
            if number >= QUESTIONS // 2:
                await asyncio.sleep(0.02)


def _is_answer(call: ApiCall) -> bool:
    return "41 metres" in str(call.parameters["text"])
