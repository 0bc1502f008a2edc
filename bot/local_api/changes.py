"""How a change of the world wakes those who wait for one."""

import asyncio
from collections.abc import Callable


class Changes:
    """One wake-up call for all waiters. Whoever changes the world calls `notify`."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()
        self._closed = False

    def notify(self) -> None:
        """Wake every waiter, to look again."""
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    @property
    def closed(self) -> bool:
        """Whether the server is stopping: nobody is to wait any more."""
        return self._closed

    def open(self) -> None:
        """Allow waiting, at the start and again after `close`."""
        self._closed = False

    def close(self) -> None:
        """End every wait, now and from now on, so that no long poll holds up a stop."""
        self._closed = True
        self.notify()

    async def wait_for(self, holds: Callable[[], bool], seconds: float) -> bool:
        """Wait until `holds`, for at most so many seconds; give whether it holds."""
        try:
            async with asyncio.timeout(seconds):
                while not self._closed and not holds():
                    await self._changed.wait()
        except TimeoutError:
            pass
        return holds()
