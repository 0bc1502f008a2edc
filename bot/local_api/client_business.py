"""The part of the client that plays business owners and their customers."""

from collections.abc import Iterable

from bot.local_api.client_http import WAIT, ControlHttp
from bot.local_api.client_types import Connection, Message, PlayedUser, connection_from, message_from
from bot.local_api.json_types import JsonObject

RIGHTS = ("can_reply", "can_read_messages", "can_delete_sent_messages")


class BusinessClient(ControlHttp):
    """Connects business accounts and acts in their private chats, as the owner or the customer.

    These chats are apart from the bot's own private chats with the same users.
    """

    async def connect_business(self, owner: PlayedUser, rights: Iterable[str] = RIGHTS) -> Connection:
        """Connect the bot to an account, or change its rights there."""
        return connection_from(await self._call("PUT", f"/business/{owner.id}", {"rights": list(rights)}))

    async def disconnect_business(self, owner: PlayedUser) -> Connection:
        """Disconnect the bot; connected again, the connection has another id."""
        return connection_from(await self._call("DELETE", f"/business/{owner.id}"))

    async def business_say(
        self, sender: PlayedUser, text: str, *, owner: PlayedUser, customer: PlayedUser,
        reply_to: Message | None = None,
    ) -> Message:  # fmt: skip
        """Say a text in the chat between an owner and a customer, as one of the two."""
        body: JsonObject = {"sender": sender.id, "text": text, "reply_to_message_id": reply_to.id if reply_to else 0}
        return message_from(await self._post(f"{_path(owner, customer)}/say", body))

    async def business_send(
        self, sender: PlayedUser, fields: JsonObject, *, owner: PlayedUser, customer: PlayedUser,
        reply_to: Message | None = None,
    ) -> Message:  # fmt: skip
        """Send a message of any kind there, such as {"photo": […], "caption": …}."""
        reply = reply_to.id if reply_to else 0
        body: JsonObject = {"sender": sender.id, "message": fields, "reply_to_message_id": reply}
        return message_from(await self._post(f"{_path(owner, customer)}/send", body))

    async def business_edit(
        self, sender: PlayedUser, message: Message, text: str, *, owner: PlayedUser, customer: PlayedUser
    ) -> Message:
        """Replace the text of a message there that stands in the sender's name."""
        body: JsonObject = {"sender": sender.id, "message_id": message.id, "text": text}
        return message_from(await self._post(f"{_path(owner, customer)}/edit", body))

    async def business_delete(
        self, sender: PlayedUser, messages: Iterable[Message], *, owner: PlayedUser, customer: PlayedUser
    ) -> None:
        """Delete messages there, for both."""
        body: JsonObject = {"sender": sender.id, "message_ids": [message.id for message in messages]}
        await self._post(f"{_path(owner, customer)}/delete", body)

    async def wait_business_messages(
        self, owner: PlayedUser, customer: PlayedUser, *, after: int = 0, count: int = 1,
        timeout: float = WAIT,  # noqa: ASYNC109
    ) -> list[Message]:  # fmt: skip
        """Give the messages there that came or changed after a sequence number; as `wait_messages` does."""
        return await self._changed(f"{_path(owner, customer)}/messages", after, count, timeout)


def _path(owner: PlayedUser, customer: PlayedUser) -> str:
    return f"/business/{owner.id}/chats/{customer.id}"
