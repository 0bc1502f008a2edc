"""From a question to a verdict."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from knowledge.facts_model import FactBase
from knowledge.matching.cache import load_index, save_index
from knowledge.matching.confidence import Match, signs
from knowledge.matching.ngrams import Floats
from knowledge.matching.question import Question
from knowledge.matching.training import Trained, train
from knowledge.verdict import Outcome, Verdict

# From this confidence on a fact is given as the answer; chosen on the development set so that few answers are wrong.
ANSWER_AT = 0.6
# A fact is worth suggesting from this score on; a question's own words alone reach about a third of it.
SUGGEST_AT = 0.15
SUGGESTIONS = 3
# What an inline search still shows.
SEARCH_AT = 0.05


@dataclass(frozen=True)
class _Judged:
    """A reading of a message, how sure its match is, and the numbers of the nearest facts, nearest first."""

    question: Question
    confidence: float
    near: tuple[int, ...]


@dataclass(frozen=True)
class Matcher:
    """The index over a fact base's questions; immutable."""

    facts: FactBase
    trained: Trained

    @classmethod
    def build(cls, facts: FactBase, cache: Path | None = None) -> Self:
        """Take the index from the folder `cache` if it is there, else learn the facts: seconds of work."""
        if cache is None:
            return cls(facts, train(facts))
        trained = load_index(cache, facts)
        if trained is None:
            trained = train(facts)
            save_index(cache, facts, trained)
        return cls(facts, trained)

    def verdict(self, text: str, spoken: str | None = None) -> Verdict:
        """Give the verdict; `spoken` is the asker's language, for questions that could be in several."""
        readings = [self._judge(question) for question in self.trained.parser.readings(text)]
        surest = max(readings, key=lambda judged: judged.confidence)
        language = self._language(readings[0].question, spoken)
        ids, near = self.trained.ids, surest.near
        if surest.confidence >= ANSWER_AT:
            return Verdict(Outcome.ANSWER, ids[near[0]], (), surest.confidence, language)
        if near:
            names = tuple(ids[number] for number in near)
            missing = self.trained.aspects.missing(surest.question, near[0])
            return Verdict(Outcome.SUGGEST, None, names, surest.confidence, language, missing)
        return Verdict(Outcome.UNKNOWN, None, (), surest.confidence, language)

    def search(self, text: str) -> tuple[str, ...]:
        """Give the ids of the facts that the text may be after, likeliest first."""
        scores = self._scores(self.trained.parser.parse(text))
        return tuple(self.trained.ids[index] for index in _ranked(scores) if scores[index] >= SEARCH_AT)

    def _judge(self, question: Question) -> "_Judged":
        # Without content there is nothing to be sure of, nor to suggest.
        if not question.units:
            return _Judged(question, 0.0, ())
        scores = self._scores(question)
        match = Match.of(scores[None, :-1])
        unseen = sum(unit not in self.trained.seen for unit in question.units) / len(question.units)
        shown = signs(match, scores[-1:], np.array([unseen]))
        confidence = float(self.trained.confidence.probability(shown)[0])
        near = tuple(number for number in _ranked(scores)[:SUGGESTIONS] if scores[number] >= SUGGEST_AT)
        return _Judged(question, confidence if near else 0.0, near)

    def _scores(self, question: Question) -> Floats:
        columns, values = self.trained.vectorizer.vector(question)
        return values @ self.trained.weights[columns]

    def _language(self, question: Question, spoken: str | None) -> str:
        possible = self.trained.guesser.possible(question.words)
        wanted = (spoken or "").lower().split("-", maxsplit=1)[0]
        if not possible or wanted in possible:
            return self.facts.language(spoken)
        return possible[0]


def _ranked(scores: Floats) -> list[int]:
    """Give the facts' numbers, highest score first, ties by number (that is, by id)."""
    return [int(index) for index in np.argsort(-scores[:-1], kind="stable")]
