"""The control API: plays the users and looks at the world. The package's docstring has the table of routes."""

import base64
from dataclasses import asdict, replace

from starlette.requests import Request
from starlette.routing import Route

from bot.local_api import control_bodies as bodies
from bot.local_api.control_business import BusinessRoutes
from bot.local_api.control_chats import ChatRoutes
from bot.local_api.control_conditions import ConditionRoutes
from bot.local_api.control_deeds import DeedRoutes
from bot.local_api.control_http import (
    Table,
    known_query,
    read_body,
    read_json,
    routes,
    seconds_of,
    user_of,
    wait_of,
)
from bot.local_api.json_types import JsonObject, JsonValue
from bot.local_api.playing import PlayError
from bot.local_api.users import User
from bot.local_api.world import FIRST_USER_ID, World


class Control:
    """The routes under `/control`: those for the whole world here, the others by what they are about."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        """Give the routes, for `server.create_app`."""
        table: Table = [
            ("GET", "/state", self._state),
            ("PATCH", "/bot", self._change_bot),
            ("POST", "/users", self._add_user),
            ("PATCH", "/users/{user}", self._change_user),
            ("GET", "/files/{file}", self._file),
            ("GET", "/queries/{query}", self._query),
            ("POST", "/queries/{query}/expire", self._expire),
            ("POST", "/updates", self._push),
            ("GET", "/updates", self._pending),
            ("GET", "/commands", self._commands),
            ("GET", "/calls", self._calls),
        ]
        return routes(
            table
            + ChatRoutes(self._world).table()
            + DeedRoutes(self._world).table()
            + BusinessRoutes(self._world).table()
            + ConditionRoutes(self._world).table()
        )

    async def _state(self, request: Request) -> JsonValue:  # noqa: ARG002
        world = self._world
        abilities: JsonObject = dict(asdict(world.abilities))
        return {
            "bot": world.bot.to_json() | abilities,
            "users": [user.to_json() for user in world.users.values()],
            "chats": [
                world.chat_json(chat)
                | {"members": {str(number): str(status) for number, status in chat.members.items()}}
                for chat in world.chats.values()
            ],
            "pending": len(world.updates),
            "sequence": world.sequence,
        }

    async def _change_bot(self, request: Request) -> JsonValue:
        body = await read_body(request, bodies.BotChange)
        self._world.abilities = replace(self._world.abilities, **body.model_dump(exclude_none=True))
        return True

    async def _add_user(self, request: Request) -> JsonValue:
        body = await read_body(request, bodies.NewUser)
        user_id = body.id or self._world.new_id(FIRST_USER_ID)
        return self._world.put_user(User(**body.model_dump() | {"id": user_id})).to_json()

    async def _change_user(self, request: Request) -> JsonValue:
        body = await read_body(request, bodies.UserChange)
        changed = replace(user_of(self._world, request), **body.model_dump(exclude_none=True))
        return self._world.put_user(changed).to_json()

    async def _file(self, request: Request) -> JsonValue:
        stored = self._world.files.find(request.path_params["file"])
        if stored is None:
            raise LookupError(f"there is no file {request.path_params['file']}")
        content = base64.b64encode(stored.content).decode("ascii")
        return {"file_name": stored.name, "mime_type": stored.mime_type, "content": content}

    async def _query(self, request: Request) -> JsonValue:
        query = known_query(self._world, request.path_params["query"])
        await self._world.changes.wait_for(lambda: query.answer is not None, wait_of(request))
        return query.to_json()

    async def _expire(self, request: Request) -> JsonValue:
        known_query(self._world, request.path_params["query"]).expired = True
        return True

    async def _push(self, request: Request) -> JsonValue:
        update = await read_json(request)
        if not isinstance(update, dict):
            raise PlayError("an update is an object")
        return {"update_id": self._world.updates.push_raw(update)}

    async def _pending(self, request: Request) -> JsonValue:
        world = self._world
        await world.changes.wait_for(lambda: not len(world.updates) and not world.calls.running, wait_of(request))
        return {"pending": len(world.updates), "running": world.calls.running}

    async def _commands(self, request: Request) -> JsonValue:  # noqa: ARG002
        return self._world.profile.all_commands()

    async def _calls(self, request: Request) -> JsonValue:
        method, after = request.query_params.get("method", ""), int(seconds_of(request, "after"))
        calls = self._world.calls
        await self._world.changes.wait_for(lambda: bool(calls.after(after, method)), wait_of(request))
        return calls.after(after, method)
