"""What users do: they write and edit. Each deed becomes what the bot would receive."""

import base64
import binascii

from bot.local_api.entities import utf16_length
from bot.local_api.formatting import MAX_TEXT, plain_text
from bot.local_api.json_types import JsonObject, JsonValue
from bot.local_api.playing import Place, PlayError, deliver, find_message, writing_chat
from bot.local_api.users import ANONYMOUS, CHANNEL, IN_CHARGE, Chat, ChatType, StoredMessage, User
from bot.local_api.world import World


class Players:
    """Acts for any user of a world. Every method raises `PlayError` where a real client would not let it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def say(self, user: User, text: str, place: Place, entities: JsonValue = None) -> StoredMessage:
        """Send a text; commands, names and addresses in it become entities."""
        return self.send(user, typed_text(self._world, text, entities), place)

    def send(self, user: User, content: JsonObject, place: Place) -> StoredMessage:
        """Send a message of any kind, given as the Message object's own fields, such as `photo`."""
        chat = writing_chat(self._world, user, place.chat_id)
        stored = self.post(user, chat, content, place)
        deliver(self._world, chat, stored)
        return stored

    def post(self, user: User, chat: Chat, content: JsonObject, place: Place) -> StoredMessage:
        """Put a message into a chat, in its thread and as its reply, without telling the bot."""
        fields = dict(content)
        thread = place.message_thread_id
        if place.reply_to_message_id:
            replied = find_message(self._world, chat, place.reply_to_message_id)
            fields["reply_to_message"] = replied.as_replied()
            thread = thread or replied.thread
        if thread in chat.closed_threads and chat.status(user.id) not in IN_CHARGE:
            raise PlayError(f"topic {thread} of chat {chat.id} is closed")
        if thread:
            chat.threads.add(thread)
            fields["message_thread_id"] = thread
            if chat.is_forum:
                fields["is_topic_message"] = True
        if not place.as_chat_id:
            return self._world.post(chat, user, fields)
        stored = self._world.post(chat, *self._in_name_of(user, chat, place.as_chat_id, fields))
        stored.author_id = user.id
        return stored

    def _in_name_of(self, user: User, chat: Chat, as_chat_id: int, fields: JsonObject) -> tuple[User, JsonObject]:
        """Give the sender that Telegram shows for a chat, and the message's fields with that chat in them."""
        name = self._world.chats.get(as_chat_id)
        if name is None or not (name is chat or name.type is ChatType.CHANNEL):
            raise PlayError("one writes in the name of the group itself or of a channel")
        if name.status(user.id) not in IN_CHARGE:
            raise PlayError(f"user {user.id} is no administrator of chat {name.id}")
        return ANONYMOUS if name is chat else CHANNEL, fields | {"sender_chat": self._world.chat_json(name)}

    def send_document(
        self, user: User, name: str, content: str, mime_type: str, text: str, place: Place
    ) -> StoredMessage:
        """Send a file, its content in base64, with a caption or an empty one."""
        try:
            data = base64.b64decode(content, validate=True)
        except binascii.Error:
            raise PlayError("content is not base64") from None
        document = self._world.files.add(name, mime_type, data)
        message: JsonObject = {"document": document.to_json()}
        return self.send(user, message | self._world.text_fields(plain_text(text), "caption"), place)

    def edit(self, user: User, chat_id: int, message_id: int, text: str) -> StoredMessage:
        """Replace the text of a message of one's own, in whatever name it was written."""
        chat = writing_chat(self._world, user, chat_id)
        stored = find_message(self._world, chat, message_id)
        self.rewrite(user, stored, text)
        deliver(self._world, chat, stored, edited=True)
        return stored

    def rewrite(self, user: User, stored: StoredMessage, text: str) -> None:
        """Replace the text of a message of one's own, without telling the bot."""
        if stored.author_id != user.id or "text" not in stored.message:
            raise PlayError("only a text of one's own can be edited")
        self._world.edit(stored, typed_text(self._world, text), gone=("text", "entities"))


def typed_text(world: World, text: str, entities: JsonValue = None) -> JsonObject:
    """Give the fields of a text that a user types. Raises `PlayError`."""
    formatted = plain_text(text, entities)
    if not 1 <= utf16_length(formatted.text) <= MAX_TEXT:
        raise PlayError(f"a text has 1 to {MAX_TEXT} UTF-16 units")
    return world.text_fields(formatted)
