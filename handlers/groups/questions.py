"""Questions in groups: answered as a reply, and in few words."""

from collections.abc import Callable

from telegram import Message, Update

from handlers.asking import Asker, Asking, Judged, Question, asker_of, spot_of
from handlers.context import Context
from handlers.courtesies import Courtesies
from handlers.groups.addressing import Addressed, addressed, is_somebodys
from handlers.groups.wording import how_to_ask, in_group, topics_elsewhere
from handlers.limits import Allowance
from handlers.notices import closed, too_many_questions
from handlers.records import ChatKind
from handlers.replies import Reply
from handlers.sending import edit, send
from handlers.services import Services
from handlers.voices import Voice, Voices

# Words a line; the second argument is the bot's username.
Words = Callable[[Voice, str], Reply]


class GroupQuestions:
    """Answers what is meant for the bot."""

    def __init__(self, services: Services, voices: Voices, asking: Asking) -> None:
        self._services = services
        self._voices = voices
        self._asking = asking
        self._courtesies = Courtesies(services, voices)

    async def message(self, update: Update, _: Context) -> None:
        """Answer a message that speaks to the bot; keep silent otherwise."""
        message = update.message
        said = addressed(message, message.get_bot().bot) if message else None
        asker = asker_of(message) if message else None
        if message is None or said is None or asker is None:
            return
        if not said.question or self._services.is_closed_to(asker.id):
            await self._remark(message, asker, how_to_ask)
        else:
            await self._answer(update, message, said, asker)

    async def how(self, update: Update, _: Context) -> None:
        """Say how to ask, for /help and /start."""
        await self._command(update, how_to_ask)

    async def topics(self, update: Update, _: Context) -> None:
        """Lead to the topics in the private chat, for /topics: browsing them here would fill the group."""
        await self._command(update, topics_elsewhere)

    async def edited(self, update: Update, _: Context) -> None:
        """Change the answer to an edited question; one that was not answered stays so."""
        message = update.edited_message
        said = addressed(message, message.get_bot().bot) if message else None
        asker = asker_of(message) if message else None
        if message is None or said is None or asker is None or not said.question:
            return
        if self._services.is_closed_to(asker.id):
            return
        spot = spot_of(message)
        old = await self._services.log.reply_to(spot)
        # Telegram tells of changes too that nobody sees, such as a link's preview.
        if old is None or await self._services.log.text_at(spot) == said.question:
            return
        if self._services.limits.question(asker.id, message.chat_id) is not Allowance.OK:
            return
        if courtesy := await self._courtesies.reply(said.question, asker):
            await edit(message.get_bot(), message.chat_id, old, Reply(courtesy.text))
            return

        async def change(judged: Judged) -> int:
            await edit(message.get_bot(), message.chat_id, old, in_group(judged, message.get_bot().username))
            return old

        await self._asking.answer(Question(update.update_id, asker, ChatKind.GROUP, said.question, spot), change)

    async def _answer(self, update: Update, message: Message, said: Addressed, asker: Asker) -> None:
        allowance = self._services.limits.question(asker.id, message.chat_id)
        if allowance is Allowance.NOTICE:
            voice = await self._voices.of_writer(message)
            await send(message, Reply(too_many_questions(voice.speech)), quote=True)
        if allowance is not Allowance.OK:
            return
        if courtesy := await self._courtesies.reply(said.question, asker):
            # Its buttons open topics, which would fill the group.
            await send(message, Reply(courtesy.text), quote=True)
            return

        async def reply(judged: Judged) -> int:
            return await send(said.to, in_group(judged, message.get_bot().username), quote=True)

        question = Question(update.update_id, asker, ChatKind.GROUP, said.question, spot_of(message))
        await self._asking.answer(question, reply)

    async def _command(self, update: Update, words: Words) -> None:
        message = update.message
        asker = asker_of(message) if message else None
        if message and asker and is_somebodys(message):
            await self._remark(message, asker, words)

    async def _remark(self, message: Message, asker: Asker, words: Words) -> None:
        """Say a line, or that the bot is closed; not again and again."""
        if not self._services.limits.notice(message.chat_id):
            return
        voice = await self._voices.of_writer(message)
        is_closed = self._services.is_closed_to(asker.id)
        reply = Reply(closed(voice.speech)) if is_closed else words(voice, message.get_bot().username)
        await send(message, reply, quote=True)
