"""Sending, editing, deleting: what Telegram allows and what it refuses."""

import httpx
import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError

from bot.local_api.client import LocalApiClient, RefusedError
from bot.local_api.client_types import PlayedUser
from tests.conftest import TOKEN
from tests.local_api.conftest import confirm


def keyboard(data: str = "a", count: int = 1) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("A", callback_data=data)]] * count)


async def test_sends_what_the_user_then_reads(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    sent = await bot.send_message(
        ani.id,
        " <b>Hi</b> &amp; /help https://example.org ",
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard(),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    assert sent.text == "Hi & /help https://example.org"
    assert [(entity.type, entity.offset, entity.length) for entity in sent.entities] == [
        ("bold", 0, 2), ("bot_command", 5, 5), ("url", 11, 19),
    ]  # fmt: skip
    assert sent.from_user is not None
    assert sent.from_user.username == "tanya_local_bot"
    assert sent.link_preview_options == LinkPreviewOptions(is_disabled=True)
    read = (await client.wait_messages(ani.id))[-1]
    assert (read.id, read.text, read.from_bot) == (sent.message_id, sent.text, True)
    assert [(button.text, button.data) for button in read.buttons] == [("A", "a")]


async def test_replies(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    said = await client.say(ani, "question")
    sent = await bot.send_message(ani.id, "answer", reply_parameters=ReplyParameters(said.id))
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "question"
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(ani.id, "answer", reply_parameters=ReplyParameters(999))
    lenient = ReplyParameters(999, allow_sending_without_reply=True)
    assert (await bot.send_message(ani.id, "answer", reply_parameters=lenient)).reply_to_message is None


async def test_a_text_has_1_to_4096_units_after_parsing(bot: Bot, ani: PlayedUser) -> None:
    assert len((await bot.send_message(ani.id, f"<b>{'&lt;' * 4096}</b>", parse_mode="HTML")).text or "") == 4096
    await bot.send_message(ani.id, "😀" * 2048)
    for text, error in (("😀" * 2049, "Message is too long"), ("", "Message text is empty"),
                        ("x" * 40_000, "Text is too long"),
                        (" \n ", "Text must be non-empty")):  # fmt: skip
        with pytest.raises(BadRequest, match=error):
            await bot.send_message(ani.id, text)
    with pytest.raises(BadRequest, match="Can't parse entities: unsupported start tag"):
        await bot.send_message(ani.id, "<x>", parse_mode="html")
    with pytest.raises(BadRequest, match="Unsupported parse_mode"):
        await bot.send_message(ani.id, "x", parse_mode="BBCode")
    with pytest.raises(NetworkError, match="does not cover parse_mode Markdown"):
        await bot.send_message(ani.id, "x", parse_mode=ParseMode.MARKDOWN)


async def test_entities_given_by_the_bot(bot: Bot, ani: PlayedUser) -> None:
    sent = await bot.send_message(ani.id, "  😀 bold", entities=[MessageEntity("bold", 5, 4)])
    assert sent.parse_entities(["bold"]) == {sent.entities[0]: "bold"}
    with pytest.raises(BadRequest, match=r"(?i)ends after the end of the text at UTF-16 offset 2"):
        await bot.send_message(ani.id, "ab", entities=[MessageEntity("bold", 1, 2)])
    with pytest.raises(BadRequest, match=r"(?i)in a middle of a UTF-16 symbol"):
        await bot.send_message(ani.id, "😀", entities=[MessageEntity("bold", 0, 1)])


async def test_a_mention_by_link_names_known_users_only(bot: Bot, ani: PlayedUser) -> None:
    text = f'<a href="tg://user?id={ani.id}">a</a> <a href="tg://user?id=5">b</a>'
    (entity,) = (await bot.send_message(ani.id, text, parse_mode="HTML")).entities
    assert entity.user is not None
    assert entity.user.first_name == "Ani"


async def test_only_to_those_who_want_it(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    stranger = await client.add_user("Budi")
    group = await client.add_chat(bot="left")
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(stranger.id, "x")
    for chat_id in (987654321, "@nowhere", "rubbish"):
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(chat_id, "x")
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(group.id, "x")
    await client.block(ani)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ani.id, "x")
    with pytest.raises(RefusedError, match="blocked"):
        await client.say(ani, "x")
    await client.unblock(ani)
    await bot.send_message(ani.id, "x")


@pytest.mark.parametrize(
    ("markup", "error"),
    [
        (keyboard("я" * 33), "Button_data_invalid"),
        (keyboard(count=101), "Reply markup is too long"),
        (InlineKeyboardMarkup([[InlineKeyboardButton("A", url="x.org")] * 9]), "Reply markup is too long"),
        (InlineKeyboardMarkup([[InlineKeyboardButton("A")]]), "Text buttons are unallowed in the inline keyboard"),
        (InlineKeyboardMarkup([[InlineKeyboardButton("A", url="x.org", callback_data="a")]]), "exactly one optional"),
        (InlineKeyboardMarkup([[InlineKeyboardButton("A", url="nowhere")]]), "URL 'nowhere' is invalid"),
    ],
)
async def test_refuses_keyboards(bot: Bot, ani: PlayedUser, markup: InlineKeyboardMarkup, error: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){error}"):
        await bot.send_message(ani.id, "x", reply_markup=markup)


async def test_a_reply_keyboard_is_shown_but_not_part_of_the_message(
    bot: Bot, client: LocalApiClient, ani: PlayedUser
) -> None:
    sent = await bot.send_message(ani.id, "x", reply_markup=ReplyKeyboardMarkup([["yes", "no"]]))
    assert sent.reply_markup is None
    read = (await client.wait_messages(ani.id))[-1]
    assert read.keyboard is not None
    assert read.keyboard["keyboard"] == [[{"text": "yes"}, {"text": "no"}]]


async def test_edits(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    sent = await bot.send_message(ani.id, "one", reply_markup=keyboard())
    seen = (await client.wait_messages(ani.id))[-1].sequence
    edited = await sent.edit_text("<i>two</i>", parse_mode="HTML")
    assert isinstance(edited, Message)
    assert (edited.text, edited.reply_markup) == ("two", None)
    (read,) = await client.wait_messages(ani.id, after=seen)
    assert (read.text, read.edited, read.buttons) == ("two", True, ())
    with pytest.raises(BadRequest, match="Message is not modified: specified new message content and reply markup"):
        await sent.edit_text("<i>two</i>", parse_mode="HTML")
    await sent.edit_reply_markup(keyboard("b"))
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_reply_markup(keyboard("b"))
    with pytest.raises(BadRequest, match="Message_too_long"):
        await sent.edit_text("x" * 4097)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", ani.id, 999)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", ani.id, 1)


async def test_deletes(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    sent = await bot.send_message(ani.id, "x")
    seen = (await client.wait_messages(ani.id))[-1].sequence
    assert await sent.delete()
    assert [message.deleted for message in await client.wait_messages(ani.id, after=seen)] == [True]
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await sent.delete()


async def test_chat_actions(bot: Bot, ani: PlayedUser) -> None:
    assert await bot.send_chat_action(ani.id, ChatAction.TYPING)
    with pytest.raises(BadRequest, match="Wrong parameter action in request"):
        await bot.send_chat_action(ani.id, "dancing")


async def test_documents_there_and_back(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    sent = await bot.send_document(ani.id, b"a,b", filename="log.csv", caption="<b>Log</b>", parse_mode="HTML")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size, sent.caption) == ("log.csv", 3, "Log")
    again = await bot.send_document(ani.id, sent.document.file_id)
    assert again.document == sent.document
    await client.send_document(ani, "facts.yaml", b"topic: x", caption="/reload")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.document is not None
    assert update.message.caption_entities[0].type == "bot_command"
    file = await update.message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"topic: x"
    for content, caption, error in ((b"", "", "File must be non-empty"), (b"x", "y" * 1025, "caption is too long")):
        with pytest.raises(BadRequest, match=f"(?i){error}"):
            await bot.send_document(ani.id, content, caption=caption)
    with pytest.raises(BadRequest, match="Invalid file_id"):
        await bot.get_file("rubbish")
    with pytest.raises(BadRequest, match="Wrong file identifier"):
        await bot.send_document(ani.id, "rubbish")


async def test_get_and_post_in_any_form(http: httpx.AsyncClient, bot: Bot, ani: PlayedUser) -> None:
    await confirm(bot)
    fields = {"chat_id": str(ani.id), "text": "x"}
    path = f"/bot{TOKEN}/SENDmessage"
    answers = [
        await http.get(path, params=fields),
        await http.post(path, data=fields),
        await http.post(path, json={"chat_id": ani.id, "text": "x"}),
        await http.post(path, data=fields, files={"unused": b"x"}),
    ]
    assert [answer.json()["result"]["text"] for answer in answers] == ["x"] * 4


@pytest.mark.parametrize(
    ("path", "body", "status", "description"),
    [
        ("/bot1:wrong/getMe", "{}", 401, "Unauthorized"),
        ("/botrubbish/getMe", "{}", 404, "Not Found"),
        ("/elsewhere", "{}", 404, "Not Found"),
        (f"/bot{TOKEN}/makeTea", "{}", 404, "Not Found: method not found"),
        (f"/bot{TOKEN}/sendDice", "{}", 501, "Not Implemented: the local Bot API does not cover sendDice"),
        (f"/bot{TOKEN}/sendMessage", '{"text": "x"}', 400, "Bad Request: chat_id is empty"),
        (f"/bot{TOKEN}/sendMessage", "[1]", 400, "Bad Request: object expected as the request body"),
        (f"/bot{TOKEN}/sendMessage", '{"text": "\\ud800"}', 400, "Bad Request: can't parse the request body"),
        (f"/bot{TOKEN}/sendMessage", "[" * 100_000, 400, "Bad Request: can't parse the request body"),
    ],
)
async def test_malformed_calls(http: httpx.AsyncClient, path: str, body: str, status: int, description: str) -> None:
    answer = await http.post(path, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status
    assert answer.json() == {"ok": False, "error_code": status, "description": description}


async def test_malformed_json_in_a_form(http: httpx.AsyncClient, ani: PlayedUser) -> None:
    for name, value, error in (
        ("reply_markup", "{", "can't parse reply keyboard markup JSON object"),
        ("reply_markup", "[]", "object expected as reply markup"),
        (
            "reply_markup",
            '{"inline_keyboard": [{}]}',
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        (
            "reply_markup",
            '{"inline_keyboard": [[{}]]}',
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
        ("entities", '[{"offset": 0, "length": 1}]', "can't parse MessageEntity: Can't find field \"type\""),
    ):
        data = {"chat_id": str(ani.id), "text": "x", name: value}
        answer = await http.post(f"/bot{TOKEN}/sendMessage", data=data)
        assert answer.json()["description"] == f"Bad Request: {error}"
