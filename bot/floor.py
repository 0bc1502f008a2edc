"""One at a time, as long as it is quick: who takes long goes on beside the others."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Floor:
    """Gives the floor to one at a time, in the order of asking, for `seconds` at most."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._taken = asyncio.Lock()

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Have the floor, alone for the first `seconds`; what takes longer is not broken off."""
        await self._taken.acquire()
        held = True

        def give_up() -> None:
            nonlocal held
            if held:
                held = False
                self._taken.release()

        timer = asyncio.get_running_loop().call_later(self._seconds, give_up)
        try:
            yield
        finally:
            timer.cancel()
            give_up()
