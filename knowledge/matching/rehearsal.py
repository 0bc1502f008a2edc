"""How examples are judged by a training that did not see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy import sparse

from knowledge.matching.ngrams import Floats, Indices
from knowledge.matching.scoring import Barred, LocalScorer


class Rehearsal(Protocol):
    """Gives scores (examples × targets) of what was left out. `Ridge` has them in closed form."""

    def left_out(self) -> Floats:
        """Give every example's scores by a training without it."""

    def groups_left_out(self, groups: Iterable[Indices]) -> Floats:
        """Give every example's scores by a training without its whole group; 0 for those in no group."""

    def variants_left_out(self, variants: sparse.csr_array, originals: Indices) -> Floats:
        """Give the scores of variants of examples, each by a training without its original."""


@dataclass(frozen=True)
class LocalRehearsal:
    """Judges `part` of the examples of a scorer by the others; `facts` are all examples' facts, near misses' too."""

    scorer: LocalScorer
    facts: Indices
    part: Indices

    def left_out(self) -> Floats:
        """Give every example's scores by the others."""
        return np.stack([self._judge(self.scorer.vectors, int(number), _only(number)) for number in self.part])

    def groups_left_out(self, groups: Iterable[Indices]) -> Floats:
        """Give every example's scores by the other facts' examples; the groups are the facts."""
        scores = np.zeros((len(self.part), self.scorer.facts + 1), dtype=np.float32)
        for group in groups:
            of_fact = self._of_fact(self.facts[self.part[group[0]]])
            for place in group:
                scores[place] = self._judge(self.scorer.vectors, int(self.part[place]), of_fact)
        return scores

    def variants_left_out(self, variants: sparse.csr_array, originals: Indices) -> Floats:
        """Give the scores of variants by the examples without their originals."""
        return np.stack([self._judge(variants, row, _only(number)) for row, number in enumerate(self.part[originals])])

    def _of_fact(self, fact: np.int64) -> Barred:
        return lambda near: self.facts[near] == fact

    def _judge(self, vectors: sparse.csr_array, row: int, barred: Barred) -> Floats:
        place = slice(vectors.indptr[row], vectors.indptr[row + 1])
        return self.scorer.scores(vectors.indices[place].astype(np.int64), vectors.data[place], barred)


def _only(number: np.int64) -> Barred:
    return lambda near: near == number
