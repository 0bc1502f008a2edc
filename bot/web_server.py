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
    """A server that leaves the process's signals alone, says when it is ready, and serves until `stop`."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._stopping = asyncio.Event()
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so; `started` tells whether it went well."""
        try:
            await super().startup(sockets)
        finally:
            self.ready.set()

    @property
    def port(self) -> int:
        """The port that is served, once the server is ready."""
        number: int = self.servers[0].sockets[0].getsockname()[1]
        return number

    async def main_loop(self) -> None:
        """Serve until `stop`, without looking at the clock ten times a second."""
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
async def listening(app: ASGIApp, host: str, port: int, stop_seconds: int, advice: str) -> AsyncIterator[WebServer]:
    """Serve an app until the end of the context. Port 0 takes a free one.

    At the end requests under way have `stop_seconds` to be answered. Raises StartError, with the `advice`, where the
    address cannot be had.
    """
    try:
        listener = bind(host, port)
    except OSError as error:
        raise cannot_listen(host, port, error, advice) from error
    with listener:
        server = WebServer(
            uvicorn.Config(
                app, ws="none", lifespan="off", log_config=None, access_log=False, server_header=False,
                proxy_headers=False, timeout_keep_alive=KEEP_ALIVE_SECONDS, timeout_graceful_shutdown=stop_seconds,
            )
        )  # fmt: skip
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        await server.ready.wait()
        try:
            yield server
        finally:
            server.stop()
            await serving


def cannot_listen(host: str, port: int, error: OSError, advice: str) -> StartError:
    """Give the sentence for an address that cannot be had, with what to do about it."""
    reason = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be opened ({error.strerror})"
    return StartError(f"port {port} on {host} {reason}; {advice}")


def bind(host: str, port: int) -> socket.socket:
    """Give a socket that listens there; port 0 takes a free one. Raises OSError where the address cannot be had."""
    # asyncio turns off Nagle's delay (40 ms an answer) only for sockets that name their protocol.
    family = socket.AF_INET6 if _is_version_6(host) else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(1024)
    except OSError:
        listener.close()
        raise
    return listener


def _is_version_6(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).version == 6  # noqa: PLR2004
    except ValueError:
        return False
