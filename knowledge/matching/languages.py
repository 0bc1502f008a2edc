"""Which of the fact base's languages a question is in, by its words."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

# Seen in no example, yet not impossible.
SMOOTHING = 0.1
# Languages within this log-likelihood of the best are all possible: names and loan words belong to many.
DOUBT = 1.0


@dataclass(frozen=True)
class LanguageGuesser:
    """A naive Bayes model over words."""

    likelihoods: Mapping[str, Mapping[str, float]]

    @classmethod
    def fit(cls, samples: Iterable[tuple[str, Sequence[str]]]) -> Self:
        """Learn from (language, words)."""
        counts: dict[str, Counter[str]] = {}
        for language, words in samples:
            counts.setdefault(language, Counter()).update(words)
        vocabulary = {word for count in counts.values() for word in count}
        totals = {language: count.total() + SMOOTHING * len(vocabulary) for language, count in counts.items()}
        return cls(
            {
                word: {
                    language: math.log((count[word] + SMOOTHING) / totals[language])
                    for language, count in sorted(counts.items())
                }
                for word in vocabulary
            }
        )

    def possible(self, words: Sequence[str]) -> tuple[str, ...]:
        """Give the languages that the words may be in, likeliest first; none where no word is known."""
        sums: defaultdict[str, float] = defaultdict(float)
        for word in words:
            for language, likelihood in self.likelihoods.get(word, {}).items():
                sums[language] += likelihood
        if not sums:
            return ()
        best = max(sums.values())
        ranked = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
        return tuple(language for language, value in ranked if value >= best - DOUBT)
