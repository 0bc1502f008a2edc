"""Finding a fact by pressing buttons: topics, the facts of a topic, a fact."""

from telegram import CallbackQuery, Message, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest

from handlers.buttons import read_press
from handlers.context import Context
from handlers.errors import is_too_late
from handlers.questions import send
from handlers.replies import Replies, Reply
from handlers.services import Services
from knowledge.facts_model import FactBase


class Browsing:
    """Serves /topics and all buttons that lead to topics and facts."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def topics_command(self, update: Update, _: Context) -> None:
        """Send the list of topics."""
        if message := update.message:
            await send(message, self._replies().topics(self._language(update)))

    async def topics_pressed(self, update: Update, _: Context) -> None:
        """Show the list of topics in place of the message whose button was pressed."""
        if query := update.callback_query:
            language = self._facts().language(read_press(query.data or "").language, self._language(update))
            await self._show(query, self._replies().topics(language), language)

    async def topic_pressed(self, update: Update, _: Context) -> None:
        """Show a topic's facts in place of the message whose button was pressed."""
        query = update.callback_query
        if query is None:
            return
        press = read_press(query.data or "")
        language = self._facts().language(press.language, self._language(update))
        if topic := self._facts().topic(press.name):
            await self._show(query, self._replies().topic(topic, language), language)
        else:
            await self._gone(query, language)

    async def fact_pressed(self, update: Update, _: Context) -> None:
        """Send a fact as a new message, so that what was asked stays in view."""
        query = update.callback_query
        if query is None:
            return
        press = read_press(query.data or "")
        language = self._facts().language(press.language, self._language(update))
        fact = self._facts().facts.get(press.name)
        if fact and isinstance(query.message, Message):
            await _acknowledge(query)
            await send(query.message, self._replies().fact(fact, language))
        else:
            await self._gone(query, language)

    async def unknown_pressed(self, update: Update, _: Context) -> None:
        """Answer a button that this version no longer knows."""
        if query := update.callback_query:
            await self._gone(query, self._language(update))

    async def _show(self, query: CallbackQuery, reply: Reply, language: str) -> None:
        message = query.message
        if not isinstance(message, Message) and not query.inline_message_id:
            await self._gone(query, language)
            return
        await _acknowledge(query)
        try:
            await query.edit_message_text(reply.text, parse_mode=ParseMode.HTML, reply_markup=reply.keyboard)
        except BadRequest as error:
            if "not modified" in error.message:
                return  # pressed twice: the message shows what was asked for
            if not isinstance(message, Message):
                raise
            # The message is deleted or too old to be changed.
            await send(message, reply)

    async def _gone(self, query: CallbackQuery, language: str) -> None:
        text = self._services.texts.of(language).gettext("This button is out of date. Please ask again.")
        await query.answer(text, show_alert=True)

    def _facts(self) -> FactBase:
        return self._services.knowledge.current.facts

    def _replies(self) -> Replies:
        return Replies(self._facts(), self._services.texts)

    def _language(self, update: Update) -> str:
        user = update.effective_user
        return self._facts().language(user.language_code if user else None)


async def _acknowledge(query: CallbackQuery) -> None:
    """Let the button stop waiting; one pressed long ago, such as before a restart, no longer waits."""
    try:
        await query.answer()
    except BadRequest as error:
        if not is_too_late(error):
            raise
