"""What the client gives: frozen, typed, and tolerant of fields that it does not know."""

from dataclasses import dataclass

from bot.local_api.json_types import JsonObject, JsonValue
from bot.local_api.keyboards import buttons


@dataclass(frozen=True, slots=True)
class PlayedUser:
    """A user of the world. The id is also that of the user's private chat with the bot."""

    id: int
    first_name: str
    username: str
    language_code: str


@dataclass(frozen=True, slots=True)
class PlayedChat:
    """A group, supergroup or channel."""

    id: int
    type: str
    title: str


@dataclass(frozen=True, slots=True)
class Connection:
    """The bot's connection with a business account."""

    id: str
    owner_id: int
    is_enabled: bool
    rights: frozenset[str]


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button; `data` is empty where pressing it does not call the bot.

    The `switch_inline_…` are None where the button has none; an empty text is one of Telegram's values.
    """

    text: str
    data: str
    url: str
    switch_inline_query: str | None = None
    switch_inline_query_current_chat: str | None = None
    switch_inline_query_chosen_chat: JsonObject | None = None
    copy_text: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it was when it was read. `json` is the whole Message object.

    `text` is the text or the caption; `rows` the inline keyboard; `keyboard` any other. `sequence` rises with every
    change in the world: pass it as `after` to wait for what follows. `from_bot` is also true of what the bot wrote
    in a business owner's name.
    """

    id: int
    chat_id: int
    sequence: int
    text: str
    sender_id: int
    from_bot: bool
    edited: bool
    deleted: bool
    rows: tuple[tuple[Button, ...], ...]
    keyboard: JsonObject | None
    inline_message_id: str
    json: JsonObject

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All inline buttons, row by row."""
        return tuple(button for row in self.rows for button in row)

    @property
    def file_id(self) -> str:
        """The id of the document or photo; empty where there is none."""
        files = [as_object(self.json.get("document")), *as_objects(self.json.get("photo"))]
        return as_text(files[-1].get("file_id"))


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What a user sees after pressing a button."""

    query_id: str
    text: str
    show_alert: bool
    url: str
    cache_time: int


@dataclass(frozen=True, slots=True)
class InlineResult:
    """One result of an inline query. `message_text` is as the bot gave it, markup included."""

    id: str
    type: str
    title: str
    description: str
    message_text: str
    json: JsonObject


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """The results of an inline query. An empty `next_offset` means that there are no more."""

    query_id: str
    results: tuple[InlineResult, ...]
    next_offset: str
    cache_time: int
    is_personal: bool
    button: JsonObject | None


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One call of the bot. Pass `number` as `after` to wait for what follows; `seconds` is how long it took."""

    number: int
    method: str
    parameters: JsonObject
    status: int
    response: JsonObject
    time: float
    seconds: float


@dataclass(frozen=True, slots=True)
class CommandSet:
    """The commands of one scope and language, as (command, description)."""

    scope: JsonObject
    language_code: str
    commands: tuple[tuple[str, str], ...]


def as_object(value: JsonValue) -> JsonObject:
    """Give an object; an empty one in place of anything else."""
    return value if isinstance(value, dict) else {}


def as_objects(value: JsonValue) -> list[JsonObject]:
    """Give the objects of a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def as_text(value: JsonValue) -> str:
    """Give a text; an empty one in place of anything else."""
    return value if isinstance(value, str) else ""


def as_integer(value: JsonValue) -> int:
    """Give a whole number; 0 in place of anything else."""
    return value if isinstance(value, int) else 0


def as_number(value: JsonValue) -> float:
    """Give a number; 0 in place of anything else."""
    return value if isinstance(value, int | float) else 0.0


def user_from(value: JsonValue) -> PlayedUser:
    """Read a User object."""
    user = as_object(value)
    return PlayedUser(
        as_integer(user.get("id")), as_text(user.get("first_name")), as_text(user.get("username")),
        as_text(user.get("language_code")),
    )  # fmt: skip


def chat_from(value: JsonValue) -> PlayedChat:
    """Read a Chat object."""
    chat = as_object(value)
    return PlayedChat(as_integer(chat.get("id")), as_text(chat.get("type")), as_text(chat.get("title")))


def connection_from(value: JsonValue) -> Connection:
    """Read a BusinessConnection object."""
    connection = as_object(value)
    return Connection(
        as_text(connection.get("id")), as_integer(as_object(connection.get("user")).get("id")),
        connection.get("is_enabled") is True, frozenset(as_object(connection.get("rights"))),
    )  # fmt: skip


def message_from(value: JsonValue) -> Message:
    """Read an entry of a chat's messages."""
    entry = as_object(value)
    message = as_object(entry.get("message"))
    sender = as_object(message.get("from"))
    keyboard = entry.get("keyboard")
    return Message(
        id=as_integer(message.get("message_id")),
        chat_id=as_integer(as_object(message.get("chat")).get("id")),
        sequence=as_integer(entry.get("sequence")),
        text=as_text(message.get("text")) or as_text(message.get("caption")),
        sender_id=as_integer(sender.get("id")),
        from_bot=sender.get("is_bot") is True or "sender_business_bot" in message,
        edited="edit_date" in message,
        deleted=entry.get("deleted") is True,
        rows=_rows(as_object(message.get("reply_markup")).get("inline_keyboard")),
        keyboard=keyboard if isinstance(keyboard, dict) else None,
        inline_message_id=as_text(entry.get("inline_message_id")),
        json=message,
    )


def _rows(rows: JsonValue) -> tuple[tuple[Button, ...], ...]:
    if not isinstance(rows, list):
        return ()
    return tuple(tuple(map(_button, buttons({"inline_keyboard": [row]}))) for row in rows)


def _button(button: JsonObject) -> Button:
    elsewhere, here = button.get("switch_inline_query"), button.get("switch_inline_query_current_chat")
    chosen = button.get("switch_inline_query_chosen_chat")
    return Button(
        text=as_text(button.get("text")),
        data=as_text(button.get("callback_data")),
        url=as_text(button.get("url")),
        switch_inline_query=elsewhere if isinstance(elsewhere, str) else None,
        switch_inline_query_current_chat=here if isinstance(here, str) else None,
        switch_inline_query_chosen_chat=chosen if isinstance(chosen, dict) else None,
        copy_text=as_text(as_object(button.get("copy_text")).get("text")),
    )


def callback_answer_from(query: JsonObject) -> CallbackAnswer:
    """Read an answered callback query."""
    answer = as_object(query.get("answer"))
    return CallbackAnswer(
        as_text(query.get("id")), as_text(answer.get("text")), answer.get("show_alert") is True,
        as_text(answer.get("url")), as_integer(answer.get("cache_time")),
    )  # fmt: skip


def inline_answer_from(query: JsonObject) -> InlineAnswer:
    """Read an answered inline query."""
    answer = as_object(query.get("answer"))
    button = answer.get("button")
    return InlineAnswer(
        query_id=as_text(query.get("id")),
        results=tuple(map(_result, as_objects(answer.get("results")))),
        next_offset=as_text(answer.get("next_offset")),
        cache_time=as_integer(answer.get("cache_time")),
        is_personal=answer.get("is_personal") is True,
        button=button if isinstance(button, dict) else None,
    )


def _result(result: JsonObject) -> InlineResult:
    content = as_object(result.get("input_message_content"))
    return InlineResult(
        str(result.get("id", "")), as_text(result.get("type")), as_text(result.get("title")),
        as_text(result.get("description")), as_text(content.get("message_text")), result,
    )  # fmt: skip


def call_from(value: JsonObject) -> ApiCall:
    """Read an entry of the call log."""
    return ApiCall(
        as_integer(value.get("number")), as_text(value.get("method")), as_object(value.get("parameters")),
        as_integer(value.get("status")), as_object(value.get("response")), as_number(value.get("time")),
        as_number(value.get("seconds")),
    )  # fmt: skip


def commands_from(value: JsonObject) -> CommandSet:
    """Read one set of commands."""
    commands = as_objects(value.get("commands"))
    pairs = tuple((as_text(item.get("command")), as_text(item.get("description"))) for item in commands)
    return CommandSet(as_object(value.get("scope")), as_text(value.get("language_code")), pairs)
