"""Typing errors, mended toward the words that the facts use."""

from collections import Counter

from rapidfuzz import process
from rapidfuzz.distance import OSA

# A shorter word is as near to many words as to the one that was meant.
SHORTEST = 4
# From this length on, two letters may be wrong.
LONG = 8
CANDIDATES = 8
# A longer word is no word.
LONGEST = 30


class Speller:
    """Knows the vocabulary of a fact base: how often its texts use each word."""

    def __init__(self, frequencies: Counter[str]) -> None:
        self._frequencies = frequencies
        # By length: a mended word differs from the typed one by two letters at most.
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(frequencies):
            if len(word) >= SHORTEST:
                self._by_length.setdefault(len(word), []).append(word)

    def knows(self, word: str) -> bool:
        """Whether the facts use the word."""
        return word in self._frequencies

    def mend(self, word: str) -> str | None:
        """Give the word that was probably meant, None if there is none.

        One letter may be wrong, missing, doubled or swapped with the next (two in a long word): Damerau's typing
        errors, by rapidfuzz's optimal string alignment. A wrong first letter is rare, so it is trusted in short words.
        """
        if not SHORTEST <= len(word) <= LONGEST or any(char.isdigit() for char in word):
            return None
        allowed = 2 if len(word) >= LONG else 1
        found = [
            (distance, candidate[0] != word[0], -self._frequencies[candidate], candidate)
            for length in range(len(word) - allowed, len(word) + allowed + 1)
            for candidate, distance, _ in process.extract(
                word,
                self._by_length.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=allowed,
                limit=CANDIDATES,
            )
        ]
        likely = [entry for entry in found if not entry[1] or (entry[0] == 1 and len(word) > SHORTEST + 1)]
        return min(likely)[3] if likely else None
