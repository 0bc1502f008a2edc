"""Every handler of the real application meets every kind of update that carries a message, and every button's data."""

import logging
from collections import deque
from collections.abc import AsyncIterator, Iterator
from itertools import count, product
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.local_api.client_types import PlayedUser
from tests.handlers.bots import ADMIN, Running, running_bot
from tests.handlers.updates import MESSAGES, TEXTS, callback_json, message_json, user_json

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    # The library tells of its next major version.
    pytest.mark.filterwarnings("ignore:.*timedelta:telegram.warnings.PTBDeprecationWarning"),
]

Json = dict[str, Any]

KINDS = (
    "message", "edited_message", "channel_post", "edited_channel_post", "business_message", "edited_business_message",
    "guest_message",
)  # fmt: skip
CHATS = ("private", "group", "supergroup", "channel")
SENDERS = ("person", "admin", "bot", "nobody", "group itself")
# A chat takes twenty messages a minute: no more updates than that go to one.
UPDATES_PER_CHAT = 15

_ids = count(8_000_001)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(tmp_path_factory: pytest.TempPathFactory, facts: Path) -> AsyncIterator[Running]:
    """Run a bot for this module, which leaves it in whatever state."""
    async with running_bot(tmp_path_factory.mktemp("every"), facts) as running:
        yield running


def commands(bot: Running) -> list[str]:
    """Give every command that the application has a handler for."""
    handlers = [handler for group in bot.app.application.handlers.values() for handler in group]
    return sorted(name for handler in handlers if isinstance(handler, CommandHandler) for name in handler.commands)


def button_kinds(bot: Running) -> set[str]:
    """Give the first part of every button's data that the application has a handler for."""
    handlers = [handler for group in bot.app.application.handlers.values() for handler in group]
    patterns = [handler.pattern for handler in handlers if isinstance(handler, CallbackQueryHandler)]
    return {str(getattr(pattern, "pattern", "")).strip("^:") for pattern in patterns if pattern}


def contents(bot: Running) -> Iterator[Json]:
    """Give texts, commands, mentions, captions and everything that is no text."""
    name = f"@{bot.server.world.bot.username}"
    for text in TEXTS.values():
        yield {"text": text}
        yield {"text": f"{name} {text}"[:4096], "entities": [{"type": "mention", "offset": 0, "length": len(name)}]}
    for command in [*commands(bot), "nonsense"]:
        for arguments in ("", " on <b>", " 7d", f"{name} tower", "@other_bot tower", " fact-lamp", " ask-1", " 🗼 كم"):
            entity = {"type": "bot_command", "offset": 0, "length": len(f"/{command}{arguments}".split(maxsplit=1)[0])}
            yield {"text": f"/{command}{arguments}", "entities": [entity]}
    yield from MESSAGES.values()
    reply = {"message_id": 1, "date": 1, "text": "How tall is the tower?", "from": user_json_of_bot(bot)}
    yield {"text": "thanks", "reply_to_message": reply | {"chat": {"id": 1, "type": "private"}}}


def user_json_of_bot(bot: Running) -> Json:
    return dict(bot.server.world.bot.to_json())


def sent_by(sender: str, message: Json, person: PlayedUser) -> Json:
    """Give the message as another one writes it."""
    if sender == "admin":
        return message | {"from": user_json(person) | {"id": ADMIN}}
    if sender == "bot":
        return message | {"from": {"id": 43, "is_bot": True, "first_name": "Other", "username": "other_bot"}}
    if sender == "nobody":
        return {name: value for name, value in message.items() if name != "from"}
    if sender == "group itself":
        anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
        return message | {"from": anonymous, "sender_chat": message["chat"]}
    return message


async def new_chat(bot: Running, kind: str, *people: PlayedUser) -> Json:
    if kind == "private":
        return {"id": people[0].id, "type": "private", "first_name": people[0].first_name}
    chat = await bot.client.add_chat("G <b> 🗼", chat_type=kind, members=people)
    return {"id": chat.id, "type": kind, "title": "G <b> 🗼"}


def assert_quiet(caplog: pytest.LogCaptureFixture) -> None:
    trouble = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert not trouble


@pytest.mark.parametrize("chat", CHATS)
@pytest.mark.parametrize("kind", KINDS)
async def test_no_message_is_an_error(bot: Running, caplog: pytest.LogCaptureFixture, kind: str, chat: str) -> None:
    # Each kind and chat begins with another sender, so that all contents meet all senders over the tests.
    senders = deque(SENDERS)
    senders.rotate(KINDS.index(kind) + CHATS.index(chat))
    person = await bot.client.add_user("Eve <i>&", language_code="en", user_id=next(_ids))
    admin = await bot.client.add_user("Ada", language_code="en", user_id=ADMIN)
    for user in (person, admin):
        await bot.client.say(user, "/help")
    place: Json = {}
    for number, content in enumerate(contents(bot)):
        if number % UPDATES_PER_CHAT == 0:
            place = await new_chat(bot, chat, person, admin)
        senders.rotate()
        message = sent_by(senders[0], message_json(person, content) | {"chat": place}, person)
        if "business" in kind:
            message["business_connection_id"] = "nobody-knows-it"
        if kind == "guest_message":
            message["guest_query_id"] = str(number + 1)
        bot.server.world.updates.push_raw({kind: message})
    await bot.client.settle(60)
    assert_quiet(caplog)


@pytest.mark.parametrize("sender", ["person", "admin"])
async def test_no_button_is_an_error(bot: Running, caplog: pytest.LogCaptureFixture, sender: str) -> None:
    user_id = ADMIN if sender == "admin" else next(_ids)
    user = await bot.client.add_user("Eve <i>&", language_code="en", user_id=user_id)
    shown = await bot.ask(user, "How tall is the lighthouse tower?")
    kinds = button_kinds(bot)
    assert {"f", "t", "topics", "v"} <= kinds
    rests = ["", ":", "::", ":en:lamp", ":en:nothing", ":xx:light", ":+:lamp", ":-:nothing", ":1", ":1:2:3:4", ":ru",
             ":yes", ":💥", ":<b>", ":99999999999999999999", ":a:99999999999999999:lamp", ":g:0", ":p:-1"]  # fmt: skip
    for kind in ["", "💥", *sorted(kinds)]:
        for rest, place in product(rests if kind in kinds else [""], ("message", "inaccessible", "inline", "nowhere")):
            bot.server.world.updates.push_raw({"callback_query": callback_json(user, shown, kind + rest, place)})
        # A button press is forgotten after a while, in which a busy machine does not handle them all.
        await bot.client.settle(60)
    assert_quiet(caplog)


async def test_every_command_of_the_menus_has_a_handler(bot: Running) -> None:
    handled = set(commands(bot))
    await bot.client.settle()
    for listed in await bot.client.commands():
        assert {name for name, _ in listed.commands} <= handled
