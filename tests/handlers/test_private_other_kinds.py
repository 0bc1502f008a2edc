"""What is no text in a private chat: captions are questions, all else gets one friendly line, not again and again."""

import pytest

from bot.local_api.client_types import PlayedUser
from tests.handlers.bots import Running
from tests.handlers.facts import HEIGHT
from tests.handlers.updates import MESSAGES, Json, message_json

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.filterwarnings("ignore:.*timedelta:telegram.warnings.PTBDeprecationWarning"),
]

PHOTO: Json = {"photo": MESSAGES["photo"]["photo"]}
LINES = {
    "photo": "I cannot look at pictures.",
    "sticker": "I cannot read stickers.",
    "voice": "I cannot listen to recordings.",
    "audio": "I cannot listen to recordings.",
    "video": "I cannot watch videos.",
    "video note": "I cannot watch videos.",
    "animation": "I cannot watch videos.",
    "document": "I cannot read files.",
    "location": "I cannot look at maps.",
    "venue": "I cannot look at maps.",
    "contact": "I have no use for contacts.",
    "dice": "I don't play games.",
    "game": "I don't play games.",
    "poll": "I take no part in polls.",
}
SERVICE = [
    "no content", "new members", "left member", "new title", "pinned", "timer", "write access", "web app data",
    "users shared",
]  # fmt: skip


async def texts_after(shared: Running, user: PlayedUser, *contents: Json) -> list[str]:
    """Send messages; give what the bot says to them all."""
    last = (await shared.ask(user, "/help")).sequence
    for content in contents:
        await shared.client.push({"message": message_json(user, content)})
    await shared.client.settle()
    return [message.text for message in await shared.client.wait_messages(user.id, after=last, timeout=0)]


@pytest.mark.parametrize("kind", LINES)
async def test_a_message_without_text_gets_one_line_that_names_its_kind(
    shared: Running, ani: PlayedUser, kind: str
) -> None:
    before = len(shared.rows())
    told = await texts_after(shared, ani, MESSAGES[kind])
    assert told == [f"{LINES[kind]} Please write your question as a text."]
    assert len(shared.rows()) == before, "it is no question"


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("id", "Saya tidak bisa membaca stiker. Silakan tulis pertanyaan Anda sebagai teks."),
        ("ru", "Стикеров я не понимаю. Напишите, пожалуйста, вопрос текстом."),
    ],
)
async def test_the_line_is_in_the_persons_language(shared: Running, ani: PlayedUser, language: str, line: str) -> None:
    user = await shared.client.change_user(ani, language_code=language)
    assert await texts_after(shared, user, MESSAGES["sticker"]) == [line]


@pytest.mark.parametrize("kind", SERVICE)
async def test_a_service_message_gets_nothing(shared: Running, ani: PlayedUser, kind: str) -> None:
    assert await texts_after(shared, ani, MESSAGES[kind]) == []


async def test_the_line_is_not_said_again_and_again(shared: Running, ani: PlayedUser) -> None:
    many = [MESSAGES[kind] for kind in ("sticker", "voice", "sticker", "poll")]
    assert len(await texts_after(shared, ani, *many)) == 1


async def test_an_album_gets_one_line(shared: Running, ani: PlayedUser) -> None:
    assert len(await texts_after(shared, ani, *[PHOTO | {"media_group_id": "7"}] * 3)) == 1


async def test_the_caption_of_an_album_is_the_question_and_its_other_pictures_get_nothing(
    shared: Running, ani: PlayedUser
) -> None:
    album = {"media_group_id": f"album {ani.id}"}
    told = await texts_after(
        shared, ani, PHOTO | album | {"caption": HEIGHT["en"]}, PHOTO | album, MESSAGES["video"] | album
    )
    assert len(told) == 1
    assert "41 metres" in told[0]


@pytest.mark.parametrize("kind", ["photo", "video", "animation", "document", "audio", "voice"])
@pytest.mark.parametrize("language", HEIGHT)
async def test_a_caption_is_a_question(shared: Running, ani: PlayedUser, kind: str, language: str) -> None:
    user = await shared.client.change_user(ani, language_code=language)
    before = len(shared.rows())
    [told] = await texts_after(shared, user, MESSAGES[kind] | {"caption": HEIGHT[language]})
    assert "41" in told
    assert [row["question"] for row in shared.rows()[before:]] == [HEIGHT[language]]


async def test_a_command_below_a_picture_is_no_question(shared: Running, ani: PlayedUser) -> None:
    entities = [{"type": "bot_command", "offset": 0, "length": 7}]
    told = await texts_after(shared, ani, PHOTO | {"caption": "/topics", "caption_entities": entities})
    assert told == ["I cannot look at pictures. Please write your question as a text."]


@pytest.mark.parametrize("content", [{"text": "/help"}, {"text": HEIGHT["en"]}, PHOTO, PHOTO | {"caption": "tower"}])
async def test_what_was_picked_inline_is_not_answered(shared: Running, ani: PlayedUser, content: Json) -> None:
    via = {"id": 123456, "is_bot": True, "first_name": "Tanya", "username": "tanya_local_bot"}
    entities = [{"type": "bot_command", "offset": 0, "length": 5}] if content.get("text") == "/help" else []
    assert await texts_after(shared, ani, content | {"via_bot": via, "entities": entities}) == []


async def test_what_was_picked_of_another_bot_is_a_message_like_others(shared: Running, ani: PlayedUser) -> None:
    via = {"id": 99, "is_bot": True, "first_name": "Gifs", "username": "gif"}
    [told] = await texts_after(shared, ani, MESSAGES["animation"] | {"via_bot": via})
    assert told.startswith("I cannot watch videos.")
