"""Business accounts: whom the bot serves, with which rights, and their private chats (Bot API, BusinessConnection).

These chats are apart from the bot's own private chats: their messages are counted in the owner's account.
"""

import secrets
from dataclasses import dataclass

from bot.local_api.json_types import JsonObject
from bot.local_api.users import Chat, ChatType, Status, StoredMessage, User

# Bot API, BusinessBotRights.
BUSINESS_RIGHTS = frozenset({
    "can_reply", "can_read_messages", "can_delete_sent_messages", "can_delete_all_messages", "can_edit_name",
    "can_edit_bio", "can_edit_profile_photo", "can_edit_username", "can_change_gift_settings",
    "can_view_gifts_and_stars", "can_convert_gifts_to_stars", "can_transfer_and_upgrade_gifts",
    "can_transfer_stars", "can_manage_stories",
})  # fmt: skip


@dataclass(slots=True, eq=False)
class BusinessConnection:
    """The bot's connection with the account of `owner`, as it is now. `date` is in Unix time."""

    id: str
    owner: User
    date: int
    rights: frozenset[str]
    is_enabled: bool = True

    def to_json(self) -> JsonObject:
        """Give the BusinessConnection object; rights that the bot lacks are left out."""
        rights: JsonObject = dict.fromkeys(sorted(self.rights), True)
        fields: JsonObject = {
            "id": self.id, "user": self.owner.to_json(), "user_chat_id": self.owner.id, "date": self.date,
            "rights": rights, "is_enabled": self.is_enabled,
        }  # fmt: skip
        return fields


class Business:
    """All connections that there ever were, and the owners' chats. Nothing here tells the bot."""

    def __init__(self) -> None:
        self._connections: dict[str, BusinessConnection] = {}
        self._latest: dict[int, BusinessConnection] = {}
        self._chats: dict[tuple[int, int], Chat] = {}

    def connect(self, owner: User, rights: frozenset[str], date: int) -> BusinessConnection:
        """Connect the bot to an account, or change the rights of the connection that is there."""
        connection = self._latest.get(owner.id)
        if connection is None or not connection.is_enabled:
            connection = BusinessConnection(f"BUSINESS{secrets.token_urlsafe(12)}", owner, date, rights)
            self._connections[connection.id] = self._latest[owner.id] = connection
        connection.rights = rights
        return connection

    def find(self, connection_id: str) -> BusinessConnection | None:
        """Give a connection, enabled or not."""
        return self._connections.get(connection_id)

    def latest(self, owner_id: int) -> BusinessConnection | None:
        """Give an owner's last connection, enabled or not."""
        return self._latest.get(owner_id)

    def chat(self, owner_id: int, customer_id: int) -> Chat | None:
        """Give the private chat between an owner and a customer, if a word was said there."""
        return self._chats.get((owner_id, customer_id))

    def open_chat(self, owner_id: int, customer_id: int) -> Chat:
        """Give that chat, a new one before the first word."""
        members = {owner_id: Status.MEMBER, customer_id: Status.MEMBER}
        chat = Chat(customer_id, ChatType.PRIVATE, members=members, owner_id=owner_id)
        return self._chats.setdefault((owner_id, customer_id), chat)

    def messages(self, owner_id: int, message_ids: frozenset[int]) -> list[StoredMessage]:
        """Give those messages of an owner's account that are still there; its numbers are unique."""
        return [
            stored
            for (number, _), chat in self._chats.items()
            for stored in chat.messages.values()
            if number == owner_id and stored.message_id in message_ids and not stored.deleted
        ]
