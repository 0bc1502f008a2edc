"""Inline mode: facts as results while somebody types `@name question` in any chat."""

from collections.abc import Sequence
from time import monotonic

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode

from handlers.context import Context
from handlers.questions import asked_question
from handlers.replies import Replies
from handlers.services import ChatKind, Services
from knowledge.facts_model import Fact, FactBase

PAGE_LENGTH = 10
# Seconds that Telegram may show the same results to the same person: long enough for typing back and forth,
# short enough for changed facts to turn up soon.
CACHE_SECONDS = 60
# What clients show of a description.
DESCRIPTION_LENGTH = 120


class Inline:
    """Answers inline queries."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def search(self, update: Update, _: Context) -> None:
        """Offer the facts that the query may be after; for an empty query, a fact of each topic."""
        query = update.inline_query
        if query is None:
            return
        began, now = monotonic(), self._services.clock()
        knowledge = self._services.knowledge.current
        text = query.query.strip()
        if not text:
            language = knowledge.facts.language(query.from_user.language_code)
            await self._answer(query, knowledge.facts, [file.facts[0] for file in knowledge.facts.topics], language)
            return
        verdict = knowledge.ask(text, query.from_user.language_code)
        found = [knowledge.facts.facts[name] for name in knowledge.search(text)]
        try:
            await self._answer(query, knowledge.facts, found, verdict.language)
        finally:
            # Further pages belong to a question that is in the log already.
            if not query.offset:
                seconds = monotonic() - began
                row = asked_question(update, query.from_user, now, ChatKind.INLINE, text, verdict, seconds)
                await self._services.log.record(row)

    async def _answer(self, query: InlineQuery, base: FactBase, facts: Sequence[Fact], language: str) -> None:
        start = int(query.offset) if query.offset.isdecimal() else 0
        page = facts[start : start + PAGE_LENGTH]
        replies = Replies(base, self._services.texts)
        await query.answer(
            [_result(fact, language, replies) for fact in page],
            cache_time=CACHE_SECONDS,
            # The same words may be asked by people of different languages.
            is_personal=True,
            next_offset=str(start + PAGE_LENGTH) if len(facts) > start + PAGE_LENGTH else "",
            button=None if facts else self._no_match(language),
        )

    def _no_match(self, language: str) -> InlineQueryResultsButton:
        label = self._services.texts.of(language).gettext("Nothing found. Ask me in a private chat")
        return InlineQueryResultsButton(label, start_parameter="inline")


def _result(fact: Fact, language: str, replies: Replies) -> InlineQueryResultArticle:
    answer = fact.answer[language]
    return InlineQueryResultArticle(
        id=f"{language}:{fact.id}",
        title=fact.heading(language),
        description=answer if len(answer) <= DESCRIPTION_LENGTH else answer[: DESCRIPTION_LENGTH - 1].rstrip() + "…",
        input_message_content=InputTextMessageContent(
            replies.fact_text(fact, language),
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
    )
