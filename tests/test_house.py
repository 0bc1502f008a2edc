"""The house: what holds for all of the code, its texts and its documentation."""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
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
# One fresh interpreter loads what is not ours, then a fork of it imports each module: so each is the first of ours.
# What it does meanwhile is watched by audit hooks (PEP 578).
IMPORTS = """
import importlib, logging, os, sys, threading
third_party, modules = sys.argv[1].split(","), sys.argv[2].split(",")
for name in third_party:
    importlib.import_module(name)
failures = 0
for name in modules:
    child = os.fork()
    if not child:
        found = []
        def watch(event, arguments):
            if event == "open" and isinstance(arguments[2], int):
                if arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                    found.append(f"writes {arguments[0]}")
            elif event in {"socket.connect", "socket.bind", "subprocess.Popen", "os.mkdir"}:
                found.append(event)
        sys.addaudithook(watch)
        handlers, threads = list(logging.root.handlers), threading.active_count()
        environment, level = dict(os.environ), logging.root.level
        try:
            importlib.import_module(name)
        except BaseException as error:
            found.append(repr(error))
        if logging.root.handlers != handlers or logging.root.level != level:
            found.append("sets up logging")
        found += [
            f"sets a handler on {logger}"
            for logger in logging.root.manager.loggerDict
            if logger.split(".")[0] in {"bot", "handlers", "knowledge"} and logging.getLogger(logger).handlers
        ]
        if threading.active_count() != threads:
            found.append("starts a thread")
        if dict(os.environ) != environment:
            found.append("changes the environment")
        if found:
            print(name, *found, sep="; ", flush=True)
        os._exit(bool(found))
    failures += bool(os.waitpid(child, 0)[1])
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


def third_party() -> set[str]:
    """Give the modules of other projects that ours import at their top."""
    found = set()
    for path in sources(*PACKAGES):
        if "migrations" in path.parts:
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import):
                found |= {name.name for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module)
    return {name for name in found if name.split(".")[0] not in PACKAGES}


def test_importing_any_module_does_nothing_but_define_it(tmp_path: Path) -> None:
    names = modules()
    assert {"bot.cli", "handlers.routes", "knowledge.reading", "bot.local_api"} <= set(names)
    ran = subprocess.run(
        [sys.executable, "-B", "-W", "ignore", "-c", IMPORTS, ",".join(sorted(third_party())), ",".join(names)],
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
