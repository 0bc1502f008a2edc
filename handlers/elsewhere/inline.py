"""Inline mode: facts as results while somebody types `@name question` in any chat."""

from collections.abc import Sequence

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)

from handlers.asking import Asker, Asking, Question
from handlers.context import Context
from handlers.records import ChatKind
from handlers.services import Services
from handlers.voices import Voice, Voices
from knowledge.facts_model import Fact

PAGE_LENGTH = 10
# Seconds that Telegram may show the same results to the same person: long enough for typing back and forth,
# short enough for changed facts to turn up soon.
CACHE_SECONDS = 60
# What clients show of a description.
DESCRIPTION_LENGTH = 120


class Inline:
    """Answers inline queries."""

    def __init__(self, services: Services, voices: Voices, asking: Asking) -> None:
        self._services = services
        self._voices = voices
        self._asking = asking

    async def search(self, update: Update, _: Context) -> None:
        """Offer the facts that the query may be after; for an empty query, a fact of each topic."""
        query = update.inline_query
        if query is None:
            return
        text = query.query.strip()
        if not text:
            voice = await self._voices.of(query.from_user)
            await self._answer(query, [file.facts[0] for file in voice.facts.topics], voice)
            return
        knowledge = self._services.knowledge.current
        asker = Asker(query.from_user.id, query.from_user.language_code)
        judged = await self._asking.judge(Question(update.update_id, asker, ChatKind.INLINE, text))
        try:
            found = [knowledge.facts.facts[name] for name in knowledge.search(text)]
            await self._answer(query, found, judged.voice)
        finally:
            # Further pages belong to a question that is in the log already.
            if not query.offset:
                await self._asking.record(judged)

    async def _answer(self, query: InlineQuery, facts: Sequence[Fact], voice: Voice) -> None:
        start = int(query.offset) if query.offset.isdecimal() else 0
        page = facts[start : start + PAGE_LENGTH]
        await query.answer(
            [_result(fact, voice) for fact in page],
            cache_time=CACHE_SECONDS,
            # The same words may be asked by people of different languages.
            is_personal=True,
            next_offset=str(start + PAGE_LENGTH) if len(facts) > start + PAGE_LENGTH else None,
            button=None if facts else _no_match(voice),
        )


def _no_match(voice: Voice) -> InlineQueryResultsButton:
    label = voice.speech.gettext("Nothing found. Ask me in a private chat")
    return InlineQueryResultsButton(label, start_parameter="inline")


def _result(fact: Fact, voice: Voice) -> InlineQueryResultArticle:
    answer = fact.answer[voice.language]
    return InlineQueryResultArticle(
        id=f"{voice.language}:{fact.id}",
        title=fact.heading(voice.language),
        description=answer if len(answer) <= DESCRIPTION_LENGTH else answer[: DESCRIPTION_LENGTH - 1].rstrip() + "…",
        input_message_content=InputTextMessageContent(voice.replies.fact_text(fact)),
    )
