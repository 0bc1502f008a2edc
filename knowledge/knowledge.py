"""The facts together with the index over them: what a question is put to."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from knowledge.courtesy import Courtesies, Courtesy
from knowledge.facts_model import FactBase
from knowledge.matching.matcher import Matcher
from knowledge.reading import read_facts
from knowledge.verdict import Verdict


@dataclass(frozen=True)
class Knowledge:
    """A fact base and its matcher; immutable, so a reload swaps the pair whole."""

    facts: FactBase
    matcher: Matcher
    courtesies: Courtesies

    @classmethod
    def read(cls, folder: Path, cache: Path | None = None) -> Self:
        """Read the folder and build the index, or take it from the folder `cache` if it was built before.

        Seconds of work, not for an event loop. Raises FactBaseError.
        """
        return cls.of(read_facts(folder), cache)

    @classmethod
    def of(cls, facts: FactBase, cache: Path | None = None) -> Self:
        """Build the index over facts, or take it from the folder `cache`. Seconds of work, not for an event loop."""
        matcher = Matcher.build(facts, cache)
        return cls(facts, matcher, Courtesies.read(real=matcher.usual_words()))

    def with_questions_of(self, facts: FactBase) -> Self:
        """Give the same facts with other questions: known word for word, not learnt yet.

        Tenths of a second for thousands of questions.
        """
        return replace(self, facts=facts, matcher=Matcher.of(facts, self.matcher.trained))

    def ask(self, question: str, spoken: str | None = None) -> Verdict:
        """Give the verdict on a question; `spoken` is the asker's language, used where the question shows none."""
        return self.matcher.verdict(question, spoken)

    def search(self, text: str) -> tuple[str, ...]:
        """Give the ids of the facts that `text`, perhaps unfinished, may be after; likeliest first."""
        return self.matcher.search(text)

    def courtesy(self, text: str, spoken: str | None = None) -> tuple[Courtesy, str] | None:
        """Give the kind of small talk that a message is, and its language; None for anything else.

        A fact's own question is none: what the facts answer, they answer.
        """
        found = self.courtesies.kind(text, self.facts.language(spoken))
        return None if found and self.matcher.is_own(text) else found
