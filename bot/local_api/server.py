"""The server: the app, and uvicorn inside the running event loop."""

import asyncio
import contextlib
import ipaddress
from types import TracebackType

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.local_api.bot_api import TOKEN, BotApi
from bot.local_api.calling import Caller
from bot.local_api.control import Control
from bot.local_api.guard import Guard
from bot.local_api.methods.registry import Registry
from bot.local_api.page import Page, PageOptions
from bot.local_api.users import User
from bot.local_api.webhook_sender import WebhookSender
from bot.local_api.world import World
from bot.web_server import KEEP_ALIVE_SECONDS, WebServer, bind

BOT_USERNAME = "tanya_local_bot"
BOT_NAME = "Tanya"
STOP_SECONDS = 1  # for answers under way when the server stops


def create_world(token: str) -> World:
    """Give an empty world with the bot of this token. Raises `ValueError` for a malformed token."""
    match = TOKEN.fullmatch(token)
    if match is None:
        raise ValueError("a bot's token looks like 123456:local")
    return World(User(int(match[1]), BOT_NAME, username=BOT_USERNAME, is_bot=True))


def create_app(
    world: World, token: str, registry: Registry | None = None, page: PageOptions | None = None
) -> Starlette:
    """Give the app: the Bot API for `token`, file downloads, the control API, and the chat page."""
    bot_api = BotApi(world, token, registry or Registry())
    return Starlette(
        routes=[
            Route("/file/bot{token}/{path:path}", bot_api.download, methods=["GET"]),
            Route("/bot{token}/{method}", bot_api.call, methods=["GET", "POST"]),
            *Control(world).routes(),
            *Page(world, page or PageOptions()).routes(),
        ],
        middleware=[Middleware(Guard)],
        exception_handlers={404: _not_found},
    )


async def _not_found(request: Request, error: Exception) -> Response:  # noqa: ARG001
    return JSONResponse({"ok": False, "error_code": 404, "description": "Not Found"}, status_code=404)


class LocalApiServer:
    """Runs the app on a loopback address, within `async with`.

    Port 0 takes a free one. Raises `ValueError` for a host that is not loopback or a malformed token; entering
    raises `OSError` (EADDRINUSE) where the port is taken.
    """

    def __init__(
        self, token: str, host: str = "127.0.0.1", port: int = 0, *, world: World | None = None,
        page: PageOptions | None = None,
    ) -> None:  # fmt: skip
        self.token = token
        self.world = world or create_world(token)
        self._address = _loopback(host)
        self._port = port
        self._app = create_app(self.world, token, page=page)
        self._stack = contextlib.AsyncExitStack()

    @property
    def port(self) -> int:
        """The port; the one that was taken, once the server runs."""
        return self._port

    @property
    def url(self) -> str:
        """The address without a closing slash: `http://127.0.0.1:PORT`."""
        host = f"[{self._address}]" if self._address.version == 6 else str(self._address)  # noqa: PLR2004
        return f"http://{host}:{self._port}"

    @property
    def base_url(self) -> str:
        """What python-telegram-bot calls `base_url`."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """What python-telegram-bot calls `base_file_url`."""
        return f"{self.url}/file/bot"

    async def __aenter__(self) -> "LocalApiServer":
        async with contextlib.AsyncExitStack() as stack:
            listener = stack.enter_context(bind(str(self._address), self._port))
            self.world.changes.open()
            self._port = listener.getsockname()[1]
            server = WebServer(_config(self._app))
            serving = asyncio.create_task(server.serve(sockets=[listener]))
            sending = asyncio.create_task(WebhookSender(self.world, Caller(self.world, Registry())).run())
            stack.push_async_callback(self._stop, server, serving, sending)
            await server.ready.wait()
            if not server.started:
                await serving  # raises what kept it from starting
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def _stop(self, server: WebServer, serving: asyncio.Task[None], sending: asyncio.Task[None]) -> None:
        self.world.changes.close()
        server.stop()
        await sending
        await serving


def _loopback(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    if not address.is_loopback:
        raise ValueError(f"the local Bot API listens on loopback only, not on {host}")
    return address


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app, http=DroppableProtocol, ws="none", lifespan="off", log_config=None, access_log=False, date_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS, timeout_graceful_shutdown=STOP_SECONDS,
    )  # fmt: skip


class DroppableProtocol(H11Protocol):
    """HTTP/1.1 whose requests know their connection, so that a fault can cut it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Leave the transport in the request's state."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}
