"""Random updates of every kind, of the right shape or of a broken one."""

import re
from collections.abc import Mapping

import telegram
from hypothesis import strategies as st
from telegram import Update

from bot.local_api.json_types import JsonObject, JsonValue
from handlers.buttons import DATA_BYTES
from tests.fuzz.cast import (
    BOT_ID,
    BOT_NAME,
    CHANNEL,
    CHATS,
    CONNECTION,
    CUSTOMER,
    GROUP,
    NOW,
    PEOPLE,
    SUPERGROUP,
    UNKNOWN_CONNECTION,
    USERS,
)  # fmt: skip
from tests.fuzz.library_types import Json, Shapes
from tests.handlers.facts import HEIGHT, OFF_TOPIC
from tests.handlers.updates import TEXTS

COMMANDS = (
    "start", "help", "ask", "topics", "language", "about", "privacy", "forget", "nonsense", "reload", "stats", "fact",
    "export", "maintenance", "unanswered", "taught",
)  # fmt: skip
# Without "on": maintenance has tests of its own.
ARGUMENTS = ("", "off", "7d", "fact-lamp", "topics", "ask-1", "lamp", "<b>", "en", "xx", "💥", HEIGHT["en"])
BUTTONS = (
    "f:en:lamp", "h:ru:lamp", "t:id:light", "topics:en:", "v:+:lamp", "v:-:nothing", "l:en", "l:xx", "forget:yes",
    "forget:no", "u:n", "u:p:0", "u:o:1", "u:t:1", "u:f:1:light", "u:a:1:lamp", "u:d:1", "u:i:1", "x:p:0", "x:u:1",
    "x:g:1", "a:lamp", "a:nothing",
)  # fmt: skip

_characters = st.characters(exclude_categories=["Cs"])
_words = st.one_of(
    st.sampled_from([*TEXTS.values(), *HEIGHT.values(), *OFF_TOPIC.values(), "thanks", "halo", "кто ты?"]),
    st.text(_characters, min_size=1, max_size=40),
)
_MARKS: Mapping[str, re.Pattern[str]] = {
    "bot_command": re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(@\w+)?", re.ASCII),
    "mention": re.compile(r"@\w{5,}", re.ASCII),
}


@st.composite
def said(draw: st.DrawFn, text: str = "text", entities: str = "entities") -> JsonObject:
    """Give a text, or a caption, with the entities that Telegram finds in it."""
    name = draw(st.sampled_from(["", "", f"@{BOT_NAME}", "@other_bot"]))
    command = f"/{draw(st.sampled_from(COMMANDS))}{name} {draw(st.sampled_from(ARGUMENTS))}"
    words = draw(_words)
    whole = draw(st.sampled_from([words, f"{name} {words}", f"{words} {name}", command, f"/ask{name} {words}"])).strip()
    found: list[JsonValue] = [
        {"type": kind, "offset": _units(whole[: match.start()]), "length": _units(match.group())}
        for kind, mark in _MARKS.items()
        for match in mark.finditer(whole)
    ]
    return {text: whole[:4096] or "?", entities: found}


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _users(*ids: int) -> st.SearchStrategy[JsonObject]:
    return st.sampled_from([USERS[number] for number in ids or USERS])


callback_data = st.one_of(
    st.sampled_from(BUTTONS),
    # A real button's data with parts dropped, doubled and changed.
    st.lists(
        st.sampled_from([*sorted({part for data in BUTTONS for part in data.split(":")}), "0", "-1", "9" * 30, "٣"]),
        min_size=1, max_size=5,
    ).map(":".join),
    st.builds("{0}{1}".format, st.sampled_from(BUTTONS), st.text(_characters, max_size=20)),
    st.text(_characters, max_size=DATA_BYTES),
).map(lambda text: text.encode()[:DATA_BYTES].decode(errors="ignore"))  # fmt: skip

_chats = st.sampled_from([*CHATS.values()])
_ids = st.integers(1, 50)
_dates: Json = st.just(NOW)
SHAPES = Shapes(
    objects={
        telegram.User: st.one_of(_users(), _users(*PEOPLE)),
        telegram.Chat: _chats,
        telegram.InaccessibleMessage: st.fixed_dictionaries(
            {"chat": _chats, "message_id": _ids, "date": st.just(0)}
        ),
    },
    fields={
        (telegram.Message, "message_id"): _ids,
        (telegram.Message, "date"): _dates,
        (telegram.Message, "business_connection_id"): st.sampled_from([CONNECTION, UNKNOWN_CONNECTION]),
        (telegram.BusinessMessagesDeleted, "business_connection_id"): st.sampled_from([CONNECTION, UNKNOWN_CONNECTION]),
        # Entities stand where their text has something: see `said`.
        (telegram.Message, "entities"): st.just([]),
        (telegram.Message, "caption_entities"): st.just([]),
        (telegram.TextQuote, "text"): _words,
        (telegram.InlineQuery, "query"): _words.map(lambda words: words[:256]),
        (telegram.InlineQuery, "offset"): st.sampled_from(["", "", "10", "10-abcdef01", "💥", "-1"]),
        (telegram.CallbackQuery, "data"): callback_data,
        (telegram.ChosenInlineResult, "result_id"): st.sampled_from(["en:lamp", "xx:lamp", "en:nothing", "", ":"]),
    },
)  # fmt: skip


@st.composite
def message(draw: st.DrawFn, kind: str = "message") -> JsonObject:
    """Give a message as it comes in an update of a kind: in a chat, by somebody, with content and whatever else."""
    whole = draw(SHAPES.of(telegram.Message))
    whole |= draw(st.one_of(st.just({}), said(), said(), said("caption", "caption_entities")))
    if "channel" in kind:
        return whole | {"chat": CHATS[CHANNEL], "sender_chat": CHATS[CHANNEL]}
    if "business" in kind:
        # The chat is the customer's, whoever speaks.
        whole |= {"chat": CHATS[CUSTOMER], "from": draw(_users(CUSTOMER, CUSTOMER, *USERS))}
        return whole | {"business_connection_id": draw(st.sampled_from([CONNECTION, UNKNOWN_CONNECTION]))}
    # No other message comes through a connection.
    whole.pop("business_connection_id", None)
    if kind == "guest_message":
        whole |= {"guest_query_id": draw(st.text("0123456789", min_size=1, max_size=9))}
    where = draw(st.sampled_from([*PEOPLE, GROUP, SUPERGROUP, SUPERGROUP, CHANNEL]))
    author = draw(st.sampled_from([USERS[where]] * 3 + [*USERS.values()])) if where in USERS else draw(_users())
    whole |= {"chat": CHATS[where]} | ({"from": author} if draw(st.integers(0, 9)) else {})
    if draw(st.integers(0, 4)) == 0:
        whole |= {"reply_to_message": draw(replied(CHATS[where]))}
    return whole


@st.composite
def replied(draw: st.DrawFn, chat: JsonObject) -> JsonObject:
    """Give a message that another one replies to: the bot's own, or somebody's."""
    head: JsonObject = {"message_id": draw(_ids), "date": NOW, "chat": chat, "from": draw(_users(BOT_ID, *USERS))}
    return head | draw(said())


# Kinds whose content is a message.
MESSAGE_KINDS = tuple(kind for kind in map(str, Update.ALL_TYPES) if kind.endswith(("message", "channel_post")))


def update(kind: str) -> st.SearchStrategy[JsonObject]:
    """Give updates of a kind, of the right shape; their number is added where they are handed over."""
    content: Json = message(kind) if kind in MESSAGE_KINDS else SHAPES.field(Update, kind)
    return st.builds(lambda value: {kind: value}, content)


def any_update() -> st.SearchStrategy[JsonObject]:
    """Give updates of any kind; those that people write are the most frequent ones."""
    frequent = ("message", "message", "edited_message", "callback_query", "inline_query")
    return st.sampled_from([*map(str, Update.ALL_TYPES), *frequent]).flatmap(update)


_surprises: Json = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.builds(list), st.builds(dict),
    st.sampled_from([2**63, -(2**63) - 1, 10**400, "\ud800", "x\udfff", "\0", "9" * 5000]),
    st.just([[{}]]), st.just({"id": 1}), st.just([None]),
)  # fmt: skip


@st.composite
def broken(draw: st.DrawFn) -> JsonObject:
    """Give an update of a shape that Telegram does not send: parts missing, doubled, of another type."""
    whole = draw(any_update())
    for _ in range(draw(st.integers(1, 3))):
        whole = {kind: _broken(draw, content) for kind, content in whole.items()}
    return whole


def _broken(draw: st.DrawFn, value: JsonValue) -> JsonValue:
    """Give a value with something in it changed."""
    if isinstance(value, dict) and value and draw(st.integers(0, 9)):
        key = draw(st.sampled_from(sorted(value)))
        if draw(st.integers(0, 4)):
            return {**value, key: _broken(draw, value[key])}
        return {name: inner for name, inner in value.items() if name != key}
    if isinstance(value, list) and value and draw(st.integers(0, 9)):
        return [_broken(draw, value[0]), *value]
    return draw(_surprises)
