"""A web server inside the running event loop, which ends with the bot."""

import asyncio
import contextlib
import errno
import ipaddress
import socket
from collections.abc import AsyncIterator, Generator

import uvicorn
from starlette.types import ASGIApp

from bot.problems import StartError

# Longer than proxies keep an idle connection (nginx: 60 s), so that none is closed under a request.
KEEP_ALIVE_SECONDS = 75


class WebServer(uvicorn.Server):
    """Serves an app within `listening`."""

    def __init__(self, app: ASGIApp, stop_seconds: int) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=stop_seconds,
            )
        )
        self._stopping = asyncio.Event()
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so; `started` tells whether it went well."""
        try:
            await super().startup(sockets)
        finally:
            self.ready.set()

    async def main_loop(self) -> None:
        """Serve until `stop`."""
        await self._stopping.wait()

    def stop(self) -> None:
        """Take no more connections; requests under way are answered first."""
        self.should_exit = True
        self._stopping.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Take over no signal: the bot's process has its own handlers."""
        yield


@contextlib.asynccontextmanager
async def listening(app: ASGIApp, host: str, port: int, stop_seconds: int) -> AsyncIterator[WebServer]:
    """Serve an app until the end of the context; then requests under way have `stop_seconds` to be answered.

    Port 0 takes a free one. Raises StartError where the address cannot be had.
    """
    with _bind(host, port) as listener:
        server = WebServer(app, stop_seconds)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        await server.ready.wait()
        try:
            yield server
        finally:
            server.stop()
            await serving


def _bind(host: str, port: int) -> socket.socket:
    # asyncio turns off Nagle's delay (40 ms an answer) only for sockets that name their protocol.
    family = socket.AF_INET6 if _is_version_6(host) else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(1024)
    except OSError as error:
        listener.close()
        reason = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be opened ({error.strerror})"
        raise StartError(
            f"port {port} on {host} {reason}; stop the other program, or set TANYA_LISTEN to another address"
        ) from error
    return listener


def _is_version_6(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).version == 6  # noqa: PLR2004
    except ValueError:
        return False
