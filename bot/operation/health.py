"""The operator's pages: /healthz, /readyz and /metrics, on an address of their own."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.operation.metrics import CONTENT_TYPE, Metrics
from bot.operation.readiness import Readiness
from bot.web_server import listening

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
    async with listening(app, host, port, STOP_SECONDS, "set TANYA_HEALTH to another one") as server:
        shown = f"[{host}]" if ":" in host else host
        logger.info("health and metrics at http://%s:%d", shown, server.port)
        yield server.port
