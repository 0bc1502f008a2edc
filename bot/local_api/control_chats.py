"""The control API's routes for chats: who is in them, what is said there, what becomes of them."""

from starlette.requests import Request

from bot.local_api import control_bodies as bodies
from bot.local_api.control_http import (
    Table,
    chat_of,
    known_chat,
    number_of,
    read_body,
    seconds_of,
    user_of,
    wait_of,
)
from bot.local_api.json_types import JsonValue
from bot.local_api.memberships import Memberships
from bot.local_api.playing import PlayError, find_message
from bot.local_api.users import ANONYMOUS, Chat, ChatType, Status
from bot.local_api.world import FIRST_GROUP_ID, FIRST_SUPERGROUP_ID, World


class ChatRoutes:
    """The routes under `/control/chats`."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._memberships = Memberships(world)

    def table(self) -> Table:
        """Give the routes' methods, paths and what answers."""
        return [
            ("POST", "/chats", self._add),
            ("PATCH", "/chats/{chat}", self._change),
            ("PUT", "/chats/{chat}/members/{user}", self._set_member),
            ("GET", "/chats/{chat}/messages", self._messages),
            ("POST", "/chats/{chat}/migrate", self._migrate),
            ("POST", "/chats/{chat}/forward", self._forward),
            ("PUT", "/chats/{chat}/topics/{thread}", self._topic),
        ]

    async def _add(self, request: Request) -> JsonValue:
        body = await read_body(request, bodies.NewChat)
        if body.type is ChatType.PRIVATE:
            raise PlayError("a private chat begins with the user's first word")
        first = FIRST_GROUP_ID if body.type is ChatType.GROUP else FIRST_SUPERGROUP_ID
        members = dict.fromkeys(body.members, Status.MEMBER) | dict.fromkeys(body.administrators, Status.ADMINISTRATOR)
        chat = Chat(
            body.id or self._world.new_id(first, -1), body.type, body.title, body.username, body.is_forum,
            members | {self._world.bot.id: body.bot},
        )  # fmt: skip
        return self._world.put_chat(chat).to_json()

    async def _change(self, request: Request) -> JsonValue:
        body = await read_body(request, bodies.ChatChange)
        chat = chat_of(self._world, request)
        for name, value in body.model_dump(exclude_none=True).items():
            setattr(chat, name, value)
        return self._world.put_chat(chat).to_json()

    async def _set_member(self, request: Request) -> JsonValue:
        body = await read_body(request, bodies.Membership)
        user = user_of(self._world, request)
        actor = self._world.users.get(body.by, user)
        chat = chat_of(self._world, request)
        self._memberships.set_member(actor, chat, user, body.status, frozenset(body.permissions))
        return True

    async def _messages(self, request: Request) -> JsonValue:
        chat_id, after = number_of(request, "chat"), int(seconds_of(request, "after"))
        world = self._world
        await world.changes.wait_for(lambda: bool(world.messages_after(chat_id, after)), wait_of(request))
        return [stored.to_json() for stored in world.messages_after(chat_id, after)]

    async def _migrate(self, request: Request) -> JsonValue:
        body = await read_body(request, bodies.ByUser)
        actor = self._world.users.get(body.by, ANONYMOUS)
        return self._memberships.migrate(actor, chat_of(self._world, request)).to_json()

    async def _forward(self, request: Request) -> JsonValue:
        body = await read_body(request, bodies.Forward)
        channel = known_chat(self._world, body.from_chat_id)
        post = find_message(self._world, channel, body.message_id)
        return self._memberships.forward_post(chat_of(self._world, request), channel, post).to_json()

    async def _topic(self, request: Request) -> JsonValue:
        body = await read_body(request, bodies.Topic)
        actor = self._world.users.get(body.by, ANONYMOUS)
        chat, thread = chat_of(self._world, request), number_of(request, "thread")
        self._memberships.set_topic(actor, chat, thread, closed=body.closed)
        return True
