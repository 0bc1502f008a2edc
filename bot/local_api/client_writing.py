"""The part of the client that writes: texts, files, edits, and blocking the bot."""

import base64
import re

from bot.local_api.client_http import ControlHttp, RefusedError, place_of
from bot.local_api.client_types import Message, PlayedUser, message_from
from bot.local_api.json_types import JsonObject

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")  # Telegram, "Bot links"


class WritingClient(ControlHttp):
    """Writes as any user."""

    async def start(self, user: PlayedUser, payload: str = "") -> Message:
        """Start the bot in private, perhaps by a deep link t.me/BOT?start=PAYLOAD (1-64 of A-Z, a-z, 0-9, _ and -)."""
        if payload and not _PAYLOAD.fullmatch(payload):
            raise RefusedError(f"{payload!r} cannot be the payload of a deep link")
        return await self.say(user, f"/start {payload}".strip())

    async def say(
        self, user: PlayedUser, text: str, *, chat_id: int = 0, reply_to: Message | None = None, thread: int = 0,
        as_chat: int = 0,
    ) -> Message:  # fmt: skip
        """Say a text, in the private chat with the bot or in another; give the message.

        `as_chat` is in whose name it is written: the group's own id (an anonymous administrator) or a channel's.
        """
        body = place_of(chat_id, reply_to, thread, as_chat) | {"text": text}
        return message_from(await self._post(f"/users/{user.id}/say", body))

    async def send(
        self, user: PlayedUser, fields: JsonObject, *, chat_id: int = 0, reply_to: Message | None = None,
        thread: int = 0, as_chat: int = 0,
    ) -> Message:  # fmt: skip
        """Send a message of any kind, such as {"photo": […], "caption": …}; `as_chat` as with `say`."""
        body = place_of(chat_id, reply_to, thread, as_chat) | {"message": fields}
        return message_from(await self._post(f"/users/{user.id}/send", body))

    async def send_document(
        self, user: PlayedUser, name: str, content: bytes, *, caption: str = "", chat_id: int = 0,
        mime_type: str = "application/octet-stream", reply_to: Message | None = None,
    ) -> Message:  # fmt: skip
        """Send a file."""
        body = place_of(chat_id, reply_to) | {
            "file_name": name, "content": base64.b64encode(content).decode("ascii"), "mime_type": mime_type,
            "caption": caption,
        }  # fmt: skip
        return message_from(await self._post(f"/users/{user.id}/document", body))

    async def edit(self, user: PlayedUser, message: Message, text: str) -> Message:
        """Replace the text of a message of the user's own."""
        body: JsonObject = {"chat_id": message.chat_id, "message_id": message.id, "text": text}
        return message_from(await self._post(f"/users/{user.id}/edit", body))

    async def block(self, user: PlayedUser) -> None:
        """Block the bot."""
        await self._post(f"/users/{user.id}/block")

    async def unblock(self, user: PlayedUser) -> None:
        """Unblock the bot."""
        await self._post(f"/users/{user.id}/unblock")
