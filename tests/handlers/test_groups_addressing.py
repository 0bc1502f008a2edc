"""What is meant for the bot, by the message alone."""

from typing import Any

import pytest
from telegram import Message, User

from handlers.groups.addressing import addressed

Json = dict[str, Any]
BOT = User(123456, "Tanya", is_bot=True, username="Tanya_Bot")
ANI: Json = {"id": 42, "is_bot": False, "first_name": "\u202eAni 🗼"}
GROUP: Json = {"id": -100, "type": "supergroup", "title": "G"}
NEWS: Json = {"id": -200, "type": "channel", "title": "News"}
TELEGRAM: Json = {"id": 777000, "is_bot": False, "first_name": "Telegram"}


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def message(text: str, *marked: tuple[str, str], number: int = 2, **fields: object) -> Message:
    """Give a message; `marked` are parts of its text and the kind of entity that each is."""
    return Message.de_json(content(text, *marked, number=number, **fields), None)


def content(text: str, *marked: tuple[str, str], number: int = 2, **fields: object) -> Json:
    entities = []
    for part, kind in marked:
        entity: Json = {"type": kind, "offset": units(text[: text.index(part)]), "length": units(part)}
        entities.append(entity | ({"user": BOT.to_dict()} if kind == "text_mention" else {}))
    head = {"message_id": number, "date": 1, "chat": GROUP, "from": ANI, "text": text, "entities": entities}
    return head | fields


def asked(said: Message) -> tuple[str, int] | None:
    """Give the question and the number of the message to reply to."""
    found = addressed(said, BOT)
    return (found.question, found.to.message_id) if found else None


@pytest.mark.parametrize(
    ("said", "question"),
    [
        (message("/ask why?", ("/ask", "bot_command")), "why?"),
        (message("/Ask@TANYA_bot\nwhy?", ("/Ask@TANYA_bot", "bot_command")), "why?"),
        (message("/ask@other_bot why?", ("/ask@other_bot", "bot_command")), None),
        (message("/ask@other_bot @tanya_bot why?", ("/ask@other_bot", "bot_command"), ("@tanya_bot", "mention")), None),
        (message("/help @tanya_bot", ("/help", "bot_command"), ("@tanya_bot", "mention")), None),
        (message("@TANYA_BOT: why?", ("@TANYA_BOT", "mention")), "why?"),
        (message("🗼👩‍👩‍👧 @tanya_bot, why? 🗼", ("@tanya_bot", "mention")), "🗼👩‍👩‍👧 , why? 🗼"),
        (message("🇮🇩 why 🗼 @tanya_bot", ("@tanya_bot", "mention")), "🇮🇩 why 🗼"),
        (message("كم الارتفاع؟ @tanya_bot", ("@tanya_bot", "mention")), "كم الارتفاع؟"),
        (message("🗼 Tanya, why?", ("Tanya", "text_mention")), "🗼 , why?"),
        (message("@tanya_bot @bob why?", ("@tanya_bot", "mention"), ("@bob", "mention")), "@bob why?"),
        (message("@tanya_bot why @Tanya_bot", ("@tanya_bot", "mention"), ("@Tanya_bot", "mention")), "why"),
        (message("@tanya_bots why?", ("@tanya_bots", "mention")), None),
        (message("mail me at x@tanya_bot.example", ("x@tanya_bot.example", "email")), None),
        (message("@tanya_bot why?"), None),
        (message("so /ask why?", ("/ask", "bot_command")), None),
        (message("why?"), None),
        (message("@tanya_bot 🗼?!", ("@tanya_bot", "mention")), ""),
        (message("/ask", ("/ask", "bot_command")), ""),
    ],
)
def test_who_is_spoken_to(said: Message, question: str | None) -> None:
    assert asked(said) == (None if question is None else (question, said.message_id))


CALL = ("/ask", ("/ask", "bot_command"))
OWN: Json = {"from": BOT.to_dict()}


@pytest.mark.parametrize(
    ("replied", "expected"),
    [
        (content("why?", number=1), ("why?", 1)),
        (content("why?", number=1, sender_chat=GROUP, **{"from": BOT.to_dict() | {"id": 1087968824}}), ("why?", 1)),
        (content("", number=1, caption="why?"), ("why?", 1)),
        (content("", number=1), ("", 2)),
        (content("🗼", number=1), ("", 2)),
        (content("why?", number=1, **OWN), ("", 2)),
        (content("why?", number=1, **{"from": {"id": 9, "is_bot": True, "first_name": "Other"}}), ("why?", 2)),
        (content("why?", number=1, via_bot={"id": 9, "is_bot": True, "first_name": "Other"}), ("why?", 2)),
        (content("why?", number=1, sender_chat=NEWS, is_automatic_forward=True, **{"from": TELEGRAM}), ("why?", 2)),
        (content("", number=1, forum_topic_created={"name": "why?", "icon_color": 1}), ("", 2)),
    ],
)
def test_a_lone_call_takes_up_what_it_replies_to(replied: Json, expected: tuple[str, int]) -> None:
    assert asked(message(*CALL, reply_to_message=replied)) == expected
    assert asked(message("@tanya_bot", ("@tanya_bot", "mention"), reply_to_message=replied)) == expected


def test_a_quote_from_another_chat_is_the_question() -> None:
    quote = {"text": "why?", "position": 0}
    assert asked(message(*CALL, quote=quote)) == ("why?", 2)


@pytest.mark.parametrize(
    ("fields", "question"),
    [
        ({}, "why?"),
        ({"sender_chat": GROUP, "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}}, "why?"),
        ({"sender_chat": NEWS, "from": {"id": 136817688, "is_bot": True, "first_name": "Channel"}}, "why?"),
        ({"from": {"id": 9, "is_bot": True, "first_name": "Other"}}, None),
        (OWN, None),
        ({"via_bot": {"id": 9, "is_bot": True, "first_name": "Other"}}, None),
        ({"sender_chat": NEWS, "is_automatic_forward": True, "from": TELEGRAM}, None),
    ],
)
def test_who_may_ask(fields: Json, question: str | None) -> None:
    expected = None if question is None else (question, 2)
    assert asked(message("/ask why?", ("/ask", "bot_command"), **fields)) == expected
    assert asked(message("why?", reply_to_message=content("It is.", number=1, **OWN), **fields)) == expected


def test_a_topic_that_the_bot_opened_is_no_word_of_its_own() -> None:
    opened = content("", number=1, forum_topic_created={"name": "T", "icon_color": 1}, **OWN)
    assert asked(message("why?", reply_to_message=opened)) is None
