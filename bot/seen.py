"""Which updates an earlier run has logged: asked for many at once, so that a busy bot does not ask for each."""

import asyncio
from collections.abc import Collection
from contextlib import suppress
from typing import Protocol

from bot.storage.errors import StorageError


class SeenLog(Protocol):
    """A log that knows the updates it holds."""

    async def seen(self, update_ids: Collection[int]) -> frozenset[int]:
        """Give those of the updates that the log holds already. Raises StorageError."""


class Seen:
    """Collects what is asked while a query is under way into the next one."""

    def __init__(self, log: SeenLog) -> None:
        self._log = log
        self._asked: set[int] = set()
        self._answers: dict[int, asyncio.Future[bool]] = {}
        self._query: asyncio.Task[None] | None = None

    def ask(self, update_id: int) -> None:
        """Have the log asked for an update; `is_in_log` gives the answer, `forget` ends it."""
        self._answers[update_id] = asyncio.get_running_loop().create_future()
        self._asked.add(update_id)
        if self._query is None:
            self._query = asyncio.create_task(self._answer_all())

    async def is_in_log(self, update_id: int) -> bool:
        """Tell whether the log holds an update that was asked for; False if the database is in trouble.

        The answer matters more than the risk of giving it twice; the log says the trouble itself.
        """
        return await asyncio.shield(self._answers[update_id])

    def forget(self, update_id: int) -> None:
        """Let go of an update."""
        self._answers.pop(update_id, None)

    async def _answer_all(self) -> None:
        try:
            while self._asked:
                asked, self._asked = self._asked, set()
                seen: frozenset[int] = frozenset()
                try:
                    with suppress(StorageError):
                        seen = await self._log.seen(asked)
                finally:
                    for update_id in asked:
                        if (answer := self._answers.get(update_id)) and not answer.done():
                            answer.set_result(update_id in seen)
        finally:
            self._query = None
