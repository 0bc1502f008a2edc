"""What is known of one fact: what it says, how people ask for it, and what they think of the answer."""

from collections.abc import Mapping, Sequence
from html import escape

from rapidfuzz import process
from telegram import InlineKeyboardMarkup, Message, Update, User

from handlers.admin.deeds import note
from handlers.admin.lines import clip, fitting
from handlers.buttons import ABOUT, button, parts_of
from handlers.context import Context
from handlers.pressing import acknowledge, out_of_date
from handlers.records import Tally, TopQuestion
from handlers.replies import Reply, label
from handlers.sending import send
from handlers.services import Services
from handlers.splitting import MESSAGE_UNITS, units
from handlers.voices import Voice, Voices
from knowledge.facts_model import Fact

TOP_QUESTIONS = 10
QUESTION_LENGTH = 120
NEAREST = 5
# Of what is said about a fact: what fits a message with room to spare.
TEXT_LENGTH = 3500


class Facts:
    """Serves /fact and the buttons of the facts that it offers."""

    def __init__(self, services: Services, voices: Voices) -> None:
        self._services = services
        self._voices = voices

    async def fact(self, update: Update, context: Context) -> None:
        """Tell about the fact with an id; for an unknown one offer those with the nearest ids."""
        message = update.message
        if message is None or message.from_user is None:
            return
        voice = await self._voices.of(message.from_user)
        name = " ".join(context.args or ())
        if not name:
            how = voice.speech.gettext("Write a fact's id behind it: <code>/fact {id}</code>")
            await send(message, Reply(how.format(id=escape(next(iter(voice.facts.facts))))))
        elif fact := voice.facts.facts.get(name.lower()):
            await self._tell(message, message.from_user, fact, voice)
        else:
            await send(message, _nearest(name, voice))

    async def pressed(self, update: Update, _: Context) -> None:
        """Tell about the fact of the button."""
        query = update.callback_query
        if query is None:
            return
        voice = await self._voices.of(query.from_user)
        fact = voice.facts.facts.get(parts_of(query.data, 1)[0])
        if fact and isinstance(query.message, Message):
            await acknowledge(query)
            await self._tell(query.message, query.from_user, fact, voice)
        else:
            await out_of_date(query, voice)

    async def _tell(self, message: Message, admin: User, fact: Fact, voice: Voice) -> None:
        votes = await self._services.votes.of_fact(fact.id)
        top = await self._services.log.top_questions(fact.id, TOP_QUESTIONS)
        await note(self._services, admin, "fact", fact.id)
        await send(message, fact_reply(fact, votes, top, voice))


def fact_reply(fact: Fact, votes: Tally, top: Sequence[TopQuestion], voice: Voice) -> Reply:
    """Give the fact and what is known of it; in one message if that holds it."""
    parts = voice.replies.fact_parts(fact)
    about = "\n".join(_about(fact, votes, top, voice))
    both = f"{parts[-1]}\n\n{about}"
    parts[-1:] = [both] if units(both) <= MESSAGE_UNITS else [parts[-1], about]
    return Reply(parts[0], more=tuple(parts[1:]))


def _about(fact: Fact, votes: Tally, top: Sequence[TopQuestion], voice: Voice) -> list[str]:
    speech, languages = voice.speech, voice.facts.manifest.languages
    rows = [
        (speech.gettext("Id"), f"<code>{fact.id}</code>"),
        (speech.gettext("Votes"), f"👍 {votes.good}, 👎 {votes.bad}"),
        (speech.gettext("Example questions"), _counts(fact.questions, languages)),
        (speech.gettext("Near misses"), _counts(fact.unanswerable, languages)),
    ]
    lines = [f"<b>{name}:</b> {value}" for name, value in rows]
    if top:
        heading = speech.gettext("Asked most often")
        lines.append(f"<b>{heading}:</b>")
        lines += [f"{item.times}× {escape(clip(item.text, QUESTION_LENGTH))}" for item in top]
    else:
        lines.append(speech.gettext("Nobody has asked for it yet."))
    return fitting(lines, TEXT_LENGTH)


def _nearest(name: str, voice: Voice) -> Reply:
    """Say that there is no fact with this id; offer the nearest as buttons."""
    names = [found for found, *_ in process.extract(name.lower(), list(voice.facts.facts), limit=NEAREST)]
    rows = [[button(label(found), ABOUT, found)] for found in names]
    text = voice.speech.gettext("There is no fact <code>{id}</code>. The nearest ids:")
    return Reply(text.format(id=escape(clip(name, QUESTION_LENGTH))), InlineKeyboardMarkup(rows))


def _counts(lines: Mapping[str, Sequence[str]], languages: Sequence[str]) -> str:
    return ", ".join(f"{language} {len(lines.get(language, ()))}" for language in languages)
