"""The control API's routes for business accounts; {user} is the owner, {chat} the customer."""

from starlette.requests import Request

from bot.local_api import control_bodies as bodies
from bot.local_api.business_players import BusinessPlayers
from bot.local_api.control_http import Table, known_user, number_of, read_body, seconds_of, user_of, wait_of
from bot.local_api.json_types import JsonValue
from bot.local_api.players import typed_text
from bot.local_api.users import StoredMessage, User
from bot.local_api.world import World


class BusinessRoutes:
    """The routes under `/control/business`."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._players = BusinessPlayers(world)

    def table(self) -> Table:
        """Give the routes' methods, paths and what answers."""
        return [
            ("PUT", "/business/{user}", self._connect),
            ("DELETE", "/business/{user}", self._disconnect),
            ("GET", "/business/{user}/chats/{chat}/messages", self._messages),
            ("POST", "/business/{user}/chats/{chat}/say", self._say),
            ("POST", "/business/{user}/chats/{chat}/send", self._send),
            ("POST", "/business/{user}/chats/{chat}/edit", self._edit),
            ("POST", "/business/{user}/chats/{chat}/delete", self._delete),
        ]

    async def _connect(self, request: Request) -> JsonValue:
        body = await read_body(request, bodies.BusinessRights)
        return self._players.connect(user_of(self._world, request), frozenset(body.rights)).to_json()

    async def _disconnect(self, request: Request) -> JsonValue:
        return self._players.disconnect(user_of(self._world, request)).to_json()

    async def _messages(self, request: Request) -> JsonValue:
        world, after = self._world, int(seconds_of(request, "after"))
        owner_id, customer_id = number_of(request, "user"), number_of(request, "chat")

        def changed() -> list[StoredMessage]:
            chat = world.business.chat(owner_id, customer_id)
            return chat.messages_after(after) if chat else []

        await world.changes.wait_for(lambda: bool(changed()), wait_of(request))
        return [stored.to_json() for stored in changed()]

    async def _say(self, request: Request) -> JsonValue:
        body = await read_body(request, bodies.BusinessSay)
        content = typed_text(self._world, body.text)
        return self._players.send(*self._persons(request, body), content, body.reply_to_message_id).to_json()

    async def _send(self, request: Request) -> JsonValue:
        body = await read_body(request, bodies.BusinessSend)
        return self._players.send(*self._persons(request, body), body.message, body.reply_to_message_id).to_json()

    async def _edit(self, request: Request) -> JsonValue:
        body = await read_body(request, bodies.BusinessEdit)
        return self._players.edit(*self._persons(request, body), body.message_id, body.text).to_json()

    async def _delete(self, request: Request) -> JsonValue:
        body = await read_body(request, bodies.BusinessDelete)
        self._players.delete(*self._persons(request, body), body.message_ids)
        return True

    def _persons(self, request: Request, body: bodies.BySender) -> tuple[User, User, User]:
        """Give the sender, the owner and the customer."""
        owner, customer = user_of(self._world, request), known_user(self._world, number_of(request, "chat"))
        return known_user(self._world, body.sender), owner, customer
