"""A trained index on disk, so that a start need not learn the same facts again.

The file is named for a hash of all that the index was made from: facts, language files and the code itself. It holds
arrays and JSON (NumPy's .npz without pickles), so reading one runs no code of its writer's.
"""

import hashlib
import json
import os
import tempfile
import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ValidationError

from knowledge.facts_model import FactBase
from knowledge.language_file import LANGUAGES
from knowledge.matching.aspects import Aspects
from knowledge.matching.confidence import Confidence
from knowledge.matching.languages import LanguageGuesser
from knowledge.matching.lexicon import Unit
from knowledge.matching.ngrams import Vectorizer
from knowledge.matching.training import Trained, make_parser

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
    given: tuple[Mapping[str, int], ...]
    refused: tuple[Mapping[str, int], ...]
    constant: float


def load_index(folder: Path, facts: FactBase) -> Trained | None:
    """Give the index of these facts, None if there is none that can be read."""
    try:
        with np.load(_path(folder, facts), allow_pickle=False) as arrays:
            words = _Words.model_validate_json(bytes(arrays["words"]))
            return Trained(
                ids=words.ids,
                parser=make_parser(facts, Counter(words.vocabulary)),
                vectorizer=Vectorizer({name: column for column, name in enumerate(words.columns)}, arrays["idf"]),
                weights=arrays["weights"],
                confidence=Confidence(arrays["signs"], words.constant),
                guesser=LanguageGuesser(words.likelihoods),
                seen=frozenset(words.seen),
                aspects=Aspects([Counter(one) for one in words.given], [Counter(one) for one in words.refused]),
                vocabulary=words.vocabulary,
            )
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, ValidationError):
        return None


def save_index(folder: Path, facts: FactBase, trained: Trained) -> None:
    """Keep an index. A folder that cannot be written is no fault: the next start learns anew."""
    words = {
        "ids": trained.ids,
        "columns": list(trained.vectorizer.columns),
        "vocabulary": dict(trained.vocabulary),
        "likelihoods": {word: dict(languages) for word, languages in trained.guesser.likelihoods.items()},
        "seen": [{"kind": unit.kind, "name": unit.name} for unit in sorted(trained.seen)],
        "given": [dict(counts) for counts in trained.aspects.given],
        "refused": [dict(counts) for counts in trained.aspects.refused],
        "constant": trained.confidence.constant,
    }
    path = _path(folder, facts)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Written aside and moved: another process never sees half an index.
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as file:
            np.savez(
                file,
                words=np.frombuffer(json.dumps(words, ensure_ascii=False).encode(), dtype=np.uint8),
                idf=trained.vectorizer.weights,
                weights=trained.weights,
                signs=trained.confidence.weights,
            )
        os.replace(file.name, path)  # noqa: PTH105 - atomic on every system, and `file.name` is text
        _remove_old(folder)
    except OSError:
        return


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
