"""The control API's routes for what a user does: write, edit, press, ask, choose, block."""

from starlette.requests import Request

from bot.local_api import control_bodies as bodies
from bot.local_api.askers import Askers
from bot.local_api.control_http import Table, known_query, place_of, read_body, user_of
from bot.local_api.json_types import JsonValue
from bot.local_api.memberships import Memberships
from bot.local_api.players import Players
from bot.local_api.playing import PlayError, find_message
from bot.local_api.users import StoredMessage, User
from bot.local_api.world import World


class DeedRoutes:
    """The routes under `/control/users/{user}`."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._players = Players(world)
        self._askers = Askers(world)
        self._memberships = Memberships(world)

    def table(self) -> Table:
        """Give the routes' methods, paths and what answers."""
        return [
            ("POST", "/users/{user}/say", self._say),
            ("POST", "/users/{user}/document", self._document),
            ("POST", "/users/{user}/send", self._send),
            ("POST", "/users/{user}/edit", self._edit),
            ("POST", "/users/{user}/press", self._press),
            ("POST", "/users/{user}/inline", self._inline),
            ("POST", "/users/{user}/choose", self._choose),
            ("POST", "/users/{user}/guest", self._guest),
            ("POST", "/users/{user}/block", self._block),
            ("POST", "/users/{user}/unblock", self._unblock),
        ]

    async def _say(self, request: Request) -> JsonValue:
        body = await read_body(request, bodies.Say)
        user = user_of(self._world, request)
        said = self._players.say(user, body.text, place_of(body), list(body.entities))
        self._askers.overhear(user, said)
        return said.to_json()

    async def _document(self, request: Request) -> JsonValue:
        body = await read_body(request, bodies.Document)
        user = user_of(self._world, request)
        return self._players.send_document(
            user, body.file_name, body.content, body.mime_type, body.caption, place_of(body)
        ).to_json()

    async def _send(self, request: Request) -> JsonValue:
        body = await read_body(request, bodies.Send)
        return self._players.send(user_of(self._world, request), body.message, place_of(body)).to_json()

    async def _edit(self, request: Request) -> JsonValue:
        body = await read_body(request, bodies.Edit)
        user = user_of(self._world, request)
        return self._players.edit(user, body.chat_id, body.message_id, body.text).to_json()

    async def _press(self, request: Request) -> JsonValue:
        body = await read_body(request, bodies.Press)
        user = user_of(self._world, request)
        stored = self._pressed(user, body)
        return self._askers.press(user, stored, data=body.data, text=body.text, stale=body.stale).to_json()

    def _pressed(self, user: User, body: bodies.Press) -> StoredMessage:
        inline = self._world.inline_messages.get(body.inline_message_id)
        if inline is not None:
            return inline
        connection = self._world.business.find(body.business_connection_id)
        if connection is not None:
            chat = self._world.business.chat(connection.owner.id, body.chat_id)
        else:
            chat = self._world.chats.get(body.chat_id or user.id)
        if chat is None:
            raise PlayError(f"there is no chat {body.chat_id or user.id}")
        return find_message(self._world, chat, body.message_id)

    async def _inline(self, request: Request) -> JsonValue:
        body = await read_body(request, bodies.Inline)
        user = user_of(self._world, request)
        return self._askers.inline(user, body.query, body.offset, body.chat_type, cached=body.cached).to_json()

    async def _choose(self, request: Request) -> JsonValue:
        body = await read_body(request, bodies.Choose)
        query = known_query(self._world, body.inline_query_id)
        user = user_of(self._world, request)
        return self._askers.choose(user, query, body.result_id, body.chat_id).to_json()

    async def _guest(self, request: Request) -> JsonValue:
        body = await read_body(request, bodies.Guest)
        return self._askers.guest(user_of(self._world, request), body.text, place_of(body)).to_json()

    async def _block(self, request: Request) -> JsonValue:
        self._memberships.set_blocked(user_of(self._world, request), blocked=True)
        return True

    async def _unblock(self, request: Request) -> JsonValue:
        self._memberships.set_blocked(user_of(self._world, request), blocked=False)
        return True
