"""One at a time may speak, as long as it is quick: who takes long goes on beside the others.

A process that is killed has sent some replies whose rows are not stored yet, and those questions are answered once
more. What is said one at a time, and stored before the next is said, leaves one such question at most.
"""

import asyncio
from asyncio import Task
from collections.abc import Iterator
from contextlib import contextmanager

# Seconds that one has the floor alone. What takes longer, such as a slow network, is overtaken.
ALONE_SECONDS = 1.0


class Floor:
    """Gives the floor to one turn at a time, in the order of asking, for `seconds` at most."""

    def __init__(self, seconds: float = ALONE_SECONDS) -> None:
        self._seconds = seconds
        self._floor = asyncio.Lock()
        self._turns: dict[Task[object] | None, _Turn] = {}

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Make what the current task does in this context one turn; the floor is free again at its end."""
        task = asyncio.current_task()
        turn = self._turns[task] = _Turn(self._floor)
        try:
            yield
        finally:
            del self._turns[task]
            turn.let_go()

    async def take(self) -> None:
        """Wait for the floor, and have it until the turn or the seconds are over; who has it still just goes on.

        Outside of turns nobody waits.
        """
        turn = self._turns.get(asyncio.current_task())
        if turn and not turn.has_it:
            await self._floor.acquire()
            turn.have(self._seconds)

    def leave(self) -> None:
        """Give the floor back before the turn is over: nothing was said, and there is a time to wait."""
        if turn := self._turns.get(asyncio.current_task()):
            turn.let_go()


class _Turn:
    """A turn, and whether it has the floor."""

    def __init__(self, floor: asyncio.Lock) -> None:
        self._floor = floor
        self._timer: asyncio.TimerHandle | None = None

    @property
    def has_it(self) -> bool:
        """Whether it has the floor."""
        return self._timer is not None

    def have(self, seconds: float) -> None:
        """Have the floor, which was just taken, for some seconds."""
        self._timer = asyncio.get_running_loop().call_later(seconds, self.let_go)

    def let_go(self) -> None:
        """Give the floor back, if it is still held."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
            self._floor.release()
