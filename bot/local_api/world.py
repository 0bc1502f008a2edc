"""The state behind the server: who is there, what was said, what waits for an answer."""

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.local_api.business import Business
from bot.local_api.call_log import CallLog
from bot.local_api.changes import Changes
from bot.local_api.entities import FormattedText
from bot.local_api.faults import Faults
from bot.local_api.files import Files
from bot.local_api.flood import FloodLimits
from bot.local_api.json_types import JsonObject, JsonValue
from bot.local_api.profile import Profile
from bot.local_api.settings import Settings
from bot.local_api.update_queue import UpdateQueue
from bot.local_api.users import Abilities, Chat, ChatType, Status, StoredMessage, User
from bot.local_api.webhook import WebhookState

FIRST_USER_ID = 1_000_001
FIRST_GROUP_ID = -1_000_001
FIRST_SUPERGROUP_ID = -1_000_000_001_001


@dataclass(slots=True, eq=False)
class Query:
    """A button press, an inline or a guest query, and the bot's answer to it (its parameters), if it came.

    `results` holds, for each inline result's id, the message that it sends: text and inline keyboard. `asked` is
    the message that a guest query came with. `fresh_until` is when Telegram forgets the answer to an inline query,
    `open_until` when it is too old to be answered.
    """

    id: str
    user_id: int
    kind: str  # "callback_query", "inline_query" or "guest_query"
    text: str = ""
    answer: JsonObject | None = None
    expired: bool = False
    results: dict[str, tuple[FormattedText, JsonObject | None]] = field(default_factory=dict)
    asked: StoredMessage | None = None
    offset: str = ""
    fresh_until: float = 0.0
    open_until: float = float("inf")

    def is_open(self, now: float) -> bool:
        """Tell whether it may be answered at a time: not too old, and not answered yet."""
        return self.answer is None and not self.expired and now < self.open_until

    def to_json(self) -> JsonObject:
        """Give the entry that the control API shows."""
        fields: JsonObject = {
            "id": self.id, "kind": self.kind, "user_id": self.user_id,
            "answered": self.answer is not None, "answer": self.answer, "expired": self.expired,
        }  # fmt: skip
        return fields


class World:
    """One Telegram with one bot. `clock` gives Unix time in seconds; nothing here knows HTTP."""

    def __init__(self, bot: User, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.bot = bot
        self.abilities = Abilities()
        self.changes = Changes()
        self.settings = Settings()
        self.updates = UpdateQueue(self.now, self.changes, self.settings)
        self.webhook = WebhookState()
        self.profile = Profile(bot.first_name)
        self.calls = CallLog(self.changes)
        self.faults = Faults(self.now)
        self.flood = FloodLimits(self.now, self.settings)
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.files = Files()
        self.business = Business()
        self.inline_messages: dict[str, StoredMessage] = {}
        self.sequence = 0
        self._message_ids: dict[int, itertools.count[int]] = {}
        self._query_ids = itertools.count(int(clock() * 1000))

    def now(self) -> float:
        """Give the world's time, also for those who were told before the clock was set."""
        return self.clock()

    def move_clock(self, seconds: float) -> None:
        """Let so many seconds pass at once."""
        clock = self.clock
        self.clock = lambda: clock() + seconds
        self.changes.notify()

    def new_id(self, first: int, step: int = 1) -> int:
        """Give the first free id from `first` on."""
        return next(number for number in itertools.count(first, step) if number not in self.users | self.chats)

    def put_user(self, user: User) -> User:
        """Add or replace a user."""
        self.users[user.id] = user
        self.changes.notify()
        return user

    def rename_bot(self, first_name: str) -> None:
        """Take over the bot's own new name."""
        self.bot = self.put_user(replace(self.bot, first_name=first_name))

    def put_chat(self, chat: Chat) -> Chat:
        """Add or replace a chat."""
        self.chats[chat.id] = chat
        self.changes.notify()
        return chat

    def private_chat(self, user: User) -> Chat:
        """Give the chat between a user and the bot; there is one from the user's first word on."""
        chat = self.chats.get(user.id)
        if chat is None:
            members = {user.id: Status.MEMBER, self.bot.id: Status.MEMBER}
            chat = self.put_chat(Chat(user.id, ChatType.PRIVATE, members=members))
        return chat

    def chat_json(self, chat: Chat) -> JsonObject:
        """Give the Chat object as messages carry it."""
        return chat.to_json(self.users.get(chat.id) if chat.type is ChatType.PRIVATE else None)

    def post(self, chat: Chat, sender: User, content: JsonObject, *, inline_message_id: str = "") -> StoredMessage:
        """Put a message into a chat: its number, date and sender are added to the content."""
        head: JsonObject = {
            "message_id": self._next_message_id(chat), "date": int(self.clock()), "chat": self.chat_json(chat),
        }  # fmt: skip
        if chat.type is ChatType.CHANNEL:
            head["sender_chat"] = self.chat_json(chat)
        else:
            head["from"] = sender.to_json()
        stored = StoredMessage(head | content, chat.id, inline_message_id=inline_message_id, author_id=sender.id)
        chat.messages[stored.message_id] = stored
        if inline_message_id:
            self.inline_messages[inline_message_id] = stored
        self.changed(stored)
        return stored

    def edit(self, stored: StoredMessage, content: JsonObject, *, gone: tuple[str, ...] = ()) -> None:
        """Replace parts of a message; `gone` are fields taken away."""
        kept = {name: value for name, value in stored.message.items() if name not in gone}
        stored.message = kept | content | {"edit_date": int(self.clock())}
        self.changed(stored)

    def delete(self, stored: StoredMessage) -> None:
        """Take a message out of its chat; those who wait for messages still learn of it."""
        stored.deleted = True
        self.changed(stored)

    def changed(self, stored: StoredMessage) -> None:
        """Give a changed message the next sequence number and wake the waiters."""
        self.sequence += 1
        stored.sequence = self.sequence
        self.changes.notify()

    def message(self, chat: Chat, message_id: int) -> StoredMessage | None:
        """Give a message that is still there."""
        stored = chat.messages.get(message_id)
        return stored if stored and not stored.deleted else None

    def messages_after(self, chat_id: int, sequence: int) -> list[StoredMessage]:
        """Give a chat's messages that came or changed after a sequence number, in order of change."""
        chat = self.chats.get(chat_id)
        return chat.messages_after(sequence) if chat else []

    def add_query(self, kind: str, user: User, text: str = "") -> Query:
        """Open a query that waits for the bot's answer."""
        query = Query(str(next(self._query_ids)), user.id, kind, text)
        query.open_until = self.clock() + self.settings.query_seconds(kind)
        self.queries[query.id] = query
        return query

    def text_fields(self, formatted: FormattedText, prefix: str = "") -> JsonObject:
        """Give `text` and `entities` (or, with the prefix "caption", `caption` and `caption_entities`).

        A mention of a user whom the world does not know is dropped, as Telegram does.
        """
        entities: list[JsonValue] = []
        for entity in formatted.entities:
            if entity["type"] == "text_mention":
                user = self._mentioned(entity)
                if user is not None:
                    entities.append({**entity, "user": user.to_json()})
            else:
                entities.append(entity)
        names = (prefix, f"{prefix}_entities") if prefix else ("text", "entities")
        fields: JsonObject = {names[0]: formatted.text} if formatted.text else {}
        return fields | ({names[1]: entities} if entities else {})

    def _mentioned(self, entity: JsonObject) -> User | None:
        user = entity.get("user")
        user_id = user.get("id") if isinstance(user, dict) else None
        return self.users.get(user_id) if isinstance(user_id, int) else None

    def _next_message_id(self, chat: Chat) -> int:
        """Supergroups and channels count for themselves; private chats and groups share their account's count."""
        own = chat.type in {ChatType.SUPERGROUP, ChatType.CHANNEL}
        return next(self._message_ids.setdefault(chat.id if own else chat.owner_id, itertools.count(1)))
