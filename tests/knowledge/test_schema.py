"""The published JSON Schema: what editors check while somebody writes facts."""

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.settings import BUNDLED_FACTS
from knowledge.schema import SCHEMA_FILE, json_schema
from tests.conftest import TINY

SCHEMA_PATH = BUNDLED_FACTS.parent / SCHEMA_FILE
FILES = sorted(BUNDLED_FACTS.rglob("*.yaml"))
HEAD = "# yaml-language-server: $schema="


def complaints(data: object) -> Iterator[str]:
    validator = jsonschema.Draft202012Validator(json_schema())
    return (error.message for error in validator.iter_errors(data))


def tiny(name: str) -> Any:  # noqa: ANN401 - YAML may hold anything
    return yaml.safe_load(TINY[name])


def test_the_committed_schema_is_the_one_of_the_program() -> None:
    committed = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
    assert committed == json_schema(), "write it anew: tanya schema > knowledge/fact-base.schema.json"


def test_the_schema_is_a_valid_one() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_bundled_file_fits_the_schema(path: Path) -> None:
    assert not list(complaints(yaml.safe_load(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_bundled_file_names_the_schema_in_its_first_line(path: Path) -> None:
    first = path.read_text(encoding="utf-8").split("\n", maxsplit=1)[0]
    assert first.startswith(HEAD)
    assert (path.parent / first.removeprefix(HEAD)).resolve() == SCHEMA_PATH.resolve()


def test_there_are_bundled_files_to_check() -> None:
    assert len(FILES) >= 9


@pytest.mark.parametrize("name", sorted(TINY))
def test_the_schema_fits_what_the_reader_accepts(name: str) -> None:
    assert not list(complaints(tiny(name)))


def spoiled(name: str, spoil: Callable[[Any], object]) -> object:
    data = copy.deepcopy(tiny(name))
    spoil(data)
    return data


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("fish.yaml", lambda data: data.update(titel="x")),
        ("fish.yaml", lambda data: data.pop("topic")),
        ("fish.yaml", lambda data: data["topic"].pop("title")),
        ("fish.yaml", lambda data: data["facts"].clear()),
        ("fish.yaml", lambda data: data["facts"][0].update(anwser={})),
        ("fish.yaml", lambda data: data["facts"][0].pop("answer")),
        ("fish.yaml", lambda data: data["facts"][0].pop("questions")),
        ("fish.yaml", lambda data: data["facts"][0].update(id="No Kebab")),
        ("fish.yaml", lambda data: data["facts"][0].update(id="a" * 200)),
        ("fish.yaml", lambda data: data["facts"][0].update(related="penguin")),
        ("fish.yaml", lambda data: data["facts"][0]["source"].update(paragraph=-1)),
        ("fish.yaml", lambda data: data["facts"][0]["source"].update(page=1)),
        ("fish.yaml", lambda data: data["facts"][0]["questions"].update(en="one")),
        ("fish.yaml", lambda data: data["facts"][0]["answer"].update(en="")),
        ("manifest.yaml", lambda data: data.update(languages=[])),
        ("manifest.yaml", lambda data: data.update(languages=["EN"])),
        ("manifest.yaml", lambda data: data.pop("sources")),
        ("manifest.yaml", lambda data: data["sources"]["atlas"].pop("language")),
    ],
)
def test_the_schema_finds_what_the_reader_finds(name: str, spoil: Callable[[Any], object]) -> None:
    assert list(complaints(spoiled(name, spoil)))
