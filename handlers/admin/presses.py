"""What all screens of admins share: shown in place of each other, in pages, and kept polite while the store fails."""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar

from telegram import CallbackQuery, InlineKeyboardButton, Update

from handlers.buttons import button
from handlers.pressing import acknowledge
from handlers.replies import Reply
from handlers.sending import edit, send
from handlers.stores import StoreError
from handlers.voices import Voice

logger = logging.getLogger(__name__)

Item = TypeVar("Item")

PAGE_LENGTH = 5
# The part of a button's data that turns pages; its number, from 0, follows.
PAGE = "p"


async def replace_screen(query: CallbackQuery, reply: Reply) -> None:
    """Show a screen in place of the one whose button was pressed; as a new message if that one cannot be changed."""
    if query.message is None:
        return
    bot, chat_id = query.get_bot(), query.message.chat.id
    if not await edit(bot, chat_id, query.message.message_id, reply):
        await bot.send_message(chat_id, reply.text, reply_markup=reply.keyboard)


@asynccontextmanager
async def store_trouble_told(update: Update, voice: Voice) -> AsyncIterator[None]:
    """Tell the admin, and the log, if what is remembered cannot be read or written.

    A button is to be acknowledged after the last use of a store: it can be answered only once.
    """
    try:
        yield
    except StoreError as error:
        logger.warning("an admin's wish is not done: %s", error)
        text = voice.speech.gettext("My memory is in trouble just now. Please try again in a while.")
        if update.callback_query:
            await acknowledge(update.callback_query, text, alert=True)
        elif update.message:
            await send(update.message, Reply(text))


def number_in(text: str) -> int | None:
    """Read a number in a button's data, which may be forged; None if it is none that the database could hold."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= len(str(2**31)) else None


def page_count(items: int) -> int:
    """Give how many pages hold so many items, at least one."""
    return max(1, -(-items // PAGE_LENGTH))


def page_of(items: Sequence[Item], page: int) -> tuple[int, Sequence[Item]]:
    """Give a page, the last one in place of one that is not there any more, and what is on it."""
    page = min(page, page_count(len(items)) - 1)
    return page, items[page * PAGE_LENGTH : (page + 1) * PAGE_LENGTH]


def page_buttons(kind: str, page: int, items: int) -> list[InlineKeyboardButton]:
    """Give ‹ and ›, where there is something before and behind."""
    buttons = []
    if page > 0:
        buttons.append(button("‹", kind, PAGE, page - 1))
    if page + 1 < page_count(items):
        buttons.append(button("›", kind, PAGE, page + 1))
    return buttons
