"""The Bot API over HTTP: `/bot<token>/METHOD` and `/file/bot<token>/PATH` (Bot API, "Making requests")."""

import asyncio
import hmac
import re

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from bot.local_api.call_log import POLLING
from bot.local_api.calling import Caller, failure
from bot.local_api.errors import ApiError, bad_request, not_found
from bot.local_api.json_types import JsonObject, JsonValue
from bot.local_api.methods.method import Method
from bot.local_api.methods.registry import Registry
from bot.local_api.parameters import Parameters, Upload, parse_json
from bot.local_api.world import World

TOKEN = re.compile(r"([0-9]+):[A-Za-z0-9_-]+")
MAX_FIELD = 10 << 20  # bytes of one field of a multipart form; Telegram's own limit is not known
HANGING_SECONDS = 3600.0  # how long a client may wait for an answer that never comes


class BotApi:
    """Answers the bot's calls from a world. `token` is the only one that is authorised."""

    def __init__(self, world: World, token: str, registry: Registry) -> None:
        self._world = world
        self._token = token
        self._caller = Caller(world, registry)

    async def call(self, request: Request) -> Response:
        """Answer one method call."""
        try:
            self._authorise(request.path_params["token"])
            name, method = self._caller.find(request.path_params["method"])
            parameters = await _read(request)
        except ApiError as error:
            return _answer(error.status, failure(error))
        except ClientDisconnect:
            return Response(status_code=400)
        if name == POLLING:
            return await self._run(request, name, method, parameters)
        self._world.calls.running += 1
        try:
            return await self._run(request, name, method, parameters)
        finally:
            self._world.calls.running -= 1
            self._world.changes.notify()

    async def download(self, request: Request) -> Response:
        """Answer with a file's bytes."""
        try:
            self._authorise(request.path_params["token"])
        except ApiError as error:
            return _answer(error.status, failure(error))
        stored = self._world.files.at(request.path_params["path"])
        if stored is None:
            return _answer(404, failure(not_found()))
        return Response(stored.content, media_type="application/octet-stream")

    def _authorise(self, token: str) -> None:
        if not TOKEN.fullmatch(token):
            raise not_found()
        if not hmac.compare_digest(token, self._token):
            raise ApiError(401, "Unauthorized")

    async def _run(self, request: Request, name: str, method: Method, parameters: Parameters) -> Response:
        answer = await self._caller.call(name, method, parameters)
        if answer.hangs:
            await self._until_given_up(request)
        if answer.status == 0:
            await drop_connection(request)
        return _answer(answer.status, answer.body)

    async def _until_given_up(self, request: Request) -> None:
        """Wait until the client closes the connection or the server stops."""
        gone = asyncio.ensure_future(request.receive())  # the body is read: what comes next is the end
        stop = asyncio.ensure_future(self._world.changes.wait_for(gone.done, HANGING_SECONDS))
        await asyncio.wait({gone, stop}, return_when=asyncio.FIRST_COMPLETED)
        for task in (gone, stop):
            task.cancel()
        await asyncio.gather(gone, stop, return_exceptions=True)


async def drop_connection(request: Request) -> None:
    """Cut the connection without a byte of answer; `DroppableProtocol` has left the transport for it."""
    transport = request.scope.get("state", {}).get("transport")
    if isinstance(transport, asyncio.Transport):
        transport.abort()
        await asyncio.sleep(0)  # the server learns of it in the loop's next round


async def _read(request: Request) -> Parameters:
    """Read the parameters from the address and from a body of any of Telegram's three forms."""
    values: JsonObject = dict(request.query_params)
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == "application/json":
        return Parameters(values | _object(await request.body()))
    if kind not in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        return Parameters(values)
    files: dict[str, Upload] = {}
    try:
        async with request.form(max_part_size=MAX_FIELD) as form:
            for name, item in form.multi_items():
                if isinstance(item, UploadFile):
                    media_type = item.content_type or "application/octet-stream"
                    files[name] = Upload(item.filename or name, media_type, await item.read())
                else:
                    values[name] = item
    except (HTTPException, MultiPartException):
        raise bad_request("can't parse the request body") from None
    return Parameters(values, files)


def _object(body: bytes) -> JsonObject:
    if not body:
        return {}
    try:
        value: JsonValue = parse_json(body)
    except ValueError:
        raise bad_request("can't parse the request body") from None
    if not isinstance(value, dict):
        raise bad_request("object expected as the request body")
    return value


def _answer(status: int, body: JsonObject) -> Response:
    return JSONResponse(body, status_code=status or 500)
