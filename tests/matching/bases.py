"""Fact bases as small as a test needs them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from pathlib import Path

import numpy as np
from scipy import sparse

from knowledge.knowledge import Knowledge
from knowledge.verdict import Outcome, Verdict
from tests.conftest import write_facts

Questions = Mapping[str, Sequence[str]]

SUGGESTIONS_AT_MOST = 3


def write_base(
    folder: Path,
    facts: Mapping[str, Questions],
    near_misses: Mapping[str, Questions] | None = None,
    concepts: Mapping[str, Questions] | None = None,
) -> Path:
    """Write a fact base of these questions by fact and language; JSON is YAML too."""
    languages = list(next(iter(facts.values())))
    manifest = {
        "title": dict.fromkeys(languages, "Test"),
        "languages": languages,
        "default_language": languages[0],
        "sources": {"book": {"title": "Book", "language": languages[0]}},
    }
    topic = {
        "topic": {"id": "topic", "title": dict.fromkeys(languages, "Topic")},
        "facts": [
            {
                "id": fact,
                "source": {"document": "book"},
                "answer": dict.fromkeys(languages, f"{fact}."),
                "questions": questions,
                "unanswerable": (near_misses or {}).get(fact, {}),
            }
            for fact, questions in facts.items()
        ],
    }
    files = {"manifest.yaml": _yaml(manifest), "topic.yaml": _yaml(topic)}
    if concepts:
        files["concepts.yaml"] = _yaml({"concepts": concepts})
    return write_facts(folder, files)


def helped(verdict: Verdict, fact: str) -> bool:
    """Whether the fact was answered or suggested."""
    return fact in (verdict.fact, *verdict.suggestions)


def assert_consistent(knowledge: Knowledge, verdict: Verdict) -> None:
    """Check that outcome, fact, suggestions, confidence and language of a verdict belong together."""
    assert 0 <= verdict.confidence <= 1
    assert verdict.language in knowledge.facts.manifest.languages
    named = (verdict.fact, *verdict.suggestions) if verdict.fact else verdict.suggestions
    assert {*named} <= {*knowledge.facts.facts}
    if verdict.outcome is Outcome.ANSWER:
        assert verdict.fact
        assert not verdict.suggestions
        assert verdict.missing is None
    else:
        assert verdict.fact is None
        if verdict.outcome is Outcome.SUGGEST:
            assert 1 <= len(verdict.suggestions) <= SUGGESTIONS_AT_MOST
            assert len(set(verdict.suggestions)) == len(verdict.suggestions)
        else:
            assert not verdict.suggestions


def arrays(trained: object) -> list[tuple[str, str, bytes]]:
    """Give name, type and bytes of every array in what was learnt, however it is put together."""
    found: list[tuple[str, str, bytes]] = []
    for name, value in sorted(vars(trained).items()):
        if isinstance(value, sparse.csr_array):
            parts = {f"{name}.{part}": getattr(value, part) for part in ("data", "indices", "indptr")}
        elif isinstance(value, np.ndarray):
            parts = {name: value}
        elif is_dataclass(value):
            found += [(f"{name}.{inner}", kind, content) for inner, kind, content in arrays(value)]
            continue
        else:
            continue
        found += [(part, str(array.dtype), array.tobytes()) for part, array in parts.items()]
    return found


def _yaml(value: object) -> str:
    # YAML knows no escaped surrogate pairs, so characters stay themselves.
    return json.dumps(value, ensure_ascii=False)
