"""Long work: it shows that it is under way, then what came of it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from telegram import Message
from telegram.constants import ChatAction
from telegram.error import TelegramError

from handlers.replies import Reply
from handlers.sending import edit, send

# Telegram shows an action for 5 seconds or less (Bot API "sendChatAction").
ACTION_SECONDS = 4


@asynccontextmanager
async def acting(message: Message, action: ChatAction) -> AsyncIterator[None]:
    """Show in the chat that the bot is typing, or sending a file, until the end of the context."""
    task = asyncio.create_task(_act(message, action))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def show_progress(message: Message, text: str, work: Callable[[], Awaitable[Reply]]) -> None:
    """Answer `message` with `text` at once, and with what the work gives in its place."""
    bot = message.get_bot()
    shown = await send(message, Reply(text))
    try:
        async with acting(message, ChatAction.TYPING):
            reply = await work()
    except Exception:
        # The error has a message of its own: work that ended must not seem to go on.
        with suppress(TelegramError):
            await bot.delete_message(message.chat_id, shown)
        raise
    if not await edit(bot, message.chat_id, shown, reply):
        await send(message, reply)


async def _act(message: Message, action: ChatAction) -> None:
    while True:
        # An ornament: that it fails is no trouble.
        with suppress(TelegramError):
            await message.reply_chat_action(action)
        await asyncio.sleep(ACTION_SECONDS)
