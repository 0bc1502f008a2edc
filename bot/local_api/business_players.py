"""What business owners and their customers do; a connected bot learns of it (Bot API, Update: business_…)."""

from bot.local_api.business import BUSINESS_RIGHTS, BusinessConnection
from bot.local_api.json_types import JsonObject, JsonValue
from bot.local_api.players import typed_text
from bot.local_api.playing import PlayError, find_message
from bot.local_api.users import Chat, StoredMessage, User
from bot.local_api.world import World


class BusinessPlayers:
    """Acts in business chats. Every method raises `PlayError` where a real client would not let it.

    A message's sender is the owner or the customer of the chat.
    """

    def __init__(self, world: World) -> None:
        self._world = world

    def connect(self, owner: User, rights: frozenset[str]) -> BusinessConnection:
        """Connect the bot to an account with these rights, or change them: a `business_connection`."""
        world = self._world
        if not world.abilities.can_connect_to_business:
            raise PlayError("the bot cannot be connected to a business account")
        if unknown := rights - BUSINESS_RIGHTS:
            raise PlayError(f"there is no business right {', '.join(sorted(unknown))}")
        connection = world.business.connect(owner, rights, int(world.clock()))
        world.updates.push("business_connection", connection.to_json())
        return connection

    def disconnect(self, owner: User) -> BusinessConnection:
        """Disconnect the bot: a `business_connection` that is not enabled."""
        connection = self._connection(owner.id)
        if connection is None:
            raise PlayError(f"user {owner.id} has not connected the bot")
        connection.is_enabled = False
        self._world.updates.push("business_connection", connection.to_json())
        return connection

    def send(self, sender: User, owner: User, customer: User, content: JsonObject, reply_to: int) -> StoredMessage:
        """Send a message, given as the Message object's own fields: a `business_message`."""
        _check_sender(sender, owner, customer)
        chat = self._world.business.open_chat(owner.id, customer.id)
        fields = dict(content)
        if reply_to:
            fields["reply_to_message"] = find_message(self._world, chat, reply_to).as_replied()
        connection = self._connection(owner.id)
        if connection:
            fields["business_connection_id"] = connection.id
        stored = self._world.post(chat, sender, fields)
        if connection:
            self._world.updates.push("business_message", stored.message)
        return stored

    def edit(self, sender: User, owner: User, customer: User, message_id: int, text: str) -> StoredMessage:
        """Replace the text of a message that stands in the sender's name: an `edited_business_message`."""
        stored = find_message(self._world, self._chat(sender, owner, customer), message_id)
        shown = stored.message.get("from")
        if not (isinstance(shown, dict) and shown.get("id") == sender.id) or "text" not in stored.message:
            raise PlayError("only a text of one's own can be edited")
        content, connection = typed_text(self._world, text), self._connection(owner.id)
        if connection:
            content["business_connection_id"] = connection.id
        self._world.edit(stored, content, gone=("text", "entities"))
        if connection:
            self._world.updates.push("edited_business_message", stored.message)
        return stored

    def delete(self, sender: User, owner: User, customer: User, message_ids: list[int]) -> None:
        """Delete messages for both: `deleted_business_messages`."""
        world, chat = self._world, self._chat(sender, owner, customer)
        for stored in [find_message(world, chat, number) for number in message_ids]:
            world.delete(stored)
        connection, numbers = self._connection(owner.id), list[JsonValue](message_ids)
        if connection and numbers:
            deleted: JsonObject = {
                "business_connection_id": connection.id, "chat": world.chat_json(chat), "message_ids": numbers,
            }  # fmt: skip
            world.updates.push("deleted_business_messages", deleted)

    def _connection(self, owner_id: int) -> BusinessConnection | None:
        connection = self._world.business.latest(owner_id)
        return connection if connection and connection.is_enabled else None

    def _chat(self, sender: User, owner: User, customer: User) -> Chat:
        _check_sender(sender, owner, customer)
        chat = self._world.business.chat(owner.id, customer.id)
        if chat is None:
            raise PlayError(f"users {owner.id} and {customer.id} have no chat")
        return chat


def _check_sender(sender: User, owner: User, customer: User) -> None:
    if owner.id == customer.id or sender.id not in {owner.id, customer.id}:
        raise PlayError("in a business chat the owner or the customer writes")
