"""A text in a private chat is a question; an edited one changes its answer."""

from collections.abc import Awaitable, Callable
from functools import partial
from html import escape

from telegram import Message, Update

from handlers.asked import question_in, replied_text
from handlers.asking import Asking, Judged, Question, asker_of, spot_of
from handlers.context import Context
from handlers.courtesies import Courtesies
from handlers.limits import Allowance
from handlers.notices import too_many_questions
from handlers.records import ChatKind
from handlers.replies import Reply
from handlers.sending import edit, send
from handlers.services import Services
from handlers.voices import Voice, Voices

Deliver = Callable[[Reply], Awaitable[int]]


class Questions:
    """Answers questions."""

    def __init__(self, services: Services, voices: Voices, asking: Asking) -> None:
        self._services = services
        self._voices = voices
        self._asking = asking
        self._courtesies = Courtesies(services, voices)

    async def ask(self, update: Update, _: Context) -> None:
        """Answer a message's text."""
        if (message := update.message) and message.text:
            await self.answer(update, message, message.text)

    async def command(self, update: Update, _: Context) -> None:
        """Answer what follows /ask, else what the message replies to; with neither, say how to ask."""
        message = update.message
        if message is None:
            return
        if question := question_in(message) or replied_text(message):
            await self.answer(update, message, question)
            return
        voice = await self._voices.of(message.from_user)
        example = next(iter(voice.facts.facts.values())).questions[voice.language][0]
        text = voice.speech.gettext("Write the question after the command, such as: <code>/ask {question}</code>")
        await send(message, Reply(text.format(question=escape(example))))

    async def edited(self, update: Update, _: Context) -> None:
        """Answer an edited question in place of its earlier answer; as a reply to it where there is none."""
        message = update.edited_message
        question = question_in(message) if message else None
        if message is None or question is None:
            return
        spot = spot_of(message)
        # Telegram tells of changes too that nobody sees, such as a link's preview.
        if await self._services.log.text_at(spot) == question:
            return
        old = await self._services.log.reply_to(spot)
        await self._respond(update, message, question, partial(_replace, message, old))

    async def answer(
        self, update: Update, message: Message, text: str, before: Callable[[Voice], Awaitable[None]] | None = None
    ) -> None:
        """Answer a question that came with a message; `before` is what to say first if it is answered."""
        await self._respond(update, message, text, partial(send, message), before)

    async def _respond(
        self, update: Update, message: Message, text: str, deliver: Deliver,
        before: Callable[[Voice], Awaitable[None]] | None = None,
    ) -> None:  # fmt: skip
        asker = asker_of(message)
        if asker is None:
            return
        allowance = self._services.limits.question(asker.id)
        if allowance is Allowance.NOTICE:
            voice = await self._voices.of(message.from_user)
            await send(message, Reply(too_many_questions(voice.speech)))
        if allowance is not Allowance.OK:
            return
        if before:
            await before(await self._voices.of(message.from_user))
        if courtesy := await self._courtesies.reply(text, asker):
            await deliver(courtesy)
            return

        async def reply(judged: Judged) -> int:
            return await deliver(judged.voice.replies.verdict(judged.verdict))

        question = Question(update.update_id, asker, ChatKind.PRIVATE, text, spot_of(message))
        await self._asking.answer(question, reply)


async def _replace(message: Message, old: int | None, reply: Reply) -> int:
    """Show a reply in place of the message `old`; give the id of the message that shows it."""
    last = None if reply.more else reply.keyboard
    if old is None or not await edit(message.get_bot(), message.chat_id, old, Reply(reply.text, last)):
        return await send(message, reply, quote=True)
    if reply.more:
        await send(message, Reply(reply.more[0], reply.keyboard, reply.more[1:]))
    return old
