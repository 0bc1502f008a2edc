"""What users do: they write, edit, press, ask inline, block. Each deed becomes what the bot would receive."""

import base64
import binascii
from dataclasses import dataclass

from bot.local_api.entities import utf16_length
from bot.local_api.formatting import MAX_TEXT, plain_text
from bot.local_api.json_types import JsonObject, JsonValue
from bot.local_api.keyboards import buttons
from bot.local_api.privacy import reaches_bot
from bot.local_api.users import PRESENT, Chat, ChatType, Status, StoredMessage, User, member_json
from bot.local_api.world import Query, World

MAX_QUERY = 256  # characters: Bot API, InlineQuery


class PlayError(Exception):
    """A deed that no Telegram client could do; the text says why."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes: a chat (0: the private one with the bot), perhaps as a reply or in a thread."""

    chat_id: int = 0
    reply_to_message_id: int = 0
    message_thread_id: int = 0


class Players:
    """Acts for any user of a world. Every method raises `PlayError` where a real client would not let it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def say(self, user: User, text: str, place: Place, entities: JsonValue = None) -> StoredMessage:
        """Send a text; commands, names and addresses in it become entities."""
        return self.send(user, self._text(text, entities), place)

    def send(self, user: User, content: JsonObject, place: Place) -> StoredMessage:
        """Send a message of any kind, given as the Message object's own fields, such as `photo`."""
        world, chat = self._world, self._chat(user, place.chat_id)
        fields = dict(content)
        if place.reply_to_message_id:
            fields["reply_to_message"] = self.find_message(chat, place.reply_to_message_id).as_replied()
        if place.message_thread_id:
            chat.threads.add(place.message_thread_id)
            fields["message_thread_id"] = place.message_thread_id
            if chat.is_forum:
                fields["is_topic_message"] = True
        stored = world.post(chat, user, fields)
        self._deliver(chat, stored)
        return stored

    def send_document(
        self, user: User, name: str, content: str, mime_type: str, text: str, place: Place
    ) -> StoredMessage:
        """Send a file, its content in base64, with a caption or an empty one."""
        try:
            data = base64.b64decode(content, validate=True)
        except binascii.Error:
            raise PlayError("content is not base64") from None
        document = self._world.add_file(name, mime_type, data)
        message: JsonObject = {"document": document.to_json()}
        return self.send(user, message | self._world.text_fields(plain_text(text), "caption"), place)

    def edit(self, user: User, chat_id: int, message_id: int, text: str) -> StoredMessage:
        """Replace the text of a message of one's own."""
        chat = self._chat(user, chat_id)
        stored = self.find_message(chat, message_id)
        sender = stored.message.get("from")
        if not (isinstance(sender, dict) and sender.get("id") == user.id) or "text" not in stored.message:
            raise PlayError("only a text of one's own can be edited")
        self._world.edit(stored, self._text(text), gone=("text", "entities"))
        self._deliver(chat, stored, edited=True)
        return stored

    def press(self, user: User, stored: StoredMessage, *, data: str = "", text: str = "", stale: bool = False) -> Query:
        """Press the inline button with this data or text. `stale` presses one that is no longer there."""
        if not stale:
            data = self._callback_data(stored, data, text)
        query = self._world.add_query("callback_query", user, data)
        callback: JsonObject = {
            "id": query.id, "from": user.to_json(), "chat_instance": str(-stored.chat_id * 7919), "data": data,
        }  # fmt: skip
        if stored.inline_message_id:
            callback["inline_message_id"] = stored.inline_message_id
        else:
            callback["message"] = stored.message
        self._world.updates.push("callback_query", callback)
        return query

    def inline(self, user: User, text: str, offset: str = "", chat_type: str = "sender") -> Query:
        """Type an inline query."""
        if len(text) > MAX_QUERY:
            raise PlayError(f"an inline query has at most {MAX_QUERY} characters")
        query = self._world.add_query("inline_query", user, text)
        update: JsonObject = {
            "id": query.id, "from": user.to_json(), "query": text, "offset": offset, "chat_type": chat_type,
        }  # fmt: skip
        self._world.updates.push("inline_query", update)
        return query

    def choose(self, user: User, query: Query, result_id: str, chat_id: int = 0) -> StoredMessage:
        """Choose a result of an answered inline query: its message goes to the chat, via the bot."""
        world = self._world
        if result_id not in query.results:
            raise PlayError(f"the inline query has no result {result_id!r}")
        chat = self._chat(user, chat_id)
        text, keyboard = query.results[result_id]
        content = world.text_fields(text) | {"via_bot": world.bot.to_json()}
        chosen: JsonObject = {"result_id": result_id, "from": user.to_json(), "query": query.text}
        inline_message_id = ""
        if keyboard:  # only then does Telegram tell the bot the message's id
            content["reply_markup"] = keyboard
            inline_message_id = f"INLINE{query.id}_{len(world.inline_messages)}"
            chosen["inline_message_id"] = inline_message_id
        world.updates.push("chosen_inline_result", chosen)
        stored = world.post(chat, user, content, inline_message_id=inline_message_id)
        self._deliver(chat, stored)
        return stored

    def set_blocked(self, user: User, *, blocked: bool) -> None:
        """Block the bot, or unblock it."""
        status = Status.KICKED if blocked else Status.MEMBER
        self.set_member(user, self._world.private_chat(user), self._world.bot, status)

    def set_member(self, actor: User, chat: Chat, user: User, status: Status) -> None:
        """Change a user's standing in a chat. The bot learns of its own by `my_chat_member`."""
        world, before = self._world, chat.status(user.id)
        chat.members[user.id] = status
        changed: JsonObject = {
            "chat": world.chat_json(chat), "from": actor.to_json(), "date": int(world.clock()),
            "old_chat_member": member_json(user, before, chat.type),
            "new_chat_member": member_json(user, status, chat.type),
        }  # fmt: skip
        if before is not status:
            world.updates.push("my_chat_member" if user.id == world.bot.id else "chat_member", changed)
        if chat.type in {ChatType.GROUP, ChatType.SUPERGROUP} and (before in PRESENT) != (status in PRESENT):
            joined: JsonObject = {"new_chat_members": [user.to_json()]}
            left: JsonObject = {"left_chat_member": user.to_json()}
            self._deliver(chat, world.post(chat, actor, joined if status in PRESENT else left))
        world.changes.notify()

    def find_message(self, chat: Chat, message_id: int) -> StoredMessage:
        """Give a message that is still there."""
        stored = self._world.message(chat, message_id)
        if stored is None:
            raise PlayError(f"chat {chat.id} has no message {message_id}")
        return stored

    def _chat(self, user: User, chat_id: int) -> Chat:
        """Give a chat that the user can write to; a user's own private chat begins with the first word."""
        world = self._world
        chat = world.chats.get(chat_id) if chat_id not in {0, user.id} else world.private_chat(user)
        if chat is None:
            raise PlayError(f"there is no chat {chat_id}")
        if chat.type is ChatType.PRIVATE and chat.status(world.bot.id) is Status.KICKED:
            raise PlayError("the user has blocked the bot; unblock it first")
        if chat.status(user.id) not in PRESENT:
            raise PlayError(f"user {user.id} is not a member of chat {chat.id}")
        return chat

    def _text(self, text: str, entities: JsonValue = None) -> JsonObject:
        formatted = plain_text(text, entities)
        if not 1 <= utf16_length(formatted.text) <= MAX_TEXT:
            raise PlayError(f"a text has 1 to {MAX_TEXT} UTF-16 units")
        return self._world.text_fields(formatted)

    def _callback_data(self, stored: StoredMessage, data: str, text: str) -> str:
        for button in buttons(stored.message.get("reply_markup")):
            found = button.get("callback_data")
            if isinstance(found, str) and (found == data if data else button["text"] == text):
                return found
        raise PlayError(f"message {stored.message_id} has no button {data or text!r} to press")

    def _deliver(self, chat: Chat, stored: StoredMessage, *, edited: bool = False) -> None:
        if reaches_bot(chat, stored.message, self._world.bot):
            kind = "channel_post" if chat.type is ChatType.CHANNEL else "message"
            self._world.updates.push(f"edited_{kind}" if edited else kind, stored.message)
