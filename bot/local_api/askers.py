"""What users ask of the bot beside writing to it: button presses, inline queries and guest queries."""

from bot.local_api.json_types import JsonObject
from bot.local_api.keyboards import buttons
from bot.local_api.players import Players, typed_text
from bot.local_api.playing import Place, PlayError, deliver, find_message, writing_chat
from bot.local_api.privacy import mentions_bot
from bot.local_api.users import PRESENT, ChatType, StoredMessage, User
from bot.local_api.world import Query, World

_GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})
MAX_QUERY = 256  # characters: Bot API, InlineQuery


class Askers:
    """Acts for any user of a world. Every method raises `PlayError` where a real client would not let it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._players = Players(world)

    def press(self, user: User, stored: StoredMessage, *, data: str = "", text: str = "", stale: bool = False) -> Query:
        """Press the inline button with this data or text. `stale` presses one that is no longer there."""
        if not stale:
            data = _callback_data(stored, data, text)
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

    def inline(
        self, user: User, text: str, offset: str = "", chat_type: str = "sender", *, cached: bool = False
    ) -> Query:
        """Type an inline query. With `cached`, an answer that Telegram still keeps spares the bot the question."""
        if not self._world.abilities.supports_inline_queries:
            raise PlayError("the bot takes no inline queries")
        if len(text) > MAX_QUERY:
            raise PlayError(f"an inline query has at most {MAX_QUERY} characters")
        kept = self._kept(user, text, offset) if cached else None
        query = self._world.add_query("inline_query", user, text)
        query.offset = offset
        if kept:
            query.answer, query.results = kept.answer, kept.results
            return query
        update: JsonObject = {
            "id": query.id, "from": user.to_json(), "query": text, "offset": offset, "chat_type": chat_type,
        }  # fmt: skip
        self._world.updates.push("inline_query", update)
        return query

    def _kept(self, user: User, text: str, offset: str) -> Query | None:
        """Give an answered query whose answer serves this one: Bot API, answerInlineQuery, cache_time, is_personal."""
        now = self._world.clock()
        for query in reversed(self._world.queries.values()):
            same = (query.kind, query.text, query.offset) == ("inline_query", text, offset)
            if not (same and query.answer and query.fresh_until > now):
                continue
            if query.user_id == user.id or query.answer["is_personal"] is False:
                return query
        return None

    def choose(self, user: User, query: Query, result_id: str, chat_id: int = 0) -> StoredMessage:
        """Choose a result of an answered inline query: its message goes to the chat, via the bot."""
        world = self._world
        if result_id not in query.results:
            raise PlayError(f"the inline query has no result {result_id!r}")
        chat = writing_chat(world, user, chat_id)
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
        deliver(world, chat, stored)
        return stored

    def guest(self, user: User, text: str, place: Place) -> Query:
        """Name the bot in a group where it is no member, or reply there to what it said: a `guest_message`."""
        world, chat = self._world, writing_chat(self._world, user, place.chat_id)
        if not world.abilities.supports_guest_queries:
            raise PlayError("the bot takes no guest queries")
        if chat.type not in _GROUPS or chat.status(world.bot.id) in PRESENT:
            raise PlayError("a guest query is asked in a group where the bot is no member")
        content, number = typed_text(world, text), place.reply_to_message_id
        to_bot = bool(number) and find_message(world, chat, number).author_id == world.bot.id
        if not (to_bot or mentions_bot(content, world.bot)):
            raise PlayError(f"a guest query names @{world.bot.username} or replies to it")
        return self._open_guest(user, self._players.post(user, chat, content, place))

    def overhear(self, user: User, stored: StoredMessage) -> None:
        """Make a guest query of a message that was said, if it is one; others do not reach the bot."""
        world, chat = self._world, self._world.chats[stored.chat_id]
        outside = chat.type in _GROUPS and chat.status(world.bot.id) not in PRESENT
        if outside and world.abilities.supports_guest_queries and self._is_for_bot(stored):
            self._open_guest(user, stored)

    def _is_for_bot(self, stored: StoredMessage) -> bool:
        replied = stored.message.get("reply_to_message")
        number = replied.get("message_id") if isinstance(replied, dict) else None
        answered = self._world.chats[stored.chat_id].messages.get(number) if isinstance(number, int) else None
        to_bot = answered is not None and answered.author_id == self._world.bot.id
        return to_bot or mentions_bot(stored.message, self._world.bot)

    def _open_guest(self, user: User, stored: StoredMessage) -> Query:
        query = self._world.add_query("guest_query", user, str(stored.message.get("text", "")))
        query.asked = stored
        self._world.updates.push("guest_message", stored.message | {"guest_query_id": query.id})
        return query


def _callback_data(stored: StoredMessage, data: str, text: str) -> str:
    for button in buttons(stored.message.get("reply_markup")):
        found = button.get("callback_data")
        if isinstance(found, str) and (found == data if data else button["text"] == text):
            return found
    raise PlayError(f"message {stored.message_id} has no button {data or text!r} to press")
