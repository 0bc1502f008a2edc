"""The chat page: its files, the stream of what happens, and what it asks for beside the control API."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.local_api.cast import Cast
from bot.local_api.control_http import Table, routes
from bot.local_api.json_types import JsonObject, JsonValue
from bot.local_api.playing import PlayError
from bot.local_api.stream import Cursor, Stream
from bot.local_api.world import World

FOLDER = Path(__file__).parent / "page"
_MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}  # fmt: skip
# Nothing but the page's own files: no script in a text, no picture from elsewhere, no frame around it.
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
# What a browser shows of a file; anything else is downloaded.
_SHOWN = {"png": "image/png", "jpeg": "image/jpeg", "jpg": "image/jpeg", "gif": "image/gif", "webp": "image/webp"}


@dataclass(frozen=True)
class PageOptions:
    """Who plays on the page, and what tells the reasons for a verdict on a text (None where nothing can)."""

    cast: Cast = field(default_factory=Cast)
    explain: Callable[[str], JsonObject] | None = None


class Page:
    """The routes of the page."""

    def __init__(self, world: World, options: PageOptions) -> None:
        self._world = world
        self._options = options
        self._stream = Stream(world)
        self._names = frozenset(path.name for path in FOLDER.iterdir())

    def routes(self) -> list[Route]:
        """Give the routes, for `server.create_app`."""
        table: Table = [("POST", "/cast", self._cast), ("GET", "/explain", self._explain)]
        return [
            Route("/", self._index, methods=["GET"]),
            Route("/page/{name}", self._file, methods=["GET"]),
            Route("/control/events", self._events, methods=["GET"]),
            Route("/control/files/{file}/content", self._content, methods=["GET"]),
            *routes(table),
        ]

    async def _index(self, request: Request) -> Response:  # noqa: ARG002
        return _static(FOLDER / "index.html")

    async def _file(self, request: Request) -> Response:
        name = request.path_params["name"]
        return _static(FOLDER / name) if name in self._names else _missing(name)

    async def _content(self, request: Request) -> Response:
        stored = self._world.files.find(request.path_params["file"])
        if stored is None:
            return _missing("such file")
        kind = _SHOWN.get(stored.picture.kind) if stored.picture else None
        headers = dict(_HEADERS)
        if kind is None:
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stored.name, safe='')}"
        return Response(stored.content, media_type=kind or "application/octet-stream", headers=headers)

    async def _events(self, request: Request) -> Response:
        try:
            cursor = Cursor.read(request.headers.get("last-event-id", ""))
        except PlayError as error:
            return JSONResponse({"ok": False, "error_code": 400, "description": str(error)}, status_code=400)
        events: AsyncIterator[str] = self._stream.events(cursor)
        return StreamingResponse(events, media_type="text/event-stream", headers=_HEADERS)

    async def _cast(self, request: Request) -> JsonValue:  # noqa: ARG002
        self._options.cast.enter(self._world)
        return {"admin_id": self._options.cast.admin_id, "explains": self._options.explain is not None}

    async def _explain(self, request: Request) -> JsonValue:
        if self._options.explain is None:
            raise LookupError("nothing here can explain a verdict")
        return self._options.explain(request.query_params.get("text", ""))


def _static(path: Path) -> Response:
    return Response(path.read_bytes(), media_type=_MEDIA_TYPES[path.suffix], headers=_HEADERS)


def _missing(name: str) -> Response:
    return JSONResponse({"ok": False, "error_code": 404, "description": f"there is no {name}"}, status_code=404)
