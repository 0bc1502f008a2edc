"""A load balancer on loopback: connections go to the backends in turn, as a proxy before replicas spreads them."""

import asyncio
import itertools
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self


class Balancer:
    """Listens on `port` and passes each connection on to one of the backends' ports; a dead one is passed over.

    `taken` counts the connections of each. A connection whose backend dies is cut: what was sent on it is for the
    sender to repeat.
    """

    def __init__(self, port: int, backends: Sequence[int]) -> None:
        self.taken: Counter[int] = Counter()
        self._port = port
        self._backends = backends
        self._turn = itertools.count()
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            if backend := await self._connect():
                answers, posts = backend
                try:
                    both = [asyncio.ensure_future(_pass(reader, posts)), asyncio.ensure_future(_pass(answers, writer))]
                    await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
                    for one in both:
                        one.cancel()
                    await asyncio.gather(*both, return_exceptions=True)
                finally:
                    posts.close()
        finally:
            writer.close()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        for _ in self._backends:
            port = self._backends[next(self._turn) % len(self._backends)]
            with suppress(OSError):
                connection = await asyncio.open_connection("127.0.0.1", port)
                self.taken[port] += 1
                return connection
        return None


async def _pass(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await source.read(65_536):
            target.write(data)
            await target.drain()
