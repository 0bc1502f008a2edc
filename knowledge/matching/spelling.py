"""Typing errors, mended toward the words that the facts use."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

# A shorter word is as near to many words as to the one that was meant.
SHORTEST = 4
# From this length on, two letters may be wrong.
LONG = 8
CANDIDATES = 8
# A long word that the facts' texts have no more often may be a typing error itself, if they have one like it so many
# times as often.
RARE, RARE_LENGTH, AS_OFTEN = 3, 7, 20
# A longer word is no word.
LONGEST = 30


class Speller:
    """Knows the vocabulary of a fact base: how often its texts use each word."""

    def __init__(self, frequencies: Counter[str]) -> None:
        self._frequencies = frequencies
        # By first letter and length: a mended word differs from the typed one by two letters at most.
        self._alike: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        self._by_rest: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted(frequencies):
            if len(word) >= SHORTEST:
                self._alike[word[0], len(word)].append(word)
                self._by_rest[word[1:]].append(word)

    def uses(self, word: str) -> bool:
        """Whether the facts use the word."""
        return word in self._frequencies

    def knows(self, word: str) -> bool:
        """Whether the facts use the word, and it is no typing error of theirs for all that shows."""
        times = self._frequencies[word]
        return times > RARE or (times > 0 and len(word) < RARE_LENGTH)

    def mend(self, word: str) -> str | None:
        """Give the word that was probably meant, None if there is none or the word is known.

        One letter may be wrong, missing, doubled or swapped with the next (two in a long word): Damerau's typing
        errors, by rapidfuzz's optimal string alignment. A wrong first letter is rare, so it is trusted in short words,
        and no other letter may be wrong beside it.
        """
        if not SHORTEST <= len(word) <= LONGEST or any(char.isdigit() for char in word) or self.knows(word):
            return None
        found = [*self._same_beginning(word)]
        if len(word) > SHORTEST + 1:
            found += [(1, True, -self._frequencies[candidate], candidate) for candidate in self._other_beginning(word)]
        meant = min(found)[3] if found else None
        return meant if meant and self._frequencies[meant] >= AS_OFTEN * self._frequencies[word] else None

    def _same_beginning(self, word: str) -> Iterator[tuple[int, bool, int, str]]:
        """Give the words of this first letter that are near: distance, False, how rare, word."""
        allowed = 2 if len(word) >= LONG else 1
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            words = self._alike.get((word[0], length), ())
            near = process.extract(word, words, scorer=OSA.distance, score_cutoff=allowed, limit=CANDIDATES)
            for candidate, distance, _ in near:
                if distance:
                    yield distance, False, -self._frequencies[candidate], candidate

    def _other_beginning(self, word: str) -> Iterator[str]:
        """Give the words that were meant if only the first letter is wrong, missing, too many or swapped."""
        yield from (candidate for candidate in self._by_rest.get(word[1:], ()) if candidate != word)
        yield from self._by_rest.get(word, ())
        for candidate in (word[1:], word[1] + word[0] + word[2:]):
            if candidate in self._frequencies and len(candidate) >= SHORTEST:
                yield candidate
