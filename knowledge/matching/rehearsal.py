"""How examples are judged by trainings that did not see them: what the confidence is learnt from."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from knowledge.matching.linear import all_scores, train_linear
from knowledge.matching.nearest import Barred, NearestScorer
from knowledge.matching.ngrams import Floats, Indices

# Two trainings of a large fact base tell enough of it; of a small one, each should see most of the examples.
FOLDS_OF_FEW, FOLDS_OF_MANY, MANY_EXAMPLES = 5, 2, 5000
# Where each example is judged by itself, so many are.
JUDGED_SINGLY = 2000


@dataclass(frozen=True)
class Examples:
    """Examples to learn from: vectors, whether each is answered, and its fact, which a near miss has too.

    `variants` are vectors of changed examples, `originals` the numbers of those that were changed.
    """

    vectors: sparse.csr_array
    fact: Indices
    answered: npt.NDArray[np.bool_]
    facts: int
    variants: sparse.csr_array
    originals: Indices

    @property
    def labels(self) -> Indices:
        """The facts of the examples, `facts` for near misses."""
        return np.where(self.answered, self.fact, self.facts)


@dataclass(frozen=True)
class Judged:
    """The numbers of what was judged, and its scores (as rows)."""

    numbers: Indices
    scores: Floats


@dataclass(frozen=True)
class Rehearsal:
    """What was judged without itself, questions judged without their whole fact, and variants without their original.

    The numbers are those of examples, but of variants in the last.
    """

    held_out: Judged
    fact_gone: Judged
    variants: Judged


def rehearse_linear(examples: Examples) -> Rehearsal:
    """Train without a part of the examples and without all of a part of the facts, each part in turn.

    With three facts or more, at least one training has two labels to tell apart.
    """
    chance = np.random.default_rng(0)
    folds = FOLDS_OF_MANY if len(examples.fact) > MANY_EXAMPLES else FOLDS_OF_FEW
    part = chance.permutation(len(examples.fact)) % folds
    part_of_fact = (chance.permutation(examples.facts) % folds)[examples.fact]
    labels = examples.labels
    rounds: list[tuple[Judged, Judged, Judged]] = []
    for fold in range(folds):
        gone = part_of_fact == fold
        held = (part == fold) & ~gone
        kept = ~held & ~gone
        if len(np.unique(labels[kept])) < 2:  # noqa: PLR2004 - nothing to tell apart
            continue
        scorer = train_linear(examples.vectors[kept], labels[kept], examples.facts + 1)
        changed = part[examples.originals] == fold
        rounds.append(
            (
                Judged(np.flatnonzero(held), all_scores(scorer, examples.vectors[held])),
                Judged(
                    np.flatnonzero(gone & examples.answered),
                    all_scores(scorer, examples.vectors[gone & examples.answered]),
                ),
                Judged(np.flatnonzero(changed), all_scores(scorer, examples.variants[changed])),
            )
        )
    return Rehearsal(*(_joined(judged, examples.facts) for judged in zip(*rounds, strict=True)))


def held_out_scores(vectors: sparse.csr_array, labels: Indices, targets: int, folds: int) -> Floats:
    """Give every example's scores by a training without it and its fold; 0 where nothing was left to tell apart."""
    part = np.random.default_rng(0).permutation(len(labels)) % folds
    scores = np.zeros((len(labels), targets), dtype=np.float32)
    for fold in range(folds):
        held = part == fold
        if len(np.unique(labels[~held])) > 1:
            scores[held] = all_scores(train_linear(vectors[~held], labels[~held], targets), vectors[held])
    return scores


def rehearse_nearest(scorer: NearestScorer, examples: Examples) -> Rehearsal:
    """Judge examples by the others, questions by the other facts' examples, and variants without their originals."""
    chosen = np.sort(np.random.default_rng(0).permutation(len(examples.fact))[:JUDGED_SINGLY])
    asked = chosen[examples.answered[chosen]]
    changed = np.flatnonzero(np.isin(examples.originals, chosen))
    vectors, fact, originals = examples.vectors, examples.fact, examples.originals
    return Rehearsal(
        Judged(chosen, _each(scorer, vectors, chosen, [_only(number) for number in chosen])),
        Judged(asked, _each(scorer, vectors, asked, [_of_fact(fact, fact[number]) for number in asked])),
        Judged(changed, _each(scorer, examples.variants, changed, [_only(originals[row]) for row in changed])),
    )


def _joined(parts: tuple[Judged, ...], facts: int) -> Judged:
    none = np.zeros((0, facts + 1), dtype=np.float32)
    numbers = np.concatenate([np.zeros(0, dtype=np.int64), *(part.numbers for part in parts)])
    return Judged(numbers, np.concatenate([none, *(part.scores for part in parts)]))


def _each(scorer: NearestScorer, vectors: sparse.csr_array, rows: Indices, barred: list[Barred]) -> Floats:
    def judged() -> Iterator[Floats]:
        for row, some in zip(rows, barred, strict=True):
            place = slice(vectors.indptr[row], vectors.indptr[row + 1])
            yield scorer.scores(vectors.indices[place].astype(np.int64), vectors.data[place], some)

    return np.stack([np.zeros(scorer.facts + 1, dtype=np.float32), *judged()])[1:]


def _only(number: np.int64) -> Barred:
    return lambda near: near == number


def _of_fact(fact: Indices, left_out: np.int64) -> Barred:
    return lambda near: fact[near] == left_out
