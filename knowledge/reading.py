"""A folder of YAML files in, a checked fact base out, or every mistake of the folder at once."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from knowledge.advice import advise
from knowledge.checks import LocatedFact, LocatedTopic, check_facts, check_manifest, check_topics
from knowledge.facts_model import ConceptFile, Fact, FactBase, Manifest, TopicFile
from knowledge.located_yaml import LocatedDocument, YamlValue, read_yaml
from knowledge.mistakes import FactBaseError, Mistake

MANIFEST = "manifest.yaml"
# The domain's words: a file beside the topics, or a folder of files.
CONCEPTS = "concepts"

Model = TypeVar("Model", bound=BaseModel)


def read_facts(folder: Path) -> FactBase:
    """Read the fact base in `folder`.

    Raises FactBaseError with every mistake found: a file or a fact that cannot be understood does not keep
    the others from being checked.
    """
    mistakes: list[Mistake] = []
    paths = _topic_paths(folder, mistakes)
    concept_paths = _concept_paths(folder)
    manifest_file = _read(folder / MANIFEST, mistakes) if (folder / MANIFEST).is_file() else None
    manifest = _parse(Manifest, manifest_file, mistakes) if manifest_file else None
    documents = [document for path in paths if (document := _read(path, mistakes))]
    topics: list[LocatedTopic] = []
    facts: list[LocatedFact] = []
    for document in documents:
        if topic := _parse(TopicFile, document, mistakes):
            topics.append(LocatedTopic(document, topic))
        facts += _facts(document)
    if manifest_file and manifest:
        mistakes += check_manifest(manifest_file, manifest)
    mistakes += check_topics(topics, manifest)
    # A link may lead to a fact that could not be read; with a file missing, no link is called dead.
    known = {name for document in documents for name in _fact_ids(document)} if len(documents) == len(paths) else None
    mistakes += check_facts(facts, manifest, known)
    concept_files = [document for path in concept_paths if (document := _read(path, mistakes))]
    concepts = [file for document in concept_files if (file := _parse(ConceptFile, document, mistakes))]
    if mistakes or manifest_file is None or manifest is None:
        raise FactBaseError(mistakes)
    # Of what was read, not of what the files hold by now: an index is kept under it.
    fingerprint = _fingerprint([manifest_file, *documents, *concept_files])
    return FactBase.of(manifest, [topic.file for topic in topics], concepts, fingerprint)


def _topic_paths(folder: Path, mistakes: list[Mistake]) -> list[Path]:
    """Give the topic files in name order; what is missing or misnamed goes to `mistakes`."""
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        reason = error.strerror or "unreadable"
        raise FactBaseError([Mistake(str(folder), 1, f"cannot be read as a folder of facts ({reason})")]) from error
    mistakes += [
        Mistake(str(path), 1, "files of a fact base end in .yaml; rename it")
        for path in entries
        if path.suffix == ".yml"
    ]
    paths = [path for path in entries if path.suffix == ".yaml" and path.name not in {MANIFEST, f"{CONCEPTS}.yaml"}]
    if not (folder / MANIFEST).is_file():
        mistakes.append(Mistake(str(folder / MANIFEST), 1, "is missing; it names the languages and the sources"))
    if not paths:
        mistakes.append(Mistake(str(folder), 1, "holds no topic file; add one, such as <topic>.yaml"))
    return paths


def _concept_paths(folder: Path) -> list[Path]:
    single = folder / f"{CONCEPTS}.yaml"
    return [*([single] if single.is_file() else []), *sorted((folder / CONCEPTS).glob("*.yaml"))]


def _read(path: Path, mistakes: list[Mistake]) -> LocatedDocument | None:
    try:
        document = read_yaml(path, str(path))
    except FactBaseError as error:
        mistakes += error.mistakes
        return None
    mistakes += document.mistakes
    return document


def _parse(model: type[Model], document: LocatedDocument, mistakes: list[Mistake]) -> Model | None:
    """Give the document as `model`, or None with every mistake noted."""
    if document.data is None:
        keys = ", ".join(f"'{name}'" for name, field in model.model_fields.items() if field.is_required())
        mistakes.append(Mistake(document.file, 1, f"the file is empty; it needs the keys {keys}"))
        return None
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        mistakes += advise(model, error, document)
        return None


def _facts(document: LocatedDocument) -> Iterator[LocatedFact]:
    """Give the facts of a file that can be understood, be it without a key that cannot."""
    for index, entry in enumerate(_entries(document)):
        if fact := _salvage(entry):
            yield LocatedFact(document, ("facts", index), fact)


def _salvage(entry: dict[str, YamlValue]) -> Fact | None:
    try:
        return Fact.model_validate(entry)
    except ValidationError as error:
        wrong = {str(details["loc"][0]) for details in error.errors(include_url=False)}
    try:
        return Fact.model_validate({key: value for key, value in entry.items() if key not in wrong})
    except ValidationError:
        return None


def _entries(document: LocatedDocument) -> Sequence[dict[str, YamlValue]]:
    facts = document.data.get("facts") if isinstance(document.data, dict) else None
    return [entry if isinstance(entry, dict) else {} for entry in facts] if isinstance(facts, list) else []


def _fact_ids(document: LocatedDocument) -> Iterator[str]:
    for entry in _entries(document):
        if isinstance(name := entry.get("id"), str):
            yield name


def _fingerprint(documents: list[LocatedDocument]) -> str:
    """Give a short hash of the files' names and bytes."""
    digest = hashlib.sha256()
    for document in documents:
        digest.update(f"{Path(document.file).name}\0{len(document.raw)}\0".encode())
        digest.update(document.raw)
    return digest.hexdigest()[:16]
