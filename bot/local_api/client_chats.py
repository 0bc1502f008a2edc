"""The part of the client that is about chats: who is in them, what is said there, what becomes of them."""

from collections.abc import Iterable

from bot.local_api.client_http import WAIT, ControlHttp
from bot.local_api.client_types import Message, PlayedChat, PlayedUser, chat_from, message_from
from bot.local_api.json_types import JsonObject


class ChatsClient(ControlHttp):
    """Brings in chats and changes them."""

    async def add_chat(
        self, title: str = "Group", *, chat_type: str = "supergroup", members: Iterable[PlayedUser] = (),
        administrators: Iterable[PlayedUser] = (), bot: str = "member", username: str = "", is_forum: bool = False,
    ) -> PlayedChat:  # fmt: skip
        """Bring in a group, supergroup or channel; `bot` is the bot's standing in it."""
        body: JsonObject = {
            "title": title, "type": chat_type, "bot": bot, "username": username, "is_forum": is_forum,
            "members": [user.id for user in members], "administrators": [user.id for user in administrators],
        }  # fmt: skip
        return chat_from(await self._post("/chats", body))

    async def set_member(
        self, chat: PlayedChat, user_id: int, status: str, *, by: int = 0, permissions: Iterable[str] = ()
    ) -> None:
        """Set a user's or the bot's standing in a chat: creator, administrator, member, restricted, left or kicked.

        `permissions` are what a restricted member may still do, such as can_send_messages, or an administrator's
        rights, such as can_delete_messages; without any, an administrator has all but that of promoting others.
        """
        body: JsonObject = {"status": status, "by": by, "permissions": list(permissions)}
        await self._call("PUT", f"/chats/{chat.id}/members/{user_id}", body)

    async def migrate(self, chat: PlayedChat, *, by: int = 0) -> PlayedChat:
        """Make a supergroup of a group; give the supergroup."""
        return chat_from(await self._post(f"/chats/{chat.id}/migrate", {"by": by}))

    async def forward_post(self, post: Message, group: PlayedChat) -> Message:
        """Let Telegram forward a channel's post to its discussion group; give the message there.

        A reply to it is a comment: it lands in the thread of that message.
        """
        body: JsonObject = {"from_chat_id": post.chat_id, "message_id": post.id}
        return message_from(await self._post(f"/chats/{group.id}/forward", body))

    async def set_topic(self, chat: PlayedChat, thread: int, *, closed: bool = False, by: int = 0) -> None:
        """Close a forum's topic, or open it, again or for the first time."""
        await self._call("PUT", f"/chats/{chat.id}/topics/{thread}", {"closed": closed, "by": by})

    async def wait_messages(
        self, chat_id: int, *, after: int = 0, count: int = 1, timeout: float = WAIT,  # noqa: ASYNC109
    ) -> list[Message]:  # fmt: skip
        """Give a chat's messages that came or changed after a sequence number, deleted ones too, in that order.

        Waits for `count` of them; gives fewer where the time runs out.
        """
        return await self._changed(f"/chats/{chat_id}/messages", after, count, timeout)
