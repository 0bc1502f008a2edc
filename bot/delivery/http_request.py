"""Calls of the Bot API over HTTP, by aiohttp: a call takes a third of the processor's time that httpx takes."""

import io
import os
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Self
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx

# The library's own type for "as the request was set up", which it does not export.
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.problems import StartError

# Seconds for a connection to the server; and for one of the pool, where all are in use.
CONNECT_SECONDS = 10.0
POOL_SECONDS = 20.0
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
# From this HTTP status on, whoever answers is perhaps not Telegram but a proxy.
_SERVER_ERROR = 500


@dataclass(frozen=True)
class Wire:
    """The way to a Bot API server: through `proxy` where there is one, to whom `certificates` vouch for.

    `answered` is told of every answer of Telegram's.
    """

    proxy: str | None
    certificates: ssl.SSLContext
    answered: Callable[[], None]

    @classmethod
    def to(cls, url: str, answered: Callable[[], None], *, direct: bool) -> Self:
        """Give the way that the system has set up, or the direct one; reading the certificates takes 40 ms.

        Raises StartError for a proxy that cannot be used.
        """
        # The authorities that httpx brings: not every system has its own where Python looks for them.
        certificates = httpx.create_ssl_context(trust_env=not direct)
        return cls(None if direct else system_proxy(url), certificates, answered)


class HttpRequest(BaseRequest):
    """So many connections over a wire.

    An answer may take `read_seconds` once the call is sent. Sending has no bound of its own: only files are long, and
    handling an update has one.
    """

    def __init__(self, connections: int, read_seconds: float, wire: Wire) -> None:
        self._connections = connections
        self._read_seconds = read_seconds
        self._wire = wire
        self._session: aiohttp.ClientSession | None = None
        self._is_ready = False

    @property
    def read_timeout(self) -> float:
        """The seconds that an answer may take."""
        return self._read_seconds

    async def initialize(self) -> None:
        """Get ready. Nothing is opened before the first call: a start that is called off here closes nothing."""
        self._is_ready = True

    async def shutdown(self) -> None:
        """Close all connections; what closed already stays so."""
        self._is_ready = False
        session, self._session = self._session, None
        if session:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - see the class
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Give status and body of the answer. Raises TimedOut or NetworkError."""
        session = self._session = self._session or self._open()
        timeout = aiohttp.ClientTimeout(
            connect=_seconds(pool_timeout, POOL_SECONDS),
            sock_connect=_seconds(connect_timeout, CONNECT_SECONDS),
            sock_read=_seconds(read_timeout, self._read_seconds),
        )
        body, headers = _body(request_data)
        try:
            async with session.request(
                method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                content = await response.read()
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"{type(error).__name__}: {error}") from error
        if response.status < _SERVER_ERROR:
            self._wire.answered()
        return response.status, content

    def _open(self) -> aiohttp.ClientSession:
        if not self._is_ready:
            raise RuntimeError("the request is not initialized")
        connector = aiohttp.TCPConnector(limit=self._connections, ssl=self._wire.certificates)
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self.USER_AGENT},
            proxy=self._wire.proxy,
        )


def system_proxy(url: str) -> str | None:
    """Give the proxy that the system has for an address: HTTPS_PROXY, ALL_PROXY and so on, but for NO_PROXY.

    Raises StartError for one that is no HTTP proxy.
    """
    parts = urlsplit(url)
    if proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if proxy and "://" not in proxy:
        return f"http://{proxy}"
    if proxy and urlsplit(proxy).scheme not in {"http", "https"}:
        raise StartError(
            f"the proxy of this system is of kind {urlsplit(proxy).scheme}; set {parts.scheme.upper()}_PROXY to an HTTP"
            f" proxy, or NO_PROXY={parts.hostname} to do without one"
        )
    return proxy


def _seconds(given: ODVInput[float], usual: float) -> float | None:
    return usual if isinstance(given, DefaultValue) else given


def _body(data: RequestData | None) -> tuple[aiohttp.FormData | bytes | None, dict[str, str]]:
    """Give the body of a call, and its headers."""
    if data is None:
        return None, {}
    if not data.contains_files:
        return data.url_encoded_parameters().encode(), _FORM
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, kind) in data.multipart_data.items():
        file = io.BytesIO(content) if isinstance(content, bytes) else _once_more(content)
        form.add_field(name, file, filename=filename, content_type=kind)
    return form, {}


def _once_more(file: IO[bytes]) -> IO[bytes]:
    """Give a file from its beginning, to be closed without it: a call may have to be made again."""
    again = os.fdopen(os.dup(file.fileno()), "rb")
    again.seek(0)
    return again
