"""/start: the greeting, and what a link to the bot asks for."""

from html import escape

from telegram import InlineKeyboardMarkup, Message, Update, User

from handlers.buttons import fact_button, topics_button
from handlers.commands import Commands
from handlers.context import Context
from handlers.links import ASK_LINK, FACT_LINK, TOPICS_LINK
from handlers.private.questions import Questions
from handlers.replies import Reply, label
from handlers.sending import send
from handlers.services import Services
from handlers.stores import StoreError
from handlers.voices import Voice, Voices

EXAMPLES = 3
# Databases keep such numbers in 64 bits.
UPDATE_ID_DIGITS = 18
# A guest's question may be as long as a message; the answer is what counts.
SHOWN_LENGTH = 300


class Starting:
    """Greets, and serves links to a fact, to the topics and to a question that was asked elsewhere."""

    def __init__(self, services: Services, voices: Voices, questions: Questions, commands: Commands) -> None:
        self._services = services
        self._voices = voices
        self._questions = questions
        self._commands = commands

    async def start(self, update: Update, context: Context) -> None:
        """Give what the link asks for, else greet."""
        message, user = update.message, update.effective_user
        if message is None or user is None:
            return
        payload = context.args[0] if context.args else ""
        if question := await self._asked_elsewhere(payload, user):
            await self._take_up(update, message, question)
        elif payload.startswith(FACT_LINK):
            await self._fact(message, user, payload.removeprefix(FACT_LINK))
        else:
            voice = await self._voices.of(user)
            await send(message, voice.replies.topics() if payload == TOPICS_LINK else _greeting(voice))
        if user.id in self._services.admins:
            await self._commands.register_admin(message.get_bot(), user.id)

    async def _fact(self, message: Message, user: User, name: str) -> None:
        voice = await self._voices.of(user)
        fact = voice.facts.facts.get(name)
        if fact:
            await send(message, voice.replies.fact(fact))
            return
        gone = voice.speech.gettext("The fact that your link leads to is no longer there.")
        await send(message, _greeting(voice, gone))

    async def _asked_elsewhere(self, payload: str, user: User) -> str | None:
        """Give the question that the link takes up; None for another's, and where it cannot be looked up."""
        number = payload.removeprefix(ASK_LINK) if payload.startswith(ASK_LINK) else ""
        if not (number.isascii() and number.isdecimal() and len(number) <= UPDATE_ID_DIGITS):
            return None
        try:
            return await self._services.log.text_of(int(number), user.id)
        except StoreError:
            return None

    async def _take_up(self, update: Update, message: Message, question: str) -> None:
        async def show(voice: Voice) -> None:
            shown = question if len(question) <= SHOWN_LENGTH else question[: SHOWN_LENGTH - 1] + "…"
            text = voice.speech.gettext("You asked: {question}").format(question=f"<i>{escape(shown)}</i>")
            await send(message, Reply(text))

        await self._questions.answer(update, message, question, before=show)


def _greeting(voice: Voice, remark: str | None = None) -> Reply:
    facts, language, speech = voice.facts, voice.language, voice.speech
    text = speech.gettext(
        "Hello! I am Tanya. I answer questions about <b>{subject}</b>: every answer comes with its source, "
        "and what I don't know I say.\n\nJust write your question, or try one of these:"
    ).format(subject=escape(facts.manifest.title[language]))
    examples = [file.facts[0] for file in facts.topics[:EXAMPLES]]
    rows = [[fact_button(language, fact.id, label(fact.questions[language][0]))] for fact in examples]
    rows.append([topics_button(language, speech.gettext("All topics"))])
    return Reply(f"{remark}\n\n{text}" if remark else text, InlineKeyboardMarkup(rows))
