"""What Telegram posts to (Bot API, "setWebhook"): one path, guarded by the secret token.

| status | means |
| --- | --- |
| 200 | the update was handled and its row is stored |
| 400 | the body is no JSON object with an `update_id`, or broke off |
| 403 | the secret token is missing or wrong; the body was not read |
| 404, 405 | another path, another method than POST |
| 408, 413 | the body took too long, is too long |
| 415 | the body's type is not `application/json` |
| 503 | not handled, or handled and not stored yet: Telegram posts it again |
"""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

# The header's name (Bot API, setWebhook, secret_token).
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
# The longest body taken, in bytes; updates have some kilobytes.
BODY_BYTES = 1_000_000
# Seconds that a body may take.
BODY_SECONDS = 10
# Seconds after which Telegram is asked to post again what was not taken.
AGAIN_SECONDS = 1
# The highest integer that databases store.
_LARGEST = 2**63 - 1

Take = Callable[[int, Mapping[str, object]], Awaitable[bool]]


class _RefusedError(Exception):
    """A request that is answered with an error status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class WebhookApp:
    """The web app. `take` gets an update's id and its object, and tells whether it may be confirmed.

    `wrong_secret` is called for each request with another secret than this one.
    """

    def __init__(self, path: str, secret: str, take: Take, wrong_secret: Callable[[], None]) -> None:
        self._secret = secret.encode()
        self._take = take
        self._wrong_secret = wrong_secret
        self._path = path

    def build(self) -> Starlette:
        """Give the app to serve."""
        app = Starlette(routes=[Route(self._path, self._post, methods=["POST"])])
        app.router.redirect_slashes = False
        return app

    async def _post(self, request: Request) -> Response:
        try:
            self._check(request)
            update_id, update = _parse(await _read(request))
        except _RefusedError as refused:
            # The rest of the body is not waited for.
            return Response(status_code=refused.status, headers={"Connection": "close"})
        if await self._take(update_id, update):
            return Response()
        return Response(status_code=503, headers={"Retry-After": str(AGAIN_SECONDS)})

    def _check(self, request: Request) -> None:
        given = request.headers.get(SECRET_HEADER)
        if given is None or not hmac.compare_digest(given.encode("utf-8", "replace"), self._secret):
            if given is not None:
                self._wrong_secret()
            raise _RefusedError(403)
        if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
            raise _RefusedError(415)
        length = request.headers.get("content-length", "")
        if length.isdecimal() and int(length[:20]) > BODY_BYTES:
            raise _RefusedError(413)


async def _read(request: Request) -> bytes:
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > BODY_BYTES:
                    raise _RefusedError(413)
    except TimeoutError:
        raise _RefusedError(408) from None
    except ClientDisconnect:
        raise _RefusedError(400) from None
    return bytes(body)


def _parse(body: bytes) -> tuple[int, Mapping[str, object]]:
    try:
        update: object = json.loads(body)
    except (ValueError, RecursionError):
        raise _RefusedError(400) from None
    if not isinstance(update, dict):
        raise _RefusedError(400)
    update_id: object = update.get("update_id")
    if not isinstance(update_id, int) or isinstance(update_id, bool) or not 0 < update_id <= _LARGEST:
        raise _RefusedError(400)
    return update_id, update
