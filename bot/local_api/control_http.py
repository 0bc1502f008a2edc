"""What the control API's routes share: reading a request, finding what it names, answering or refusing."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import TypeAlias

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.local_api.control_bodies import BodyT, Placed
from bot.local_api.errors import ApiError
from bot.local_api.json_types import JsonObject, JsonValue
from bot.local_api.parameters import parse_json
from bot.local_api.playing import Place, PlayError
from bot.local_api.users import Chat, User
from bot.local_api.world import Query, World

MAX_WAIT = 600.0  # seconds
Handler: TypeAlias = Callable[[Request], Awaitable[JsonValue]]
Table: TypeAlias = list[tuple[str, str, Handler]]  # method, path below /control, and what answers


def routes(table: Table) -> list[Route]:
    """Give the table as routes that answer `{"ok": true, "result": …}`, or 400 or 404 with a description."""
    return [Route(f"/control{path}", _answering(handler), methods=[method]) for method, path, handler in table]


def _answering(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            return JSONResponse({"ok": True, "result": await handler(request)})
        except LookupError as error:
            return _refusal(404, str(error.args[0]))
        except (PlayError, ApiError, ValidationError) as error:
            return _refusal(400, str(error))

    return answer


def _refusal(status: int, description: str) -> Response:
    body: JsonObject = {"ok": False, "error_code": status, "description": description}
    return JSONResponse(body, status_code=status)


def state_of(world: World) -> JsonObject:
    """Give who is there: the bot, the users, the chats with their members."""
    abilities: JsonObject = dict(asdict(world.abilities))
    return {
        "bot": world.bot.to_json() | abilities,
        "users": [user.to_json() for user in world.users.values()],
        "chats": [
            world.chat_json(chat) | {"members": {str(number): str(status) for number, status in chat.members.items()}}
            for chat in world.chats.values()
        ],
    }


async def read_json(request: Request) -> JsonValue:
    """Give a request's body. Raises `PlayError` where it is not JSON."""
    try:
        return parse_json(await request.body() or b"{}")
    except ValueError:
        raise PlayError("the body is not JSON") from None


async def read_body(request: Request, kind: type[BodyT]) -> BodyT:
    """Give a request's body in its form. Raises `PlayError` or `ValidationError`."""
    return kind.model_validate(await read_json(request))


def place_of(body: Placed) -> Place:
    """Give where a message goes."""
    return Place(body.chat_id, body.reply_to_message_id, body.message_thread_id, body.as_chat_id)


def number_of(request: Request, name: str) -> int:
    """Give a number of the path (chat ids may be negative, which the router's own int does not take).

    Raises `LookupError`.
    """
    try:
        return int(request.path_params[name])
    except ValueError:
        raise LookupError(f"{request.path_params[name]!r} is not a number") from None


def seconds_of(request: Request, name: str) -> float:
    """Give a number of the query string, 0 where it is missing. Raises `PlayError`."""
    try:
        return float(request.query_params.get(name, "0"))
    except ValueError:
        raise PlayError(f"{name} is not a number") from None


def wait_of(request: Request) -> float:
    """Give how long to wait, in seconds."""
    return min(max(seconds_of(request, "wait"), 0.0), MAX_WAIT)


def user_of(world: World, request: Request) -> User:
    """Give the user that the path names. Raises `LookupError`."""
    return known_user(world, number_of(request, "user"))


def known_user(world: World, number: int) -> User:
    """Give the user of an id. Raises `LookupError`."""
    user = world.users.get(number)
    if user is None:
        raise LookupError(f"there is no user {number}")
    return user


def chat_of(world: World, request: Request) -> Chat:
    """Give the chat that the path names. Raises `LookupError`."""
    return known_chat(world, number_of(request, "chat"))


def known_chat(world: World, number: int) -> Chat:
    """Give the chat of an id. Raises `LookupError`."""
    chat = world.chats.get(number)
    if chat is None:
        raise LookupError(f"there is no chat {number}")
    return chat


def known_query(world: World, query_id: str) -> Query:
    """Give the query of an id. Raises `LookupError`."""
    query = world.queries.get(query_id)
    if query is None:
        raise LookupError(f"there is no query {query_id}")
    return query
