"""A real bot in this process that takes its updates by webhook, and posts to it as Telegram's or anybody's."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from socket import create_server

import httpx
from pydantic import SecretStr

from bot.app import App
from bot.delivery.webhook_app import SECRET_HEADER
from bot.local_api.client_types import PlayedUser
from bot.local_api.json_types import JsonObject
from bot.local_api.server import LocalApiServer
from bot.settings import Mode, Settings
from tests.e2e.process import until
from tests.handlers.bots import serving
from tests.handlers.updates import message_json

SECRET = "right-secret_1"


@dataclass
class Hook:
    """Posts to a bot's webhook; `url` is where it listens."""

    url: str
    app: App
    http: httpx.AsyncClient

    async def post(
        self, body: JsonObject | bytes, *, url: str = "", headers: Mapping[str, str | None] | None = None
    ) -> int:
        """Post as Telegram does, but for `headers` (None: without it); give the status."""
        given = {SECRET_HEADER: SECRET, "Content-Type": "application/json", **(headers or {})}
        sent = {name.encode(): value.encode() for name, value in given.items() if value is not None}
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return (await self.http.post(url or self.url, headers=sent, content=content)).status_code


def free_port() -> int:
    """Give a port that nobody uses for the time being."""
    with create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


async def listens(port: int) -> bool:
    """Tell whether a process listens there."""
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


def hooked(settings: Settings, *, secret: str = SECRET, port: int | None = None) -> Settings:
    """Give the same settings in webhook mode, on a free port of loopback."""
    port = port or free_port()
    return settings.model_copy(
        update={
            "mode": Mode.WEBHOOK,
            "webhook_url": f"http://127.0.0.1:{port}/hook/tanya",
            "webhook_secret": SecretStr(secret),
            "listen": f"127.0.0.1:{port}",
        }
    )


@asynccontextmanager
async def serving_hook(server: LocalApiServer, settings: Settings) -> AsyncIterator[Hook]:
    """Run the real bot on a webhook of its own, set at the server, until the end of the context."""
    in_hook_mode = settings if settings.mode is Mode.WEBHOOK else hooked(settings)
    assert in_hook_mode.webhook_url
    no_certificates = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

    async def is_set() -> bool:
        hook = server.world.webhook.current
        if hook is None or hook.url != in_hook_mode.webhook_url:
            return False
        with suppress(httpx.ConnectError):
            return (await http.get(hook.url)).status_code == 405
        return False

    async with (
        httpx.AsyncClient(trust_env=False, verify=no_certificates, timeout=30) as http,
        serving(server, in_hook_mode) as app,
    ):
        await until(is_set, 10)
        yield Hook(in_hook_mode.webhook_url, app, http)


def asking(user: PlayedUser, text: str, update_id: int) -> JsonObject:
    """Give an update in which a person says a text in the private chat."""
    return {"update_id": update_id, "message": message_json(user, {"text": text})}
