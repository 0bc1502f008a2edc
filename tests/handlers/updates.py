"""Updates of every kind, as Telegram writes them (Bot API, "Update")."""

import time
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from bot.local_api.client_types import Message, PlayedUser

Json = dict[str, Any]

_message_ids = count(900_001)

_LONG_WORD = "x" * 4096
TEXTS: Mapping[str, str] = {
    "question": "How tall is the tower?",
    "html": "<b>How</b> tall & <script>alert(1)</script> </i>",
    "4096 characters": "tower " * 682 + "towe",
    "one long word": _LONG_WORD,
    "right to left": "كم يبلغ ارتفاع المنارة؟ \u202eabc",
    "emoji only": "🗼🗼🗼👩‍👩‍👧",
    "control characters": "how\x00 tall\x07 is\x1b[31m\x7f it\u200b\u2028?",
    "spaces only": "\u00a0\u2003",
    "a lone accent": "\u0301",
    "combining marks": "Z̸̡͓a̷͔͠l̶͈̈g̴̱̽o̵̟͘" * 100,
    "punctuation only": "?!…—",
    "a placeholder": "{count} {0} %s %(name)d {{}}",
    "digits": "1234567890",
    "quotes and backslashes": "'; DROP TABLE questions; -- \\ \"",
    "slash inside": "height / width of the tower",
}

_USER: Json = {"id": 42, "is_bot": False, "first_name": "<i>Eve</i>"}
_FILE: Json = {"file_id": "F", "file_unique_id": "U", "file_size": 1}
_PHOTO: Json = {**_FILE, "width": 1, "height": 1}
_STICKER: Json = {**_PHOTO, "type": "regular", "is_animated": False, "is_video": False}
_POLL_OPTION: Json = {"text": "a", "voter_count": 0, "persistent_id": "p"}
_POLL: Json = {
    "id": "1", "question": "?", "options": [_POLL_OPTION], "total_voter_count": 0, "is_closed": False,
    "is_anonymous": True, "type": "regular", "allows_multiple_answers": False, "allows_revoting": True,
    "members_only": False,
}  # fmt: skip

MESSAGES: Mapping[str, Json] = {
    "no content": {},
    "photo": {"photo": [_PHOTO]},
    "photo with a question as caption": {"photo": [_PHOTO], "caption": "How tall is the tower?"},
    "sticker": {"sticker": _STICKER},
    "voice": {"voice": {**_FILE, "duration": 1}},
    "audio": {"audio": {**_FILE, "duration": 1}},
    "video": {"video": {**_PHOTO, "duration": 1}},
    "video note": {"video_note": {**_FILE, "length": 1, "duration": 1}},
    "animation": {"animation": {**_PHOTO, "duration": 1}},
    "document": {"document": {**_FILE, "file_name": "<b>.txt"}},
    "location": {"location": {"latitude": 1.0, "longitude": 2.0}},
    "venue": {"venue": {"location": {"latitude": 1.0, "longitude": 2.0}, "title": "t", "address": "a"}},
    "contact": {"contact": {"phone_number": "1", "first_name": "<b>"}},
    "dice": {"dice": {"emoji": "🎲", "value": 3}},
    "game": {"game": {"title": "g", "description": "d", "photo": [_PHOTO]}},
    "poll": {"poll": _POLL},
    "new members": {"new_chat_members": [_USER]},
    "left member": {"left_chat_member": _USER},
    "new title": {"new_chat_title": "<b>"},
    "pinned": {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 42, "type": "private"}}},
    "timer": {"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}},
    "write access": {"write_access_allowed": {}},
    "web app data": {"web_app_data": {"data": "/reload", "button_text": "b"}},
    "users shared": {"users_shared": {"request_id": 1, "users": [{"user_id": 42}]}},
}

SERVICE_MESSAGES = frozenset({
    "no content", "new members", "left member", "new title", "pinned", "timer", "write access", "web app data",
    "users shared",
})  # fmt: skip


def user_json(user: PlayedUser) -> Json:
    """Give the User object."""
    return {"id": user.id, "is_bot": False, "first_name": user.first_name, "language_code": user.language_code}


def message_json(user: PlayedUser, content: Json) -> Json:
    """Give a Message in the user's private chat with the bot."""
    chat = {"id": user.id, "type": "private", "first_name": user.first_name}
    head = {"message_id": next(_message_ids), "date": int(time.time()), "chat": chat, "from": user_json(user)}
    return head | content


def _chat(user: Json) -> Json:
    return {"id": user["id"], "type": "private", "first_name": "<b>"}


def _member(user: Json) -> Json:
    return {
        "chat": _chat(user), "from": user, "date": 1, "old_chat_member": {"status": "member", "user": user},
        "new_chat_member": {"status": "kicked", "user": user, "until_date": 0},
    }  # fmt: skip


def _boost_source(user: Json) -> Json:
    return {"source": "premium", "user": user}


OTHER_UPDATES: Mapping[str, Callable[[Json], Json]] = {
    "chosen_inline_result": lambda user: {"result_id": "en:lamp", "from": user, "query": "<b>"},
    "poll": lambda _: _POLL,
    "poll_answer": lambda user: {"poll_id": "1", "user": user, "option_ids": [0], "option_persistent_ids": ["p"]},
    "my_chat_member": _member,
    "chat_member": _member,
    "chat_join_request": lambda user: {"chat": _chat(user), "from": user, "user_chat_id": user["id"], "date": 1},
    "chat_boost": lambda user: {
        "chat": _chat(user),
        "boost": {"boost_id": "b", "add_date": 1, "expiration_date": 2, "source": _boost_source(user)},
    },
    "removed_chat_boost": lambda user: {
        "chat": _chat(user), "boost_id": "b", "remove_date": 1, "source": _boost_source(user),
    },
    "message_reaction": lambda user: {
        "chat": _chat(user), "message_id": 1, "user": user, "date": 1, "old_reaction": [],
        "new_reaction": [{"type": "emoji", "emoji": "👍"}],
    },
    "message_reaction_count": lambda user: {"chat": _chat(user), "message_id": 1, "date": 1, "reactions": []},
    "business_connection": lambda user: {
        "id": "c", "user": user, "user_chat_id": user["id"], "date": 1, "is_enabled": True,
    },
    "deleted_business_messages": lambda user: {
        "business_connection_id": "c", "chat": _chat(user), "message_ids": [1],
    },
    "purchased_paid_media": lambda user: {"from": user, "paid_media_payload": "p"},
    "shipping_query": lambda user: {
        "id": "1", "from": user, "invoice_payload": "p",
        "shipping_address": {
            "country_code": "ID", "state": "", "city": "", "street_line1": "", "street_line2": "", "post_code": "",
        },
    },
    "pre_checkout_query": lambda user: {
        "id": "1", "from": user, "currency": "IDR", "total_amount": 1, "invoice_payload": "p",
    },
    "managed_bot": lambda user: {"user": user, "bot": {"id": 43, "is_bot": True, "first_name": "b"}},
}  # fmt: skip


def callback_json(user: PlayedUser, shown: Message, data: str, place: str) -> Json:
    """Give a CallbackQuery: on a message, on one that is too old to be shown, on an inline message, or on none."""
    press = {"id": "1", "from": user_json(user), "chat_instance": "1", "data": data}
    if place == "message":
        return press | {"message": shown.json}
    if place == "inaccessible":
        return press | {"message": {"chat": shown.json["chat"], "message_id": shown.id, "date": 0}}
    return press | ({"inline_message_id": "INLINE1"} if place == "inline" else {})
