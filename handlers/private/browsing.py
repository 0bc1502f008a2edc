"""Finding a fact by pressing buttons: topics, the facts of a topic, a fact."""

from telegram import CallbackQuery, Chat, Message, Update

from handlers.buttons import read_press
from handlers.context import Context
from handlers.groups.wording import facts_in_group
from handlers.pressing import acknowledge, out_of_date, show
from handlers.sending import send
from handlers.voices import Voice, Voices


class Browsing:
    """Serves /topics and all buttons that lead to topics and facts."""

    def __init__(self, voices: Voices) -> None:
        self._voices = voices

    async def topics_command(self, update: Update, _: Context) -> None:
        """Send the list of topics."""
        if message := update.message:
            voice = await self._voices.of(message.from_user)
            await send(message, voice.replies.topics())

    async def topics_pressed(self, update: Update, _: Context) -> None:
        """Show the list of topics in place of the message whose button was pressed."""
        if query := update.callback_query:
            voice = await self._voice(query)
            await show(query, voice.replies.topics(), voice)

    async def topic_pressed(self, update: Update, _: Context) -> None:
        """Show a topic's facts in place of the message whose button was pressed."""
        query = update.callback_query
        if query is None:
            return
        voice = await self._voice(query)
        if topic := voice.facts.topic(read_press(query.data).name):
            await show(query, voice.replies.topic(topic), voice)
        else:
            await out_of_date(query, voice)

    async def fact_pressed(self, update: Update, _: Context) -> None:
        """Send a fact as a new message, so that what was asked stays in view; in a group, show it in place."""
        query = update.callback_query
        if query is None:
            return
        message, press = query.message, read_press(query.data)
        if isinstance(message, Message) and message.chat.type != Chat.PRIVATE:
            # A group speaks the language of the question, whoever presses; and it is spared a further message.
            voice = await self._voices.of(None, press.language)
            if fact := voice.facts.facts.get(press.name):
                await show(query, facts_in_group(voice, [fact], query.get_bot().username), voice)
            else:
                await out_of_date(query, voice)
            return
        voice = await self._voice(query)
        fact = voice.facts.facts.get(press.name)
        if fact and isinstance(query.message, Message):
            await acknowledge(query)
            await send(query.message, voice.replies.fact(fact))
        else:
            await out_of_date(query, voice)

    async def fact_here_pressed(self, update: Update, _: Context) -> None:
        """Show a fact in place of its topic; one too long for a message comes in messages of its own."""
        query = update.callback_query
        if query is None:
            return
        voice = await self._voice(query)
        name = read_press(query.data).name
        fact, topic = voice.facts.facts.get(name), voice.facts.topic_of(name)
        if fact is None or topic is None:
            await out_of_date(query, voice)
            return
        reply = voice.replies.fact_of_topic(fact, topic)
        if reply.more and isinstance(query.message, Message):
            await acknowledge(query)
            await send(query.message, voice.replies.fact(fact))
        else:
            await show(query, reply, voice)

    async def unknown_pressed(self, update: Update, _: Context) -> None:
        """Answer a button that this version no longer knows."""
        if query := update.callback_query:
            await out_of_date(query, await self._voices.of(query.from_user))

    async def _voice(self, query: CallbackQuery) -> Voice:
        return await self._voices.of(query.from_user, read_press(query.data).language)
