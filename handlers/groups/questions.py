"""Questions in groups: answered as a reply, and in few words."""

from telegram import Message, Update

from handlers.asking import Asker, Asking, Judged, Question, asker_of, spot_of
from handlers.context import Context
from handlers.courtesies import Courtesies
from handlers.groups.addressing import Addressed, addressed, is_somebodys
from handlers.groups.wording import how_to_ask, in_group
from handlers.limits import Allowance
from handlers.notices import closed, too_many_questions
from handlers.records import ChatKind
from handlers.replies import Reply
from handlers.sending import edit, send
from handlers.services import Services
from handlers.voices import Voice, Voices


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
        said = addressed(message) if message else None
        asker = asker_of(message) if message else None
        if message is None or said is None or asker is None:
            return
        if said.question:
            await self._answer(update, message, said, asker)
        elif self._is_open_to(asker):
            await self._how_to(message, said.to)

    async def how(self, update: Update, _: Context) -> None:
        """Say how to ask, for /help and /start."""
        message = update.message
        asker = asker_of(message) if message else None
        if message and asker and is_somebodys(message) and self._is_open_to(asker):
            await self._how_to(message, message)

    async def edited(self, update: Update, _: Context) -> None:
        """Change the answer to an edited question; one that was not answered stays so."""
        message = update.edited_message
        said = addressed(message) if message else None
        asker = asker_of(message) if message else None
        if message is None or said is None or asker is None or not said.question or not self._is_open_to(asker):
            return
        spot = spot_of(message)
        old = await self._services.log.reply_to(spot)
        if old is None or await self._services.log.text_at(spot) == said.question:
            return
        if self._services.limits.question(asker.id, message.chat_id) is not Allowance.OK:
            return

        async def change(judged: Judged) -> int:
            await edit(message.get_bot(), message.chat_id, old, in_group(judged, message.get_bot().username))
            return old

        await self._asking.answer(Question(update.update_id, asker, ChatKind.GROUP, said.question, spot), change)

    async def _answer(self, update: Update, message: Message, said: Addressed, asker: Asker) -> None:
        if not self._is_open_to(asker):
            if self._services.limits.notice(message.chat_id):
                voice = await self._voice(message)
                await send(message, Reply(closed(voice.speech)), quote=True)
            return
        allowance = self._services.limits.question(asker.id, message.chat_id)
        if allowance is Allowance.NOTICE:
            voice = await self._voice(message)
            await send(message, Reply(too_many_questions(voice.speech)), quote=True)
        if allowance is not Allowance.OK or await self._courtesy(message, said, asker):
            return

        async def reply(judged: Judged) -> int:
            return await send(said.to, in_group(judged, message.get_bot().username), quote=True)

        question = Question(update.update_id, asker, ChatKind.GROUP, said.question, spot_of(message))
        await self._asking.answer(question, reply)

    async def _courtesy(self, message: Message, said: Addressed, asker: Asker) -> bool:
        """Answer small talk; False if it is something else."""
        reply = await self._courtesies.reply(said.question, asker)
        if reply is None:
            return False
        # Buttons that open topics would fill the group.
        await send(message, Reply(reply.text), quote=True)
        return True

    async def _how_to(self, message: Message, to: Message) -> None:
        if self._services.limits.notice(message.chat_id):
            voice = await self._voice(message)
            await send(to, how_to_ask(voice, message.get_bot().username), quote=True)

    async def _voice(self, message: Message) -> Voice:
        return await self._voices.of(None if message.sender_chat else message.from_user)

    def _is_open_to(self, asker: Asker) -> bool:
        return not self._services.maintenance.on or asker.id in self._services.admins
