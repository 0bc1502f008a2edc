"""Business chats: customers' questions, answered on behalf of the account's owner.

Only sure answers are given. All else is left to the person whose chat it is, and is not logged: it is private talk.
"""

from contextlib import suppress
from datetime import timedelta

from telegram import BusinessMessagesDeleted, Message, Update, User
from telegram.error import BadRequest, Forbidden

from handlers.asked import command_in
from handlers.asking import Asker, Asking, Judged, Question, place_of, spot_of
from handlers.context import Context
from handlers.elsewhere.connections import Connections, may_delete, may_reply
from handlers.elsewhere.quiet import Quiet
from handlers.limits import Allowance
from handlers.records import ChatKind
from handlers.replies import Reply
from handlers.sending import edit, send
from handlers.services import Services
from knowledge.verdict import Outcome

# A question that waited longer, since the bot was away, may have been answered by the person.
LATE = timedelta(minutes=10)
# Bot API "deleteBusinessMessages".
DELETED_AT_ONCE = 100


class Business:
    """Answers customers, and keeps out of the talk of people."""

    def __init__(self, services: Services, asking: Asking) -> None:
        self._services = services
        self._asking = asking
        self._connections = Connections()
        self._quiet = Quiet(services)

    async def connection(self, update: Update, _: Context) -> None:
        """Take note of a connection, of its rights, or of its end."""
        if update.business_connection:
            self._connections.update(update.business_connection)

    async def message(self, update: Update, _: Context) -> None:
        """Answer a customer's question if the answer is sure; keep quiet for a while after the owner's own words."""
        message = update.business_message
        if message is None or message.from_user is None or message.sender_business_bot:
            return
        # The chat is the customer's; greetings and away messages are sent without the owner.
        if message.from_user.id != message.chat_id and not message.is_from_offline:
            await self._quiet.spoke(place_of(message), message.date)
            return
        judged = await self._judged(update, message)
        if judged and (reply := _answer(judged)):
            await self._asking.record(judged, await send(message, reply))

    async def edited(self, update: Update, _: Context) -> None:
        """Change the answer to an edited question, if the new one is sure too; what was not answered stays so."""
        message = update.edited_business_message
        if message is None:
            return
        spot, log = spot_of(message), self._services.log
        old = await log.reply_to(spot)
        if old is None or await log.text_at(spot) == message.text:
            return
        judged = await self._judged(update, message)
        if judged is None or not (reply := _answer(judged)):
            return
        if await edit(message.get_bot(), message.chat_id, old, reply, message.business_connection_id):
            await self._asking.record(judged, old)

    async def deleted(self, update: Update, _: Context) -> None:
        """Forget questions that were deleted, and delete their answers where the bot may."""
        deleted = update.deleted_business_messages
        if deleted is None:
            return
        place = f"{deleted.business_connection_id}:{deleted.chat.id}"
        answers = await self._services.log.withdraw(place, deleted.message_ids)
        if left := sorted(set(answers) - set(deleted.message_ids)):
            await self._delete(deleted, left)

    async def _delete(self, deleted: BusinessMessagesDeleted, messages: list[int]) -> None:
        bot, connection_id = deleted.get_bot(), deleted.business_connection_id
        if not may_delete(await self._connections.find(bot, connection_id)):
            return
        for start in range(0, len(messages), DELETED_AT_ONCE):
            # Gone already, or the right was withdrawn meanwhile.
            with suppress(BadRequest, Forbidden):
                await bot.delete_business_messages(connection_id, messages[start : start + DELETED_AT_ONCE])

    async def _judged(self, update: Update, message: Message) -> Judged | None:
        """Judge a customer's question; None for what is not to be answered."""
        user, text = message.from_user, message.text
        if user is None or text is None or not _is_question(message) or not await self._may_answer(message, user):
            return None
        if self._services.knowledge.current.courtesy(text, user.language_code):
            return None
        asker = Asker(user.id, user.language_code)
        return await self._asking.judge(Question(update.update_id, asker, ChatKind.BUSINESS, text, spot_of(message)))

    async def _may_answer(self, message: Message, user: User) -> bool:
        services = self._services
        if services.maintenance.on or services.clock() - (message.edit_date or message.date) > LATE:
            return False
        connection = await self._connections.find(message.get_bot(), message.business_connection_id or "")
        # Owners write notes to themselves, too.
        if connection is None or not may_reply(connection) or connection.user.id == user.id:
            return False
        return not await self._quiet.here(place_of(message)) and services.limits.question(user.id) is Allowance.OK


def _is_question(message: Message) -> bool:
    """Tell whether a customer wrote a text that is no command."""
    user = message.from_user
    if user is None or user.is_bot or message.via_bot or message.sender_chat or not message.business_connection_id:
        return False
    return user.id == message.chat_id and bool(message.text) and command_in(message) is None


def _answer(judged: Judged) -> Reply | None:
    """Give a sure answer without buttons; None for any other, and for one that takes more than one message."""
    if judged.verdict.outcome is not Outcome.ANSWER:
        return None
    reply = judged.voice.replies.answers(judged.voice.replies.answering(judged.verdict))
    return None if reply.more else Reply(reply.text)
