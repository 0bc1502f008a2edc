"""Who may talk to the server: this machine's own programs and pages, no page from elsewhere.

A page of another site may send requests to loopback, even under a name of its own that it lets point there (DNS
rebinding). A browser says so in `Host`, `Origin` and `Sec-Fetch-Site`; programs that are no browsers send none of
the last two.
"""

import ipaddress
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.local_api.json_types import JsonObject

_HTTP_PORT = 80
_OWN_SITE = frozenset({"same-origin", "none"})


class Guard:
    """Refuses with 403 whatever was not sent to this server's own loopback address by itself or a program."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        reason = _reason_against(Headers(scope=scope), scope["server"][1]) if scope["type"] == "http" else ""
        if reason:
            body: JsonObject = {"ok": False, "error_code": 403, "description": f"Forbidden: {reason}"}
            await JSONResponse(body, status_code=403)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _reason_against(headers: Headers, port: int) -> str:
    hosts = headers.getlist("host")
    if len(hosts) != 1 or not _is_own(hosts[0], port):
        return "the host is not this loopback address"
    if any(origin != f"http://{hosts[0]}" for origin in headers.getlist("origin")):
        return "the origin is foreign"
    if any(site not in _OWN_SITE for site in headers.getlist("sec-fetch-site")):
        return "the request comes from another site"
    return ""


def _is_own(host: str, port: int) -> bool:
    try:
        parts = urlsplit(f"//{host}")
        if parts.netloc != host or "@" in host or (parts.port or _HTTP_PORT) != port:
            return False
        name = parts.hostname or ""
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
