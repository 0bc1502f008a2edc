"""A linear support vector machine for each fact, and one for "no fact", over all examples.

One against the rest, squared hinge loss, by LIBLINEAR's dual coordinate descent (Hsieh et al., "A dual coordinate
descent method for large-scale linear SVM", 2008). Time and memory grow with examples × facts.
"""

import numpy as np
from scipy import sparse
from sklearn.svm import LinearSVC  # type: ignore[import-untyped]

from knowledge.matching.ngrams import Floats, Indices
from knowledge.matching.scoring import LinearScorer

# How much a mistake costs; between 0.5 and 3 nothing changes by more than a point.
COST = 1.0
# LIBLINEAR's own tolerance for this solver.
TOLERANCE = 0.1


def train_linear(vectors: sparse.csr_array, labels: Indices, targets: int) -> LinearScorer:
    """Train on examples (rows of `vectors`) of at least two labels below `targets`; the same data give the same bytes.

    Margins are halved and raised, so that a score of 1 is the margin of a typical example, and 0 that of any other. A
    target without examples always scores 0.
    """
    machine = LinearSVC(C=COST, tol=TOLERANCE, random_state=0)
    machine.fit(sparse.csr_matrix(vectors), labels)
    margins, constants = machine.coef_, machine.intercept_
    if len(machine.classes_) == 2:  # noqa: PLR2004 - one machine tells two labels apart
        margins, constants = np.vstack([-margins, margins]), np.concatenate([-constants, constants])
    weights = np.zeros((vectors.shape[1], targets), dtype=np.float32)
    weights[:, machine.classes_] = margins.T / 2
    raised = np.zeros(targets, dtype=np.float32)
    raised[machine.classes_] = (constants + 1) / 2
    return LinearScorer(weights, raised)


def all_scores(scorer: LinearScorer, vectors: sparse.csr_array) -> Floats:
    """Give the scores of many vectors at once, as rows."""
    return np.asarray(vectors @ scorer.weights + scorer.constants, dtype=np.float32)
