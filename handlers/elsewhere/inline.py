"""Inline mode: facts as results while somebody types `@name question` in any chat."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from telegram import InlineQuery, InlineQueryResultArticle, InlineQueryResultsButton, Update

from handlers.asking import Asker, Asking, Judged, Question
from handlers.context import Context
from handlers.elsewhere.articles import article
from handlers.records import ChatKind
from handlers.replies import QUERY_LENGTH
from handlers.services import Services
from handlers.voices import Voice, Voices
from knowledge.facts_model import Fact, FactBase
from knowledge.knowledge import Knowledge

PAGE_LENGTH = 10
# Seconds that Telegram may show the same results to the same person: long enough for typing back and forth, short
# enough for changed facts to turn up soon; shorter while somebody may look whether a change has arrived.
CACHE_SECONDS = 60
CACHE_SECONDS_AFTER_RELOAD = 3
AFTER_RELOAD = timedelta(minutes=5)
FACT_QUERY = "fact:"


class Inline:
    """Answers inline queries."""

    def __init__(self, services: Services, voices: Voices, asking: Asking) -> None:
        self._services = services
        self._voices = voices
        self._asking = asking

    async def search(self, update: Update, _: Context) -> None:
        """Offer the facts that the query may be after; for an empty query, a fact of each topic.

        Who types more than `Limits` allow gets no answer: the next letters ask again.
        """
        query = update.inline_query
        if query is None or not self._services.limits.typing(query.from_user.id):
            return
        if self._services.is_closed_to(query.from_user.id):
            await self._say_closed(query)
        elif query.query.strip():
            await self._find(update, query)
        else:
            voice = await self._voices.of(query.from_user)
            await self._offer(query, [file.facts[0] for file in voice.facts.topics], voice)

    async def _find(self, update: Update, query: InlineQuery) -> None:
        knowledge = self._services.knowledge.current
        asker = Asker(query.from_user.id, query.from_user.language_code)
        judged = await self._asking.judge(Question(update.update_id, asker, ChatKind.INLINE, query.query.strip()))
        try:
            found = _found(knowledge, query.query, judged)
            button = None if found else _no_match(judged.voice, update.update_id)
            await self._offer(query, found, judged.voice, button)
        finally:
            # Further pages belong to a question that is in the log already.
            if not query.offset:
                await self._asking.record(judged)

    async def _offer(
        self, query: InlineQuery, facts: Sequence[Fact], voice: Voice, button: InlineQueryResultsButton | None = None
    ) -> None:
        """Give a page of the facts. Pages of other facts do not fit together: after a reload there are no more."""
        edition = voice.facts.fingerprint[:8]
        start = _start(query.offset, edition)
        page = facts[start : start + PAGE_LENGTH] if start is not None else []
        more = bool(page) and start is not None and len(facts) > start + PAGE_LENGTH
        await self._answer(
            query,
            [article(fact, voice, query.get_bot().username) for fact in page],
            cache_seconds(self._services.knowledge.loaded_at, self._services.clock()),
            button,
            f"{(start or 0) + PAGE_LENGTH}-{edition}" if more else None,
        )

    async def _say_closed(self, query: InlineQuery) -> None:
        voice = await self._voices.of(query.from_user)
        label = voice.speech.gettext("I am being worked on. Please come back later.")
        button = InlineQueryResultsButton(label, start_parameter="closed")
        await self._answer(query, [], CACHE_SECONDS_AFTER_RELOAD, button)

    async def _answer(
        self, query: InlineQuery, results: Sequence[InlineQueryResultArticle], seconds: int,
        button: InlineQueryResultsButton | None, next_offset: str | None = None,
    ) -> None:  # fmt: skip
        # The same words may be asked by people of different languages. An empty offset, which says the same as none,
        # would become "[]" in python-telegram-bot 22.8 with defaults.
        await query.answer(results, cache_time=seconds, is_personal=True, next_offset=next_offset, button=button)


def cache_seconds(loaded_at: datetime, now: datetime) -> int:
    """Give how long Telegram may keep results, by when the facts were loaded."""
    return CACHE_SECONDS_AFTER_RELOAD if now - loaded_at < AFTER_RELOAD else CACHE_SECONDS


def _found(knowledge: Knowledge, typed: str, judged: Judged) -> list[Fact]:
    """Give the facts to choose from: what is asked for by name, what answers, what the words may be after."""
    facts = knowledge.facts
    answering = [name for name in (judged.verdict.fact, *judged.verdict.also) if name]
    names = dict.fromkeys((*_named(facts, typed), *answering, *knowledge.search(typed)))
    return [facts.facts[name] for name in names if name in facts.facts]


def _named(facts: FactBase, typed: str) -> Iterator[str]:
    """Give the fact that is asked for as `fact:ID`, or those whose heading was typed: the share button does."""
    wanted = _one_line(typed)
    if wanted.startswith(FACT_QUERY):
        yield wanted.removeprefix(FACT_QUERY).strip()
    for fact in facts.facts.values():
        if any(_one_line(fact.heading(language)) == wanted for language in facts.manifest.languages):
            yield fact.id


def _one_line(text: str) -> str:
    return " ".join(text[:QUERY_LENGTH].split()).casefold()


def _no_match(voice: Voice, update_id: int) -> InlineQueryResultsButton:
    """Lead to the private chat, which takes up the question that is logged with this update."""
    label = voice.speech.gettext("Nothing found. Ask me in a private chat")
    return InlineQueryResultsButton(label, start_parameter=f"ask-{update_id}")


def _start(offset: str, edition: str) -> int | None:
    """Give where a page begins; None if there is no such page, or it is one of other facts."""
    if not offset:
        return 0
    start, _, of = offset.partition("-")
    # Forged ones may be of any length.
    return int(start) if of == edition and start.isascii() and start.isdecimal() and len(start) < len(edition) else None
