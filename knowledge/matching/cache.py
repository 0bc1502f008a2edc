"""A trained index on disk, so that a start need not learn the same facts again.

The file is named for a hash of all that the index was made from: facts, language files and the code itself. It holds
arrays and JSON (NumPy's .npz without pickles), so reading one runs no code of its writer's.
"""

import contextlib
import hashlib
import json
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel

from knowledge.facts_model import FactBase
from knowledge.language_file import LANGUAGES, read_languages
from knowledge.matching.aspects import Aspects
from knowledge.matching.confidence import Confidence
from knowledge.matching.languages import LanguageGuesser
from knowledge.matching.lexicon import Unit
from knowledge.matching.ngrams import Vectorizer
from knowledge.matching.scoring import LinearScorer, Scorer
from knowledge.matching.trained import Trained, make_parser

CODE = Path(__file__).parent
# An index is a few megabytes; older ones than these are removed.
INDEXES_KEPT = 8


class _Words(BaseModel):
    """The part of an index that is no array."""

    ids: tuple[str, ...]
    columns: tuple[str, ...]
    vocabulary: Mapping[str, int]
    likelihoods: Mapping[str, Mapping[str, float]]
    seen: tuple[Unit, ...]
    contentless: bool
    given: tuple[Mapping[str, int], ...]
    refused: tuple[Mapping[str, int], ...]
    constant: float


def load_index(folder: Path, facts: FactBase) -> Trained | None:
    """Give the index of these facts, None if there is none that can be read."""
    try:
        # NumPy leaves a file open that it opened itself and could not read.
        with _path(folder, facts).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            words = _Words.model_validate_json(bytes(arrays["words"]))
            if words.ids != tuple(sorted(facts.facts)):
                return None
            return Trained(
                ids=words.ids,
                parser=make_parser(facts, read_languages(facts.manifest.languages), Counter(words.vocabulary)),
                vectorizer=Vectorizer.of(words.columns, arrays["idf"]),
                scorer=_read_scorer(arrays, len(words.ids)),
                confidence=Confidence(arrays["signs"], words.constant),
                guesser=LanguageGuesser(words.likelihoods),
                seen=frozenset(words.seen),
                contentless=words.contentless,
                aspects=Aspects([Counter(one) for one in words.given], [Counter(one) for one in words.refused]),
                vocabulary=words.vocabulary,
            )
    except Exception:  # noqa: BLE001 - the readers of zip files and arrays fail in many ways at a damaged one
        return None


def save_index(folder: Path, facts: FactBase, trained: Trained) -> None:
    """Keep an index. A folder that cannot be written is no fault: the next start learns anew."""
    words = {
        "ids": trained.ids,
        "columns": list(trained.vectorizer.columns),
        "vocabulary": dict(trained.vocabulary),
        "likelihoods": {word: dict(languages) for word, languages in trained.guesser.likelihoods.items()},
        "seen": [{"kind": unit.kind, "name": unit.name} for unit in sorted(trained.seen)],
        "contentless": trained.contentless,
        "given": [dict(counts) for counts in trained.aspects.given],
        "refused": [dict(counts) for counts in trained.aspects.refused],
        "constant": trained.confidence.constant,
    }
    part: Path | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Written aside and moved: another process never sees half an index.
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as file:
            part = Path(file.name)
            np.savez(
                file,
                allow_pickle=False,
                words=np.frombuffer(json.dumps(words, ensure_ascii=False).encode(), dtype=np.uint8),
                idf=trained.vectorizer.weights,
                signs=trained.confidence.weights,
                **_arrays(trained.scorer),
            )
        part.replace(_path(folder, facts))
        _remove_old(folder)
    except OSError:
        # A full disk need not hold half an index too.
        if part:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def _arrays(scorer: Scorer) -> dict[str, npt.NDArray[np.generic]]:
    if isinstance(scorer, LinearScorer):
        return {"weights": scorer.weights, "constants": scorer.constants}
    from knowledge.matching.nearest import NearestScorer  # noqa: PLC0415 - scipy takes long to import

    if not isinstance(scorer, NearestScorer):
        raise TypeError(f"no index holds a {type(scorer).__name__}")
    vectors = scorer.vectors
    return {"values": vectors.data, "columns": vectors.indices, "starts": vectors.indptr, "labels": scorer.labels}


def _read_scorer(arrays: Mapping[str, npt.NDArray[Any]], facts: int) -> Scorer:
    if "weights" in arrays:
        return LinearScorer(arrays["weights"], arrays["constants"])
    from scipy import sparse  # noqa: PLC0415 - takes long to import

    from knowledge.matching.nearest import NearestScorer  # noqa: PLC0415

    shape = (len(arrays["labels"]), len(arrays["idf"]))
    vectors = sparse.csr_array((arrays["values"], arrays["columns"], arrays["starts"]), shape=shape)
    return NearestScorer(vectors, arrays["labels"], facts)


def _path(folder: Path, facts: FactBase) -> Path:
    digest = hashlib.sha256(facts.fingerprint.encode())
    code = [*CODE.glob("*.py"), *CODE.parent.glob("*.py")]
    languages = [LANGUAGES / f"{language}.yaml" for language in facts.manifest.languages]
    for path in sorted([*code, *(path for path in languages if path.is_file())]):
        digest.update(path.name.encode() + path.read_bytes())
    return folder / f"index-{digest.hexdigest()[:24]}.npz"


def _remove_old(folder: Path) -> None:
    indexes = sorted(folder.glob("index-*.npz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in indexes[INDEXES_KEPT:]:
        path.unlink(missing_ok=True)
