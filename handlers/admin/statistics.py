"""The figures of the question log, with a chart."""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape

from telegram import Message, Update
from telegram.constants import ChatAction
from telegram.error import TelegramError

from handlers.admin.chart import ChartWords
from handlers.admin.deeds import note
from handlers.admin.drawing import Drawing, DrawingError
from handlers.admin.lines import clip, shares
from handlers.admin.periods import read_period
from handlers.admin.working import acting
from handlers.context import Context
from handlers.records import ChatKind, LogStats, Tally
from handlers.replies import LABEL_LENGTH, Reply
from handlers.sending import send
from handlers.services import Services
from handlers.texts import Translations
from handlers.voices import Voice, Voices
from knowledge.verdict import Outcome

logger = logging.getLogger(__name__)

FACTS_SHOWN = 5


class Statistics:
    """Serves /stats."""

    def __init__(self, services: Services, voices: Voices) -> None:
        self._services = services
        self._voices = voices
        self._drawing = Drawing()

    async def stats(self, update: Update, context: Context) -> None:
        """Send the figures of a period, all of them without one; then the chart, for which nobody has to wait."""
        message = update.message
        if message is None or message.from_user is None:
            return
        voice = await self._voices.of(message.from_user)
        asked = " ".join(context.args or ())
        length = read_period(asked)
        if asked and length is None:
            how = voice.speech.gettext(
                "Write /stats for everything, or with a period: /stats 24h, /stats 7d, /stats 4w."
            )
            await send(message, Reply(how))
            return
        since = None if length is None else self._services.clock() - length
        stats = await self._services.log.stats(since)
        votes = await self._services.votes.since(since)
        await note(self._services, message.from_user, "stats", asked.lower())
        await send(message, Reply(figures_text(stats, votes, since, voice)))
        if stats.days:
            await self._send_chart(message, stats, voice.speech)

    async def _send_chart(self, message: Message, stats: LogStats, speech: Translations) -> None:
        words = ChartWords(
            speech.gettext("Questions per day"), speech.gettext("Questions per week"), _outcome_names(speech)
        )
        try:
            async with acting(message, ChatAction.UPLOAD_PHOTO):
                picture = await self._drawing.draw(stats.days, words)
                await message.reply_photo(picture, filename="questions.png", do_quote=False)
        except (DrawingError, TelegramError) as error:
            # The figures are said already: the admin need not hear of an ornament that failed.
            logger.warning("the chart could not be drawn or sent: %s", error)


def figures_text(stats: LogStats, votes: Mapping[str, Tally], since: datetime | None, voice: Voice) -> str:
    """Give the figures as lines of HTML."""
    speech = voice.speech
    heading = (
        speech.gettext("Since {moment} UTC").format(moment=f"{since:%Y-%m-%d %H:%M}")
        if since
        else speech.gettext("Since the beginning")
    )
    rows = [
        (speech.gettext("Questions"), str(stats.questions)),
        (speech.gettext("People"), str(stats.users)),
        (speech.gettext("Verdicts"), shares(_named(stats.outcomes, _outcome_names(speech)))),
        (speech.gettext("Languages"), shares(stats.languages)),
        (speech.gettext("Chats"), shares(_named(stats.chat_kinds, _kind_names(speech)))),
        (speech.gettext("Votes"), _votes(votes.values())),
    ]
    if stats.median_seconds is not None:
        rows.append((speech.gettext("Median time to the reply"), f"{stats.median_seconds * 1000:.0f} ms"))
    if stats.unsaved:
        rows.append((speech.gettext("Rows waiting for the database"), str(stats.unsaved)))
    lines = [f"<b>{label}:</b> {escape(value)}" for label, value in rows]
    busiest, label = list(stats.facts.items())[:FACTS_SHOWN], speech.gettext("Busiest facts")
    if busiest:
        lines.append(f"<b>{label}:</b>")
        lines += [f"{count} · {escape(_title(name, voice))}" for name, count in busiest]
    return "\n".join([f"<b>{heading}</b>", "", *lines])


def _title(name: str, voice: Voice) -> str:
    """Give a fact's title, cut; the id of one that is gone."""
    fact = voice.facts.facts.get(name)
    return clip(fact.heading(voice.language), LABEL_LENGTH) if fact else name


def _votes(votes: Iterable[Tally]) -> str:
    tallies = list(votes)
    return f"👍 {sum(tally.good for tally in tallies)}, 👎 {sum(tally.bad for tally in tallies)}"


def _named(counts: Mapping[str, int], names: Mapping[Outcome, str] | Mapping[ChatKind, str]) -> dict[str, int]:
    """Give counts by readable name; what has none, such as a later version's, keeps its own."""
    readable = {str(key): name for key, name in names.items()}
    return {readable.get(name, name): count for name, count in counts.items()}


def _outcome_names(speech: Translations) -> dict[Outcome, str]:
    return {
        Outcome.ANSWER: speech.gettext("answered"),
        Outcome.SUGGEST: speech.gettext("“did you mean”"),
        Outcome.UNKNOWN: speech.gettext("“I don't know”"),
    }


def _kind_names(speech: Translations) -> dict[ChatKind, str]:
    return {
        ChatKind.PRIVATE: speech.gettext("private"),
        ChatKind.GROUP: speech.gettext("groups"),
        ChatKind.INLINE: speech.gettext("typed inline"),
        ChatKind.CHOSEN: speech.gettext("sent inline"),
        ChatKind.GUEST: speech.gettext("guest"),
        ChatKind.BUSINESS: speech.gettext("business"),
    }
