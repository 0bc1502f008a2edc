"""From a question to a verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np

from knowledge.facts_model import FactBase
from knowledge.matching.cache import load_index, save_index
from knowledge.matching.completing import SHORTEST_WHOLE, Completer
from knowledge.matching.confidence import Match, signs
from knowledge.matching.explanation import Candidate, Explanation, Thresholds, explain
from knowledge.matching.ngrams import Floats
from knowledge.matching.question import Question
from knowledge.matching.trained import Trained
from knowledge.text import normalise, question_key, words
from knowledge.verdict import Outcome, Verdict
from knowledge.wordings import own_wordings

# From this confidence on a fact is given as the answer; chosen on the development set so that few answers are wrong.
ANSWER_AT = 0.6
# A fact is worth suggesting from this score on; a question's own words alone reach about a third of it.
SUGGEST_AT = 0.12
SUGGESTIONS = 3
# A fact's own question, or its title, is that fact's whatever the training made of it.
OWN_CONFIDENCE = 0.99
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
    """The index over a fact base's questions; immutable.

    `own` gives by key the fact of each wording that is its own. The index may have been trained when the facts had
    fewer questions.
    """

    facts: FactBase
    trained: Trained
    own: Mapping[str, str]
    completer: Completer

    @classmethod
    def build(cls, facts: FactBase, cache: Path | None = None) -> Self:
        """Take the index from the folder `cache` if it is there, else learn the facts: seconds of work."""
        trained = load_index(cache, facts) if cache else None
        if trained is None:
            from knowledge.matching.training import train  # noqa: PLC0415 - its libraries take long to import

            trained = train(facts)
            if cache:
                save_index(cache, facts, trained)
        return cls.of(facts, trained)

    @classmethod
    def of(cls, facts: FactBase, trained: Trained) -> Self:
        """Put a trained index and its facts together."""
        own = own_wordings(facts)
        return cls(facts, trained, own, Completer.of(trained, own))

    def verdict(self, text: str, spoken: str | None = None) -> Verdict:
        """Give the verdict; `spoken` is the asker's language, for questions that could be in several."""
        readings, several = self._judged(text)
        surest = _surest(readings)
        language = self._language(readings[0].question, spoken)
        if own := self.own.get(question_key(text)):
            return Verdict(Outcome.ANSWER, own, (), max(OWN_CONFIDENCE, surest.confidence), language)
        ids, near = self.trained.ids, surest.near
        if several:
            fact, *also = (ids[one.near[0]] for one in several)
            return Verdict(Outcome.ANSWER, fact, (), _least_sure(several).confidence, language, also=tuple(also))
        if surest.confidence >= ANSWER_AT:
            return Verdict(Outcome.ANSWER, ids[near[0]], (), surest.confidence, language)
        if near:
            names = tuple(ids[number] for number in near)
            missing = self.trained.aspects.missing(surest.question, near[0])
            return Verdict(Outcome.SUGGEST, None, names, surest.confidence, language, missing)
        return Verdict(Outcome.UNKNOWN, None, (), surest.confidence, language)

    def explain(self, text: str) -> Explanation:
        """Give the reasons for the verdict; of several questions, for the least sure one."""
        readings, several = self._judged(text)
        counting = _least_sure(several) if several else _surest(readings)
        if counting not in readings:
            readings.append(counting)
        candidates = [Candidate(one.question, one.confidence, self._scores(one.question)) for one in readings]
        facts = tuple(self.trained.ids[one.near[0]] for one in several)
        thresholds = Thresholds(ANSWER_AT, SUGGEST_AT)
        explained = explain(self.trained, candidates, candidates[readings.index(counting)], thresholds, facts)
        if own := self.own.get(question_key(text)):
            return replace(explained, own=own, confidence=max(OWN_CONFIDENCE, explained.confidence))
        return explained

    def _judged(self, text: str) -> tuple[list["_Judged"], tuple["_Judged", ...]]:
        """Give the readings of a message; and its questions, one a fact, if there are several and all are sure."""
        message = self.trained.parser.take_apart(text)
        judged = {question: self._judge(question) for question in (*message.readings, *message.asked)}
        readings = [judged[question] for question in message.readings]
        asked = [judged[question] for question in message.asked]
        if any(one.confidence < ANSWER_AT for one in asked):
            return readings, ()
        by_fact = {one.near[0]: one for one in reversed(asked)}
        return readings, tuple(by_fact[number] for number in reversed(by_fact)) if len(by_fact) > 1 else ()

    def search(self, text: str) -> tuple[str, ...]:
        """Give the ids of the facts that the text may be after, likeliest first; its last word may be unfinished.

        None, if the likeliest one would not be worth a suggestion.
        """
        beginning = self.completer.beginning(text)
        as_typed = self._searched(text)
        completed = [self._searched(one.text) * one.weight for one in beginning.completions]
        if beginning.whole or question_key(text) in self.own:
            # What more it may become comes behind what it says.
            found = [_worth_showing(as_typed), *map(_worth_showing, [np.max(completed, axis=0)] if completed else [])]
        else:
            found = [_worth_showing(np.max([as_typed, *completed], axis=0))]
        return tuple(self.trained.ids[index] for index in dict.fromkeys(index for some in found for index in some))

    def nearest(self, text: str) -> tuple[str, ...]:
        """Give the ids of all facts, the nearest to the text first, however far they are."""
        return tuple(self.trained.ids[index] for index in _ranked(self._scores(self.trained.parser.parse(text))))

    def _searched(self, text: str) -> Floats:
        """Give the scores of a text that is no filler alone; else scores that nothing reaches."""
        question = self.trained.parser.parse(text)
        scores = self._scores(question)
        return scores if self.trained.may_ask(question) else np.full_like(scores, -np.inf)

    def is_own(self, text: str) -> bool:
        """Whether the text is a fact's example question or title."""
        return question_key(text) in self.own

    def usual_words(self) -> set[str]:
        """Give the words that are hardly typing errors: the concepts', and those that the facts' texts use again."""
        concepts = {word for forms in self.facts.concepts.values() for form in forms for word in words(normalise(form))}
        return concepts.union(word for word, times in self.trained.vocabulary.items() if times > 1)

    def _judge(self, question: Question) -> "_Judged":
        if not self.trained.may_ask(question):
            return _Judged(question, 0.0, ())
        scores = self._scores(question)
        match = Match.of(scores[None, :-1])
        shown = signs(match, scores[-1:], np.array([self.trained.unseen_share(question)]))
        confidence = float(self.trained.confidence.probability(shown)[0])
        near = tuple(number for number in _ranked(scores)[:SUGGESTIONS] if scores[number] >= SUGGEST_AT)
        return _Judged(question, confidence if near else 0.0, near)

    def _scores(self, question: Question) -> Floats:
        columns, values = self.trained.vectorizer.vector(question)
        return self.trained.scorer.scores(columns, values)

    def _language(self, question: Question, spoken: str | None) -> str:
        possible = self._languages(question.words)
        wanted = (spoken or "").lower().split("-", maxsplit=1)[0]
        if not possible or wanted in possible:
            return self.facts.language(spoken)
        return possible[0]

    def _languages(self, words: Sequence[str]) -> tuple[str, ...]:
        """Give the languages that the words may be in, likeliest first.

        Of a last word that is not finished, what it may become tells, if it is more than a letter or two.
        """
        guesser, beginning = self.trained.guesser, self.completer.beginning(" ".join(words))
        if beginning.whole:
            return guesser.possible(words)
        *finished, last = words
        if (found := guesser.possible(finished)) or len(last) < SHORTEST_WHOLE:
            return found
        begun = [one.word for one in beginning.completions]
        return tuple(dict.fromkeys(language for word in begun for language in guesser.possible([word])))


def _surest(readings: Sequence[_Judged]) -> _Judged:
    """Give the reading to go by; the whole message comes first.

    A part may be surer than the whole, but not of a fact that the whole is far from: "Hackers everywhere. What does
    the CSTO do about that?" does not ask what the CSTO is.
    """
    whole = readings[0]
    fitting = [part for part in readings[1:] if set(part.near[:1]) <= set(whole.near)]
    return max((whole, *fitting), key=lambda judged: judged.confidence)


def _least_sure(judged: Sequence[_Judged]) -> _Judged:
    return min(judged, key=lambda one: one.confidence)


def _ranked(scores: Floats) -> list[int]:
    """Give the facts' numbers, highest score first, ties by number (that is, by id)."""
    return [int(index) for index in np.argsort(-scores[:-1], kind="stable")]


def _worth_showing(scores: Floats) -> list[int]:
    """Give the facts to show in a search, in order."""
    ranked = [number for number in _ranked(scores) if scores[number] >= SEARCH_AT]
    return ranked if ranked and scores[ranked[0]] >= SUGGEST_AT else []
