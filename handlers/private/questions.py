"""A text in a private chat is a question."""

from telegram import Message, Update

from handlers.asking import Asking, Judged, Question, asker_of, spot_of
from handlers.context import Context
from handlers.records import ChatKind
from handlers.sending import send


class Questions:
    """Answers questions."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def ask(self, update: Update, _: Context) -> None:
        """Answer a message's text."""
        if (message := update.message) and message.text:
            await self.answer(update, message, message.text)

    async def answer(self, update: Update, message: Message, text: str) -> None:
        """Answer a question that came with a message."""
        asker = asker_of(message)
        if asker is None:
            return

        async def reply(judged: Judged) -> int:
            return await send(message, judged.voice.replies.verdict(judged.verdict))

        question = Question(update.update_id, asker, ChatKind.PRIVATE, text, spot_of(message))
        await self._asking.answer(question, reply)
