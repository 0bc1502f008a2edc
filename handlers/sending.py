"""Replies on their way to a chat; HTML and no link previews are the application's defaults."""

from telegram import Bot, InlineKeyboardMarkup, Message
from telegram.error import BadRequest, ChatMigrated

from handlers.replies import Reply


async def send(message: Message, reply: Reply, *, quote: bool = False) -> int:
    """Send a reply into the chat and thread of `message`, with `quote` as a reply to it; give its first message's id.

    A long reply goes in parts, the buttons below the last. A group that became a supergroup meanwhile gets it there.
    """
    last = len(reply.parts) - 1
    ids = []
    for number, part in enumerate(reply.parts):
        keyboard = reply.keyboard if number == last else None
        ids.append(await _send_part(message, part, keyboard, quote=quote and number == 0))
    return ids[0]


async def _send_part(message: Message, text: str, keyboard: InlineKeyboardMarkup | None, *, quote: bool) -> int:
    try:
        sent = await message.reply_text(
            text, reply_markup=keyboard, do_quote=quote, allow_sending_without_reply=True if quote else None
        )
    except ChatMigrated as error:
        sent = await message.get_bot().send_message(error.new_chat_id, text, reply_markup=keyboard)
    return sent.message_id


async def edit(bot: Bot, chat_id: int, message_id: int, reply: Reply, connection: str | None = None) -> bool:
    """Show a reply in place of a message of the bot's; False if that message is gone or too old.

    What a group said stays behind where it becomes a supergroup: it is gone.

    `connection` is the business connection it was sent through. A reply in parts shows the first one.
    """
    try:
        await bot.edit_message_text(
            reply.parts[0],
            chat_id=chat_id,
            message_id=message_id,
            reply_markup=reply.keyboard,
            business_connection_id=connection,
        )
    except ChatMigrated:
        return False
    except BadRequest as error:
        # Edited to what it says already: all is well.
        return "not modified" in error.message
    return True
