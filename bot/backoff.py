"""Growing pauses while a trouble lasts."""

import asyncio

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0


class Backoff:
    """Growing pauses while a trouble lasts, up to `longest` seconds."""

    def __init__(self, longest: float = LONGEST_PAUSE_SECONDS) -> None:
        self._seconds = 0.0
        self._longest = longest

    @property
    def in_trouble(self) -> bool:
        """Whether the last try failed."""
        return self._seconds > 0

    async def pause(self, stopping: "asyncio.Task[bool]") -> None:
        """Wait longer than the last time, or until it is time to stop."""
        self._seconds = min(max(self._seconds * 2, FIRST_PAUSE_SECONDS), self._longest)
        await asyncio.wait({stopping}, timeout=self._seconds)

    def reset(self) -> None:
        """Begin with short pauses again."""
        self._seconds = 0.0
