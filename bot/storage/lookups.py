"""Lookups in a database, many at once: a busy bot does not ask for each thing by itself."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Generic, TypeVar

from handlers.stores import StoreError

Key = TypeVar("Key")
Value = TypeVar("Value")


class Lookups(Generic[Key, Value]):
    """Collects the keys that are asked for while a query is under way into the next one.

    `read` gives the values of many keys, without those that have none; it may raise StoreError.
    """

    def __init__(self, read: Callable[[frozenset[Key]], Awaitable[Mapping[Key, Value]]]) -> None:
        self._read = read
        self._asked: dict[Key, asyncio.Future[Value | None]] = {}
        self._query: asyncio.Task[None] | None = None

    def ask(self, key: Key) -> "asyncio.Future[Value | None]":
        """Have a key looked up; the result is None where there is no value, or the database is in trouble."""
        if key not in self._asked:
            self._asked[key] = asyncio.get_running_loop().create_future()
        if self._query is None:
            self._query = asyncio.create_task(self._answer_all(), name="lookups")
        return self._asked[key]

    async def get(self, key: Key) -> Value | None:
        """Give the value of a key, as `ask`."""
        # Others may wait for the same.
        return await asyncio.shield(self.ask(key))

    async def _answer_all(self) -> None:
        try:
            while self._asked:
                asked, self._asked = self._asked, {}
                found: Mapping[Key, Value] = {}
                try:
                    with suppress(StoreError):
                        found = await self._read(frozenset(asked))
                finally:
                    for key, answer in asked.items():
                        if not answer.done():
                            answer.set_result(found.get(key))
        finally:
            self._query = None
