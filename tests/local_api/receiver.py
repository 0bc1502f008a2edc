"""A webhook: a small server that takes updates over real HTTP and answers as the test says."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Generator
from dataclasses import dataclass, field

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.local_api.json_types import JsonObject


@dataclass(eq=False)
class Receiver:
    """What came, in order, and what is answered: the next of `answers`, 200 without a body where there is none."""

    url: str = ""
    updates: list[JsonObject] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)
    seconds: float = 0.0
    at_once: int = 0
    most_at_once: int = 0

    async def take(self, request: Request) -> Response:
        """Answer one delivery."""
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        try:
            self.updates.append(await request.json())
            self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
            await asyncio.sleep(self.seconds)
            return self.answers.pop(0) if self.answers else Response()
        finally:
            self.at_once -= 1

    async def wait(self, count: int) -> list[JsonObject]:
        """Wait until so many deliveries came; give them."""
        async with asyncio.timeout(5):
            while len(self.updates) < count:
                await asyncio.sleep(0.005)
        return self.updates

    def texts(self) -> list[str]:
        """Give the texts of the messages that came."""
        messages = [update["message"] for update in self.updates]
        return [str(message["text"]) for message in messages if isinstance(message, dict)]


def call(method: str, **parameters: str | int) -> Response:
    """Give an answer that holds a method call."""
    return JSONResponse({"method": method, **parameters})


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Leave the signals to pytest."""
        yield


@contextlib.asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """Run a webhook on a free port of loopback."""
    receiver = Receiver()
    app = Starlette(routes=[Route("/hook", receiver.take, methods=["POST"])])
    with socket.create_server(("127.0.0.1", 0)) as listener:
        receiver.url = f"http://127.0.0.1:{listener.getsockname()[1]}/hook"
        server = _Server(uvicorn.Config(app, ws="none", lifespan="off", log_config=None, timeout_graceful_shutdown=1))
        serving = asyncio.create_task(server.serve([listener]))
        try:
            yield receiver
        finally:
            server.should_exit = True
            await serving
