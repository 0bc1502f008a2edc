"""The labelled sets that lie in a folder, each with the fact base that it is put to.

`questions-dev.jsonl` and `inbox-dev.jsonl` ask about the bundled facts. Each `*_train.jsonl` of a public set, and its
`train.jsonl`, becomes a fact base of its own: a label is a fact, the label's utterances are its questions.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.evaluation import LabelledQuestion, read_questions
from knowledge.facts_model import FactBase
from knowledge.reading import read_facts

OWN_SETS = ("questions-dev", "inbox-dev")
PUBLIC_SETS = ("hint3", "clinc")
LANGUAGE = "en"


@dataclass(frozen=True)
class PublicSet:
    """A set with a fact base of its own; `family` is the folder it lay in."""

    family: str
    name: str
    facts: FactBase
    questions: Sequence[LabelledQuestion]


def own_sets(folder: Path) -> dict[str, list[LabelledQuestion]]:
    """Give the sets about the bundled facts that the folder holds, by name."""
    paths = {name: folder / f"{name}.jsonl" for name in OWN_SETS}
    return {name: read_questions(path) for name, path in paths.items() if path.is_file()}


def public_sets(folder: Path) -> Iterator[PublicSet]:
    """Give the public sets that the folder holds."""
    for family in PUBLIC_SETS:
        for train in sorted((folder / family).glob("*train.jsonl")):
            test = train.with_name(train.name.replace("train", "test"))
            name = train.stem.removesuffix("train").rstrip("_") or family
            with TemporaryDirectory() as facts:
                _write_facts(read_questions(train), Path(facts))
                yield PublicSet(family, name, read_facts(Path(facts)), read_questions(test))


def _write_facts(utterances: Sequence[LabelledQuestion], folder: Path) -> None:
    """Write a fact base; an utterance without a label is left out. JSON is YAML, too."""
    by_label: dict[str, dict[str, None]] = {}
    for utterance in utterances:
        for label in utterance.expect[:1]:
            if text := utterance.question.strip():
                by_label.setdefault(label, {})[text] = None
    title = {LANGUAGE: "benchmark"}
    manifest = {
        "title": title,
        "languages": [LANGUAGE],
        "default_language": LANGUAGE,
        "sources": {"benchmark": {"title": "benchmark", "language": LANGUAGE}},
    }
    facts = [
        {
            "id": label,
            "source": {"document": "benchmark"},
            "answer": {LANGUAGE: label},
            "questions": {LANGUAGE: list(texts)},
        }
        for label, texts in sorted(by_label.items())
    ]
    topic = {"topic": {"id": "benchmark", "title": title}, "facts": facts}
    for name, document in (("manifest", manifest), ("benchmark", topic)):
        (folder / f"{name}.yaml").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
