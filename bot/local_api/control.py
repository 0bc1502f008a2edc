"""The control API: plays the users and looks at the world. The package's docstring has the table of routes."""

from collections.abc import Awaitable, Callable
from dataclasses import fields, replace

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.local_api import control_bodies as bodies
from bot.local_api.control_bodies import BodyT
from bot.local_api.errors import ApiError
from bot.local_api.faults import Fault
from bot.local_api.json_types import JsonObject, JsonValue
from bot.local_api.parameters import parse_json
from bot.local_api.players import Place, PlayError, Players
from bot.local_api.users import Chat, ChatType, Status, StoredMessage, User
from bot.local_api.world import FIRST_GROUP_ID, FIRST_SUPERGROUP_ID, FIRST_USER_ID, Query, World

MAX_WAIT = 600.0  # seconds
Handler = Callable[[Request], Awaitable[JsonValue]]


class Control:
    """The routes under `/control`. Answers `{"ok": true, "result": …}`, or 400 or 404 with a description."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._players = Players(world)

    def routes(self) -> list[Route]:
        """Give the routes, for `server.create_app`."""
        table: list[tuple[str, str, Handler]] = [
            ("GET", "/state", self._state),
            ("POST", "/users", self._add_user),
            ("PATCH", "/users/{user:int}", self._change_user),
            ("POST", "/chats", self._add_chat),
            ("PATCH", "/chats/{chat:int}", self._change_chat),
            ("PUT", "/chats/{chat:int}/members/{user:int}", self._set_member),
            ("GET", "/chats/{chat:int}/messages", self._messages),
            ("POST", "/users/{user:int}/say", self._say),
            ("POST", "/users/{user:int}/document", self._document),
            ("POST", "/users/{user:int}/send", self._send),
            ("POST", "/users/{user:int}/edit", self._edit),
            ("POST", "/users/{user:int}/press", self._press),
            ("POST", "/users/{user:int}/inline", self._inline),
            ("POST", "/users/{user:int}/choose", self._choose),
            ("POST", "/users/{user:int}/block", self._block),
            ("POST", "/users/{user:int}/unblock", self._unblock),
            ("GET", "/queries/{query}", self._query),
            ("POST", "/queries/{query}/expire", self._expire),
            ("POST", "/updates", self._push),
            ("GET", "/updates", self._pending),
            ("GET", "/commands", self._commands),
            ("GET", "/calls", self._calls),
            ("GET", "/faults", self._faults),
            ("POST", "/faults", self._add_fault),
            ("DELETE", "/faults", self._clear_faults),
        ]
        # Chat ids may be negative, which the router's own int does not take.
        return [
            Route(f"/control{path.replace(':int', '')}", _answering(handler), methods=[method])
            for method, path, handler in table
        ]

    async def _state(self, request: Request) -> JsonValue:  # noqa: ARG002
        world = self._world
        return {
            "bot": world.bot.to_json(),
            "users": [user.to_json() for user in world.users.values()],
            "chats": [
                world.chat_json(chat)
                | {"members": {str(number): str(status) for number, status in chat.members.items()}}
                for chat in world.chats.values()
            ],
            "pending": len(world.updates),
            "sequence": world.sequence,
        }

    async def _add_user(self, request: Request) -> JsonValue:
        body = await _body(request, bodies.NewUser)
        user_id = body.id or self._world.new_id(FIRST_USER_ID)
        return self._world.put_user(User(**body.model_dump() | {"id": user_id})).to_json()

    async def _change_user(self, request: Request) -> JsonValue:
        body = await _body(request, bodies.UserChange)
        return self._world.put_user(replace(self._user(request), **body.model_dump(exclude_none=True))).to_json()

    async def _add_chat(self, request: Request) -> JsonValue:
        body = await _body(request, bodies.NewChat)
        if body.type is ChatType.PRIVATE:
            raise PlayError("a private chat begins with the user's first word")
        first = FIRST_GROUP_ID if body.type is ChatType.GROUP else FIRST_SUPERGROUP_ID
        members = dict.fromkeys(body.members, Status.MEMBER) | dict.fromkeys(body.administrators, Status.ADMINISTRATOR)
        chat = Chat(
            body.id or self._world.new_id(first, -1), body.type, body.title, body.username, body.is_forum,
            members | {self._world.bot.id: body.bot},
        )  # fmt: skip
        return self._world.put_chat(chat).to_json()

    async def _change_chat(self, request: Request) -> JsonValue:
        body = await _body(request, bodies.ChatChange)
        chat = self._chat(request)
        for name, value in body.model_dump(exclude_none=True).items():
            setattr(chat, name, value)
        return self._world.put_chat(chat).to_json()

    async def _set_member(self, request: Request) -> JsonValue:
        body = await _body(request, bodies.Membership)
        user = self._user(request)
        actor = self._world.users.get(body.by, user)
        self._players.set_member(actor, self._chat(request), user, body.status)
        return True

    async def _messages(self, request: Request) -> JsonValue:
        chat_id, after = _number(request, "chat"), int(_seconds(request, "after"))
        world = self._world
        await world.changes.wait_for(lambda: bool(world.messages_after(chat_id, after)), _wait(request))
        return [stored.to_json() for stored in world.messages_after(chat_id, after)]

    async def _say(self, request: Request) -> JsonValue:
        body = await _body(request, bodies.Say)
        return self._players.say(self._user(request), body.text, _place(body), list(body.entities)).to_json()

    async def _document(self, request: Request) -> JsonValue:
        body = await _body(request, bodies.Document)
        user = self._user(request)
        return self._players.send_document(
            user, body.file_name, body.content, body.mime_type, body.caption, _place(body)
        ).to_json()

    async def _send(self, request: Request) -> JsonValue:
        body = await _body(request, bodies.Send)
        return self._players.send(self._user(request), body.message, _place(body)).to_json()

    async def _edit(self, request: Request) -> JsonValue:
        body = await _body(request, bodies.Edit)
        return self._players.edit(self._user(request), body.chat_id, body.message_id, body.text).to_json()

    async def _press(self, request: Request) -> JsonValue:
        body = await _body(request, bodies.Press)
        user = self._user(request)
        stored = self._pressed(user, body)
        return self._players.press(user, stored, data=body.data, text=body.text, stale=body.stale).to_json()

    def _pressed(self, user: User, body: bodies.Press) -> StoredMessage:
        inline = self._world.inline_messages.get(body.inline_message_id)
        if inline is not None:
            return inline
        chat = self._world.chats.get(body.chat_id or user.id)
        if chat is None:
            raise PlayError(f"there is no chat {body.chat_id or user.id}")
        return self._players.find_message(chat, body.message_id)

    async def _inline(self, request: Request) -> JsonValue:
        body = await _body(request, bodies.Inline)
        return self._players.inline(self._user(request), body.query, body.offset, body.chat_type).to_json()

    async def _choose(self, request: Request) -> JsonValue:
        body = await _body(request, bodies.Choose)
        query = self._find_query(body.inline_query_id)
        return self._players.choose(self._user(request), query, body.result_id, body.chat_id).to_json()

    async def _block(self, request: Request) -> JsonValue:
        self._players.set_blocked(self._user(request), blocked=True)
        return True

    async def _unblock(self, request: Request) -> JsonValue:
        self._players.set_blocked(self._user(request), blocked=False)
        return True

    async def _query(self, request: Request) -> JsonValue:
        query = self._find_query(request.path_params["query"])
        await self._world.changes.wait_for(lambda: query.answer is not None, _wait(request))
        return query.to_json()

    async def _expire(self, request: Request) -> JsonValue:
        self._find_query(request.path_params["query"]).expired = True
        return True

    async def _push(self, request: Request) -> JsonValue:
        update = await _json(request)
        if not isinstance(update, dict):
            raise PlayError("an update is an object")
        return {"update_id": self._world.updates.push_raw(update)}

    async def _pending(self, request: Request) -> JsonValue:
        world = self._world
        await world.changes.wait_for(lambda: not len(world.updates) and not world.calls.running, _wait(request))
        return {"pending": len(world.updates), "running": world.calls.running}

    async def _commands(self, request: Request) -> JsonValue:  # noqa: ARG002
        return self._world.profile.all_commands()

    async def _calls(self, request: Request) -> JsonValue:
        method, after = request.query_params.get("method", ""), int(_seconds(request, "after"))
        calls = self._world.calls
        await self._world.changes.wait_for(lambda: bool(calls.after(after, method)), _wait(request))
        return calls.after(after, method)

    async def _faults(self, request: Request) -> JsonValue:  # noqa: ARG002
        return self._world.faults.to_json()

    async def _add_fault(self, request: Request) -> JsonValue:
        body = await _body(request, bodies.NewFault)
        self._world.faults.add(Fault(**{field.name: getattr(body, field.name) for field in fields(Fault)}))
        return True

    async def _clear_faults(self, request: Request) -> JsonValue:  # noqa: ARG002
        self._world.faults.clear()
        return True

    def _user(self, request: Request) -> User:
        number = _number(request, "user")
        user = self._world.users.get(number)
        if user is None:
            raise LookupError(f"there is no user {number}")
        return user

    def _chat(self, request: Request) -> Chat:
        number = _number(request, "chat")
        chat = self._world.chats.get(number)
        if chat is None:
            raise LookupError(f"there is no chat {number}")
        return chat

    def _find_query(self, query_id: str) -> Query:
        query = self._world.queries.get(query_id)
        if query is None:
            raise LookupError(f"there is no query {query_id}")
        return query


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


async def _json(request: Request) -> JsonValue:
    try:
        return parse_json(await request.body() or b"{}")
    except ValueError:
        raise PlayError("the body is not JSON") from None


async def _body(request: Request, kind: type[BodyT]) -> BodyT:
    return kind.model_validate(await _json(request))


def _place(body: bodies.Placed) -> Place:
    return Place(body.chat_id, body.reply_to_message_id, body.message_thread_id)


def _number(request: Request, name: str) -> int:
    try:
        return int(request.path_params[name])
    except ValueError:
        raise LookupError(f"{request.path_params[name]!r} is not a number") from None


def _seconds(request: Request, name: str) -> float:
    try:
        return float(request.query_params.get(name, "0"))
    except ValueError:
        raise PlayError(f"{name} is not a number") from None


def _wait(request: Request) -> float:
    return min(max(_seconds(request, "wait"), 0.0), MAX_WAIT)
