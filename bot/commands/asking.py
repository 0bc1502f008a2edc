"""One question, one verdict, without Telegram: `tanya ask` and `tanya eval`."""

import re
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Self

from bot.commands.progress import progress
from bot.problems import StartError
from bot.settings import index_cache
from handlers.replies import Replies
from handlers.texts import Texts
from knowledge.knowledge import Knowledge
from knowledge.matching.explanation import Explanation
from knowledge.verdict import Outcome, Verdict

_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Said:
    """A verdict and its text, in the form of `ask --json`; `confidence` is in [0, 1]."""

    question: str
    outcome: Outcome
    fact: str | None
    suggestions: tuple[str, ...]
    confidence: float
    language: str
    text: str


class Asking:
    """Puts questions to a fact base; replies in `language`, or in the question's own without it."""

    def __init__(self, knowledge: Knowledge, texts: Texts, language: str | None = None) -> None:
        self._knowledge = knowledge
        self._texts = texts
        self._language = language

    @classmethod
    def open(cls, folder: Path, language: str | None = None) -> Self:
        """Read the facts. Raises FactBaseError, and StartError for a language that they don't have."""
        with progress("reading the facts; changed ones take some seconds to learn"):
            knowledge = Knowledge.read(folder, index_cache())
        languages = knowledge.facts.manifest.languages
        if language and language not in languages:
            raise StartError(f"the facts have no language '{language}'; they have {', '.join(languages)}")
        return cls(knowledge, Texts.load(), language)

    def ask(self, question: str) -> Said:
        """Give the verdict on a question, and its text."""
        return self.said(question, self.verdict(question))

    def explain(self, question: str) -> Explanation:
        """Give the reasons for the verdict on a question."""
        return self._knowledge.matcher.explain(question)

    def verdict(self, question: str) -> Verdict:
        """Give the bare verdict."""
        verdict = self._knowledge.ask(question, self._language)
        return replace(verdict, language=self._language) if self._language else verdict

    def said(self, question: str, verdict: Verdict) -> Said:
        """Put a verdict into words: what the bot would say, without its markup, and its buttons a line each."""
        replies = Replies(self._knowledge.facts, self._texts.of(verdict.language), verdict.language)
        reply = replies.verdict(verdict)
        lines = [unescape(_TAG.sub("", "\n".join(reply.parts)))]
        if reply.keyboard and verdict.outcome is not Outcome.ANSWER:
            lines += [f"- {button.text}" for row in reply.keyboard.inline_keyboard for button in row]
        return Said(
            question=question,
            outcome=verdict.outcome,
            fact=verdict.fact,
            suggestions=verdict.suggestions,
            confidence=round(verdict.confidence, 4),
            language=verdict.language,
            text="\n".join(lines),
        )
