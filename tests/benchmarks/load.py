"""People who ask a bot through the local Bot API: so many at a time, the next as soon as one is answered."""

import asyncio
from collections.abc import Sequence

from bot.local_api.call_log import Call
from bot.local_api.players import Players
from bot.local_api.playing import Place
from bot.local_api.server import LocalApiServer
from bot.local_api.users import User

# How many wait for their answer at a time.
WAITING = 64
# Seconds without an answer after which the bot is thought to be stuck.
PATIENCE_SECONDS = 60.0
# Told apart from whoever else is there.
_FIRST_USER = 5_000_000


class Load:
    """Has new people ask, each once, one of the questions."""

    def __init__(self, server: LocalApiServer, questions: Sequence[str]) -> None:
        self._world = server.world
        self._players = Players(server.world)
        self._questions = questions
        self._asked = 0

    async def answers_per_second(self, count: int) -> float:
        """Have `count` questions answered, many at a time; give how many of them a second were.

        Raises TimeoutError if no answer comes for a minute.
        """
        seen = self._world.calls.number
        times: list[float] = []
        for _ in range(min(WAITING, count)):
            self._ask()
        to_ask = count - min(WAITING, count)
        while len(times) < count:
            answers = await self._next_answers(seen)
            seen = answers[-1].number
            times += [call.time for call in answers]
            for _ in range(min(len(answers), to_ask)):
                self._ask()
            to_ask -= min(len(answers), to_ask)
        # The first answers include the way from rest to work.
        begun = min(WAITING, count - 1)
        return (count - begun) / (times[-1] - times[begun - 1])

    async def confirmed(self) -> None:
        """Wait until the bot has confirmed all that was asked. Raises TimeoutError."""
        updates = self._world.updates
        if not await self._world.changes.wait_for(lambda: not updates.pending(), PATIENCE_SECONDS):
            raise TimeoutError

    def _ask(self) -> None:
        number = self._asked
        self._asked += 1
        user = self._world.put_user(User(_FIRST_USER + number, f"Person {number}", language_code="en"))
        self._players.say(user, self._questions[number % len(self._questions)], Place())

    async def _next_answers(self, seen: int) -> list[Call]:
        def answers() -> list[Call]:
            return [call for call in self._world.calls.since(seen) if call.method == "sendMessage"]

        if not await self._world.changes.wait_for(lambda: bool(answers()), PATIENCE_SECONDS):
            raise TimeoutError
        await asyncio.sleep(0)
        return answers()
