"""Guest mode: somebody names the bot in a chat where it is no member (Bot API "answerGuestQuery")."""

from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InlineQueryResult, Message, Update
from telegram.constants import ChatType
from telegram.helpers import create_deep_linked_url

from handlers.asked import command_in
from handlers.asking import Asker, Asking, Judged, Question, asker_of
from handlers.context import Context
from handlers.courtesies import Courtesies
from handlers.elsewhere.articles import article, note
from handlers.groups.addressing import addressed, is_somebodys
from handlers.limits import Allowance
from handlers.notices import closed
from handlers.records import ChatKind
from handlers.services import Services
from handlers.voices import Voice, Voices
from knowledge.verdict import Outcome


class Guests:
    """Answers guest queries, each with one message; silent to other bots and to who asks too much."""

    def __init__(self, services: Services, voices: Voices, asking: Asking) -> None:
        self._services = services
        self._voices = voices
        self._asking = asking
        self._courtesies = Courtesies(services, voices)

    async def message(self, update: Update, _: Context) -> None:
        """Post a sure answer; for all else, one line."""
        message = update.guest_message
        asker = asker_of(message) if message else None
        if message is None or asker is None or not message.guest_query_id:
            return
        question = _question(message)
        if question is None or not self._may_ask(message, asker):
            return
        if self._services.is_closed_to(asker.id):
            if self._services.limits.notice(message.chat_id):
                await _post(message, note(closed((await self._voices.of_writer(message)).speech)))
        elif not question:
            await _post(message, note(_how_to(await self._voices.of_writer(message), message.get_bot().username)))
        elif small_talk := await self._courtesies.reply(question, asker):
            # Without its buttons: they lead to topics, which belong into a private chat.
            await _post(message, note(small_talk.text))
        else:
            await self._answer(update, message, asker, question)

    async def _answer(self, update: Update, message: Message, asker: Asker, question: str) -> None:
        async def post(judged: Judged) -> None:
            await _post(message, _reply(judged, message.get_bot().username))

        await self._asking.answer(Question(update.update_id, asker, ChatKind.GUEST, question), post)

    def _may_ask(self, message: Message, asker: Asker) -> bool:
        group = None if message.chat.type == ChatType.PRIVATE else message.chat_id
        return self._services.limits.question(asker.id, group) is Allowance.OK


def _question(message: Message) -> str | None:
    """Give what a message asks, empty where it asks nothing; None for one that is not to be answered."""
    if said := addressed(message, message.get_bot().bot):
        return said.question
    # Telegram hands out only what is meant for the bot, however it found that; a thumb below an answer asks nothing.
    text = message.text or message.caption or ""
    asks = any(map(str.isalnum, text)) and is_somebodys(message) and not command_in(message)
    return text if asks else None


async def _post(message: Message, result: InlineQueryResult) -> None:
    await message.answer_guest_query(result)


def _reply(judged: Judged, bot_name: str) -> InlineQueryResult:
    """Give the answer; without a sure one, a line with a button that takes the question into the private chat."""
    voice, verdict = judged.voice, judged.verdict
    if verdict.outcome is Outcome.ANSWER:
        facts = voice.replies.answering(verdict)
        return article(facts[0], voice, bot_name, voice.replies.answers(facts).text)
    if verdict.outcome is Outcome.SUGGEST:
        text = voice.speech.gettext("I am not sure what you mean. In a private chat I can show you what comes near.")
    else:
        text = voice.speech.gettext("I don't know: the facts I have don't cover that.")
    url = create_deep_linked_url(bot_name, f"ask-{judged.question.update_id}")
    button = InlineKeyboardButton(voice.speech.gettext("Ask me in a private chat"), url=url)
    return note(text, InlineKeyboardMarkup([[button]]))


def _how_to(voice: Voice, bot_name: str) -> str:
    example = next(iter(voice.facts.facts.values())).questions[voice.language][0]
    text = voice.speech.gettext("Write your question after my name: <code>@{name} {question}</code>")
    return text.format(name=escape(bot_name), question=escape(example))
