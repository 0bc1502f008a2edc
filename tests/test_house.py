"""The house: what holds for all of the code, its texts and its documentation."""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
import typer
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from pydantic import BaseModel

from bot.cli import app
from bot.settings import PREFIX, Settings
from handlers.commands import everyone, for_admins, for_groups
from handlers.texts import LOCALES, Texts
from knowledge.facts_model import ConceptFile, Document, Fact, Manifest, Source, Topic, TopicFile

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "handlers", "knowledge")
LINES_AT_MOST = 300
LANGUAGES = ("id", "ru")
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md"))}
ALL_DOCS = "\n".join([README, *DOCS.values()])
# A fresh interpreter loads what is not ours, then each of our modules after those that it imports.
# What it does meanwhile is watched by audit hooks (PEP 578).
IMPORTS = """
import importlib, logging, os, sys, threading
third_party, modules = sys.argv[1].split(","), sys.argv[2].split(",")
for name in third_party:
    importlib.import_module(name)
found = []
def watch(event, arguments):
    if event == "open" and isinstance(arguments[2], int):
        if arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            found.append(f"writes {arguments[0]}")
    elif event in {"socket.connect", "socket.bind", "subprocess.Popen", "os.mkdir"}:
        found.append(event)
sys.addaudithook(watch)
def state():
    ours = [name for name in logging.root.manager.loggerDict if name.split(".")[0] in {"bot", "handlers", "knowledge"}]
    return {
        "logging": (logging.root.level, [*logging.root.handlers]),
        "loggers": [name for name in ours if logging.getLogger(name).handlers],
        "threads": threading.active_count(),
        "environment": {**os.environ},
    }
failures = 0
for name in modules:
    before = state()
    try:
        importlib.import_module(name)
    except BaseException as error:
        found.append(repr(error))
    after = state()
    found += [f"changes {part}" for part in before if before[part] != after[part]]
    if found:
        print(name, *found, sep="; ", flush=True)
        failures += 1
        found.clear()
print(len(modules), "imported", failures, "failed")
"""


def sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def modules() -> list[str]:
    """Give every module of ours; migrations are scripts that Alembic runs, no modules."""
    names = []
    for path in sources(*PACKAGES):
        if "migrations" not in path.parts:
            parts = path.relative_to(ROOT).with_suffix("").parts
            names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return names


def imports() -> dict[str, set[str]]:
    """Give what each module of ours imports at its top, ours and others'; its package comes with it."""
    ours, found = set(modules()), {}
    for name in ours:
        path = ROOT / name.replace(".", "/")
        source = path.with_suffix(".py") if path.with_suffix(".py").is_file() else path / "__init__.py"
        found[name] = {name.rpartition(".")[0]} - {""}
        for node in ast.parse(source.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import):
                found[name] |= {imported.name for imported in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                inner = {f"{node.module}.{imported.name}" for imported in node.names} & ours
                found[name] |= {node.module} | inner
    return found


def in_order(imported: dict[str, set[str]]) -> list[str]:
    """Give our modules, each behind those that it imports. Raises CycleError if there is no such order."""
    return [name for name in TopologicalSorter(imported).static_order() if name in imported]


def test_no_modules_import_each_other_in_a_circle() -> None:
    # So whichever module is imported first, it is found whole by those that want it.
    in_order(imports())


def test_importing_any_module_does_nothing_but_define_it(tmp_path: Path) -> None:
    imported = imports()
    names = in_order(imported)
    others = sorted(name for name in set().union(*imported.values()) if name.split(".")[0] not in PACKAGES)
    assert {"bot.cli", "handlers.routes", "knowledge.reading", "bot.local_api"} <= set(names)
    ran = subprocess.run(
        [sys.executable, "-B", "-W", "ignore", "-c", IMPORTS, ",".join(others), ",".join(names)],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={},
        timeout=180,
    )
    assert ran.stdout == f"{len(names)} imported 0 failed\n", ran.stdout + ran.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", sources(*PACKAGES, "tests"), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_is_longer_than_one_idea(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES_AT_MOST


def extracted() -> Catalog:
    """Give the sentences that the handlers say."""
    catalogue = Catalog()
    for name, line, message, _comments, _context in extract_from_dir(ROOT / "handlers"):
        catalogue.add(message, locations=[(name, line)])
    return catalogue


def translated(language: str) -> Catalog:
    with (LOCALES / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def texts(value: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def messages(language: str) -> Iterator[Message]:
    return (message for message in translated(language) if message.id)


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{\w*\}", text))


def test_the_extraction_finds_the_sentences() -> None:
    assert len(extracted()) > 30


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_handlers_is_translated(language: str) -> None:
    catalogue = translated(language)
    missing = []
    for message in extracted():
        found = catalogue.get(message.id) if message.id else None
        if message.id and (found is None or not all(texts(found.string))):
            missing.append(message.id)
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_fuzzy_obsolete_or_of_a_sentence_that_nobody_says(language: str) -> None:
    catalogue, said = translated(language), extracted()
    assert not [message.id for message in messages(language) if message.fuzzy]
    assert not catalogue.obsolete
    assert not [message.id for message in messages(language) if said.get(message.id) is None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language: str) -> None:
    for message in messages(language):
        *_, plural = texts(message.id)
        for string in texts(message.string):
            assert placeholders(string) == placeholders(plural), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_html_and_close_what_they_open(language: str) -> None:
    for message in messages(language):
        for original, string in zip(texts(message.id) * 3, texts(message.string), strict=False):
            tags = re.findall(r"</?\w+>", string)
            assert Counter(tags) == Counter(re.findall(r"</?\w+>", original)), string
            opened: list[str] = []
            for tag in tags:
                if tag.startswith("</"):
                    assert opened
                    assert opened.pop() == tag.replace("/", "")
                else:
                    opened.append(tag)
            assert not opened, string
            assert not re.search(r"[<>]", re.sub(r"</?\w+>", "", string)), string


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [0, 1, 2, 5, 11, 21])
def test_no_count_falls_back_to_english(language: str, count: int) -> None:
    speech, english = Texts.load().of(language), Texts({}).of("en")
    plurals = [texts(message.id) for message in extracted() if isinstance(message.id, tuple | list)]
    assert plurals
    for one, many in plurals:
        assert speech.ngettext(one, many, count) not in {one, many, english.ngettext(one, many, count)}


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_stands_in_the_readme_with_its_default(name: str) -> None:
    rows = [line for line in README.splitlines() if line.startswith(f"| `{PREFIX}{name.upper()}` |")]
    assert len(rows) == 1
    default = Settings.model_fields[name].default
    if default and isinstance(default, str | int):
        assert f"`{default}`" in rows[0]


def test_the_readme_names_no_setting_that_does_not_exist() -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    assert not set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", ALL_DOCS)) - known


def test_every_command_of_the_command_line_is_documented() -> None:
    commands: dict[str, typer.core.TyperCommand] = getattr(typer.main.get_command(app), "commands")  # noqa: B009
    assert commands
    for name, command in commands.items():
        assert re.search(rf"tanya {name}\b", README), name
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("--"):
                    assert option in ALL_DOCS, f"{name} {option}"


def test_every_command_of_the_bot_is_documented() -> None:
    speech = Texts({}).of("en")
    for command in [*everyone(speech), *for_groups(speech), *for_admins(speech)]:
        assert f"`/{command.command}`" in ALL_DOCS, command.command


@pytest.mark.parametrize("model", [Manifest, Document, TopicFile, Topic, Source, Fact, ConceptFile])
def test_every_field_of_the_fact_form_is_documented(model: type[BaseModel]) -> None:
    page = DOCS["facts.md"]
    assert not [name for name in model.model_fields if f"`{name}`" not in page]
