"""A text in a private chat is a question: verdict, reply, log row, in this order."""

from datetime import datetime
from time import monotonic

from telegram import Message, Update, User
from telegram.constants import ParseMode

from handlers.context import Context
from handlers.replies import Replies, Reply
from handlers.services import AskedQuestion, ChatKind, Services
from knowledge.verdict import Verdict


class Questions:
    """Answers questions."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def ask(self, update: Update, _: Context) -> None:
        """Answer a message's text."""
        message, user = update.message, update.effective_user
        if message is None or user is None or not message.text:
            return
        began, now = monotonic(), self._services.clock()
        knowledge = self._services.knowledge.current
        verdict = knowledge.ask(message.text, user.language_code)
        # The reply goes first: a database in trouble must not cost the person the answer. A reply that fails was
        # asked for all the same.
        try:
            await send(message, Replies(knowledge.facts, self._services.texts).verdict(verdict))
        finally:
            row = asked_question(update, user, now, ChatKind.PRIVATE, message.text, verdict, monotonic() - began)
            await self._services.log.record(row)


async def send(message: Message, reply: Reply) -> None:
    """Send a reply into the chat of `message`."""
    await message.reply_text(
        reply.text,
        parse_mode=ParseMode.HTML,
        reply_markup=reply.keyboard,
        do_quote=False,
        disable_web_page_preview=True,
    )


def asked_question(
    update: Update, user: User, asked_at: datetime, kind: ChatKind, text: str, verdict: Verdict, seconds: float
) -> AskedQuestion:
    """Give the log's row for a question."""
    return AskedQuestion(
        update_id=update.update_id,
        asked_at=asked_at,
        user_id=user.id,
        chat_kind=kind,
        language=verdict.language,
        text=text,
        outcome=verdict.outcome,
        fact=verdict.fact,
        confidence=verdict.confidence,
        seconds=seconds,
    )
