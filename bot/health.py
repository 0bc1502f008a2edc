"""The operator's pages: /healthz, /readyz and /metrics, on an address of their own."""

import asyncio
import errno
import logging
import socket
from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.metrics import CONTENT_TYPE, Metrics
from bot.problems import StartError
from bot.readiness import Readiness

logger = logging.getLogger(__name__)

# For answers under way when the bot stops.
STOP_SECONDS = 1
_READY, _NOT_READY = 200, 503


def health_app(readiness: Readiness, metrics: Metrics) -> Starlette:
    """Give the pages."""

    async def alive(_: Request) -> Response:
        # That it answers at all says so: it is served by the event loop that serves the people.
        return JSONResponse({"alive": True})

    async def ready(_: Request) -> Response:
        parts = await readiness.parts()
        is_ready = all(part.ok for part in parts.values())
        body = {"ready": is_ready, "parts": {name: asdict(part) for name, part in parts.items()}}
        return JSONResponse(body, status_code=_READY if is_ready else _NOT_READY)

    async def figures(_: Request) -> Response:
        return Response(metrics.text(), headers={"content-type": CONTENT_TYPE})

    return Starlette(routes=[Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", figures)])


@asynccontextmanager
async def serve_health(app: Starlette, address: tuple[str, int]) -> AsyncIterator[int]:
    """Serve the pages at a host and port (0: a free one) while the context is open; gives the port.

    Raises StartError for an address that cannot be had.
    """
    host, port = address
    listener = _bind(host, port)
    try:
        port = listener.getsockname()[1]
        server = _Server(
            uvicorn.Config(
                app, ws="none", lifespan="off", log_config=None, access_log=False, server_header=False,
                timeout_graceful_shutdown=STOP_SECONDS,
            )
        )  # fmt: skip
        serving = asyncio.create_task(server.serve(sockets=[listener]), name="health")
        logger.info("health and metrics at http://%s", f"[{host}]:{port}" if ":" in host else f"{host}:{port}")
        try:
            yield port
        finally:
            server.should_exit = True
            await serving
    finally:
        listener.close()


class _Server(uvicorn.Server):
    """Leaves signals to the bot."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


def _bind(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        reason = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be opened ({error.strerror})"
        raise StartError(f"port {port} on {host} {reason}; set TANYA_HEALTH to another one") from error
    return listener
