"""The last word of an unfinished text: what it may become, by the words of the facts' own questions."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from knowledge.matching.trained import Trained
from knowledge.text import normalise, words

# The likeliest ones hold what is meant, or the next letter tells; each costs a look-up of its own.
COMPLETIONS = 5
# What a word that is rare beside the commonest completion counts: (share of its times) to this power.
RARITY = 0.1
# A shorter word that begins others is more often their beginning.
SHORTEST_WHOLE = 3
# Comes after all words that begin with the text before it.
_LAST = "\U0010ffff"


@dataclass(frozen=True)
class Completion:
    """A text that an unfinished one may become, and the `word` that it ends with; `weight` is its likelihood, to 1."""

    text: str
    word: str
    weight: float


@dataclass(frozen=True)
class Beginning:
    """A text that ends within or behind a word; `whole` if that word may well be finished.

    `completions` are what it may become, likeliest first.
    """

    whole: bool
    completions: tuple[Completion, ...] = ()


@dataclass(frozen=True)
class Completer:
    """Completes words; `times` counts how often the facts' questions use each, and `ordered` are the same, sorted."""

    trained: Trained
    times: Mapping[str, int]
    ordered: Sequence[str]

    @classmethod
    def of(cls, trained: Trained, questions: Iterable[str]) -> Self:
        """Take the words of normalised questions."""
        times = Counter(word for question in questions for word in question.split())
        return cls(trained, times, sorted(times))

    def beginning(self, text: str) -> Beginning:
        """Give what a text may become."""
        typed = normalise(text)
        read = words(typed)
        # A space, a question mark, a full stop: the word is finished.
        if not read or text != text.rstrip() or not typed.endswith(read[-1]):
            return Beginning(whole=True)
        last, begun = read[-1], self._begun_by(read[-1])
        alone, others = self.times.get(last, 0), sum(self.times[word] for word in begun)
        whole = alone > 0 and (len(last) >= SHORTEST_WHOLE or alone > others)
        head = typed.removesuffix(last)
        chosen = self._likeliest(begun, last if whole else "", read[-2] if len(read) > 1 else "")
        most = max((self.times[word] for word in chosen), default=1)
        weights = [(self.times[word] / most) ** RARITY for word in chosen]
        found = [Completion(head + word, word, weight) for word, weight in zip(chosen, weights, strict=True)]
        return Beginning(whole, tuple(found))

    def _begun_by(self, beginning: str) -> list[str]:
        """Give the longer words with this beginning that tell what a question speaks of."""
        start = bisect_left(self.ordered, beginning)
        end = bisect_left(self.ordered, beginning + _LAST, lo=start)
        return [word for word in self.ordered[start:end] if word != beginning and self.trained.parser.tells(word)]

    def _likeliest(self, begun: Sequence[str], whole: str, before: str) -> list[str]:
        """Give words of different meanings: those that follow the word before in some question come first.

        Of words that mean the same it is the commonest; what means the same as the `whole` word is left out.
        """
        pairs, parser = self.trained.vectorizer.columns, self.trained.parser

        def unlikely(word: str) -> tuple[bool, int, str]:
            return f"b{before} {word}" not in pairs, -self.times[word], word

        chosen = {parser.parse(whole).units: whole}
        for word in sorted(begun, key=unlikely):
            chosen.setdefault(parser.parse(word).units, word)
            if len(chosen) > COMPLETIONS:
                break
        return list(chosen.values())[1:]
