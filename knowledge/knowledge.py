"""The facts together with the index over them: what a question is put to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from knowledge.courtesy import Courtesies, Courtesy
from knowledge.facts_model import FactBase
from knowledge.matching.matcher import Matcher
from knowledge.reading import read_facts
from knowledge.taught import TaughtExample, Untaught
from knowledge.verdict import Verdict


@dataclass(frozen=True)
class Knowledge:
    """A fact base and its matcher; immutable, so a reload swaps the pair whole.

    `untaught` is what the files alone say.
    """

    facts: FactBase
    matcher: Matcher
    courtesies: Courtesies
    untaught: Untaught

    @classmethod
    def read(cls, folder: Path, cache: Path | None = None) -> Self:
        """Read the folder and build the index, or take it from the folder `cache` if it was built before.

        Seconds of work, not for an event loop. Raises FactBaseError.
        """
        facts = read_facts(folder)
        matcher = Matcher.build(facts, cache)
        return cls(facts, matcher, Courtesies.read(real=matcher.usual_words()), Untaught(facts, matcher.own))

    def taught(self, examples: Sequence[TaughtExample]) -> Self:
        """Give what the files say with just these examples: known word for word, not learnt yet.

        Milliseconds of work, after the first time. The index stays as it is, whatever it has learnt.
        """
        taught = self.untaught.taught(examples)
        return replace(self, facts=taught.facts, matcher=replace(self.matcher, facts=taught.facts, own=taught.own))

    def learnt(self, cache: Path | None = None) -> Self:
        """Build the index over the facts as they are now, or take it from `cache`: seconds, not for an event loop."""
        matcher = Matcher.build(self.facts, cache)
        return replace(self, matcher=matcher, courtesies=Courtesies.read(real=matcher.usual_words()))

    def ask(self, question: str, spoken: str | None = None) -> Verdict:
        """Give the verdict on a question; `spoken` is the asker's language, used where the question shows none."""
        return self.matcher.verdict(question, spoken)

    def search(self, text: str) -> tuple[str, ...]:
        """Give the ids of the facts that `text`, perhaps unfinished, may be after; likeliest first."""
        return self.matcher.search(text)

    def nearest(self, question: str) -> tuple[str, ...]:
        """Give the ids of all facts, the nearest to the question first, for a person to choose from."""
        return self.matcher.nearest(question)

    def courtesy(self, text: str, spoken: str | None = None) -> tuple[Courtesy, str] | None:
        """Give the kind of small talk that a message is, and its language; None for anything else.

        A fact's own question is none: what the facts answer, they answer.
        """
        found = self.courtesies.kind(text, self.facts.language(spoken))
        return None if found and self.matcher.is_own(text) else found
