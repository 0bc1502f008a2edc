"""Documents and photos: sent, refused, downloaded, captioned anew."""

import struct

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest

from bot.local_api.client import LocalApiClient, RefusedError
from bot.local_api.client_types import PlayedUser

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])


def png(width: int = 3, height: int = 2) -> bytes:
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height) + b"rest"


def jpeg(width: int, height: int) -> bytes:
    comment = b"\xff\xfe\x00\x04ab"
    return b"\xff\xd8" + comment + b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + b"rest"


async def test_a_photo_with_all_that_belongs_to_it(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    said = await client.say(ani, "show me")
    sent = await bot.send_photo(
        ani.id, png(), "<b>Chart</b>", parse_mode="HTML", reply_markup=KEYBOARD, has_spoiler=True,
        reply_parameters=ReplyParameters(said.id),
    )  # fmt: skip
    (size,) = sent.photo
    assert (size.width, size.height, size.file_size) == (3, 2, len(png()))
    assert (sent.caption, sent.caption_entities[0].type, sent.has_media_spoiler) == ("Chart", "bold", True)
    assert sent.reply_to_message is not None
    file = await bot.get_file(size.file_id)
    assert (file.file_path or "").endswith("photos/file_0.png")
    assert bytes(await file.download_as_bytearray()) == png()
    read = (await client.wait_messages(ani.id))[-1]
    assert (read.text, read.buttons[0].data) == ("Chart", "y")
    assert await client.download(read.file_id) == png()
    again = await bot.send_photo(ani.id, size.file_id)
    assert again.photo == sent.photo
    (other,) = (await bot.send_photo(ani.id, jpeg(20, 10))).photo
    assert (other.width, other.height) == (20, 10)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"no picture", "Image_process_failed"),
        (b"\x89PNG\r\n\x1a\n", "Image_process_failed"),
        (b"\xff\xd8\xff", "Image_process_failed"),
        (png(0, 5), "Image_process_failed"),
        (png(5000, 5001), "Photo_invalid_dimensions"),
        (png(1, 21), "Photo_invalid_dimensions"),
        (png() + bytes(10 << 20), "is too big for a photo; the maximum size is 10485760 bytes"),
    ],
    ids=range(7),
)
async def test_refuses_photos(bot: Bot, ani: PlayedUser, content: bytes, error: str) -> None:
    with pytest.raises(BadRequest, match=error):
        await bot.send_photo(ani.id, content)


async def test_a_document_is_no_photo(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    document = (await bot.send_document(ani.id, b"a,b\n", filename="a.csv")).document
    assert document is not None
    with pytest.raises(BadRequest, match="Can't use file of type document as photo"):
        await bot.send_photo(ani.id, document.file_id)
    with pytest.raises(BadRequest, match="Wrong file identifier"):
        await bot.send_photo(ani.id, "unknown")
    assert await client.download((await client.wait_messages(ani.id))[-1].file_id) == b"a,b\n"
    with pytest.raises(RefusedError, match="no file"):
        await client.download("unknown")


async def test_a_caption_can_be_edited(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    sent = await bot.send_photo(ani.id, png(), "one", reply_markup=KEYBOARD)
    await sent.edit_caption("two")
    read = (await client.wait_messages(ani.id))[-1]
    assert (read.text, read.buttons, read.edited) == ("two", (), True)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_caption("two")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await sent.edit_text("three")
    text = await bot.send_message(ani.id, "text")
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await text.edit_caption("x")
