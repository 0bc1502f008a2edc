"""From a question to a verdict."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from knowledge.facts_model import FactBase
from knowledge.matching.ngrams import Floats, Vectorizer
from knowledge.text import normalise, words
from knowledge.verdict import Outcome, Verdict


@dataclass(frozen=True)
class Matcher:
    """The index over a fact base's questions."""

    facts: FactBase
    ids: tuple[str, ...]
    vectorizer: Vectorizer
    weights: Floats

    @classmethod
    def build(cls, facts: FactBase) -> Self:
        ids = tuple(sorted(facts.facts))
        number = {name: index for index, name in enumerate(ids)}
        examples = [(words(normalise(q)), number[name]) for name, _, q in facts.questions()]
        examples += [(words(normalise(q)), len(ids)) for _, _, q in facts.near_misses()]
        vectorizer = Vectorizer.fit(question for question, _ in examples)
        vectors = vectorizer.matrix(question for question, _ in examples)
        targets = np.zeros((len(examples), len(ids) + 1))
        targets[np.arange(len(examples)), [label for _, label in examples]] = 1
        gram = (vectors @ vectors.T).toarray() + 0.3 * np.eye(len(examples))
        return cls(facts, ids, vectorizer, np.asarray(vectors.T @ np.linalg.solve(gram, targets)))

    def verdict(self, question: str, spoken: str | None = None) -> Verdict:
        scores = self._scores(question)
        order = np.argsort(-scores[:-1], kind="stable")
        language = self.facts.language(spoken)
        best = float(scores[order[0]])
        confidence = 1 / (1 + math.exp(-10 * (best - 0.5)))
        near = tuple(self.ids[i] for i in order[:3])
        if best > 0.5:
            return Verdict(Outcome.ANSWER, near[0], (), confidence, language)
        if best > 0.15:
            return Verdict(Outcome.SUGGEST, None, near, confidence, language)
        return Verdict(Outcome.UNKNOWN, None, (), confidence, language)

    def search(self, text: str) -> tuple[str, ...]:
        scores = self._scores(text)
        return tuple(self.ids[i] for i in np.argsort(-scores[:-1], kind="stable") if scores[i] > 0.05)

    def _scores(self, question: str) -> Floats:
        columns, values = self.vectorizer.vector(words(normalise(question)))
        return values @ self.weights[columns]
