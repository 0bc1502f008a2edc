"""Whatever stands in the files, reading gives a fact base, or says by file and line what is wrong, soon."""

import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given

from bot.commands.checking import warnings_of
from knowledge.draft import read_draft
from knowledge.facts_model import FactBase
from knowledge.mistakes import FactBaseError, Mistake
from knowledge.reading import read_facts
from tests.conftest import TINY, write_facts
from tests.fuzz.budget import examples
from tests.fuzz.fact_files import MALICE, Files, any_files, scribbled, strange

# Reading takes milliseconds; the rest is room for a busy machine.
SECONDS = 10.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder that every example fills anew."""
    return tmp_path_factory.mktemp("fuzz") / "facts"


def filled(folder: Path, files: Files) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return write_facts(folder, files)


def read(folder: Path, files: Files) -> FactBase | None:
    """Read such files, soon; None if they have mistakes, which stand where they say."""
    filled(folder, files)
    began = perf_counter()
    found = facts_or_mistakes(partial(read_facts, folder))
    assert perf_counter() - began < SECONDS
    if isinstance(found, FactBase):
        return found
    lengths = {str(folder): 1} | {str(path): length_of(path) for path in folder.iterdir()}
    for mistake in found:
        assert 1 <= mistake.line <= lengths.get(mistake.file, 1), mistake
        assert Path(mistake.file).parent in {folder, folder.parent}
    return None


def facts_or_mistakes(reading: Callable[[], FactBase]) -> FactBase | Sequence[Mistake]:
    """Give what comes of reading: facts, or mistakes that say something."""
    try:
        facts = reading()
    except FactBaseError as error:
        found = error.mistakes
    else:
        assert facts.facts
        return facts
    assert found
    assert all(mistake.file and mistake.line >= 1 and mistake.message.strip() for mistake in found)
    return found


def length_of(path: Path) -> int:
    """Give how many lines a file has; editors count more line ends than some, and so does YAML."""
    content = path.read_bytes()
    return max(len(content.decode("utf-8", "replace").splitlines()), content.count(b"\n") + 1)


@given(files=any_files())
@examples(200)
def test_any_files_are_a_fact_base_or_have_mistakes_with_file_and_line(folder: Path, files: Files) -> None:
    if facts := read(folder, files):
        # What `tanya check` says beyond mistakes.
        warnings_of(folder, facts, quick=True)


@pytest.mark.parametrize("name", ["manifest.yaml", "birds.yaml", "concepts.yaml"])
@pytest.mark.parametrize("content", MALICE, ids=lambda content: repr(content[:12]))
def test_malice_is_told_with_file_and_line_and_soon(folder: Path, name: str, content: str) -> None:
    files = {**{other: text.encode() for other, text in TINY.items()}, name: content.encode()}
    assert read(folder, files) is None


@given(files=strange() | scribbled())
@examples(60)
def test_any_file_that_an_admin_sends_is_a_draft_or_has_mistakes(folder: Path, files: Files) -> None:
    base = filled(folder, {name: text.encode() for name, text in TINY.items()})
    name = next((name for name in files if files[name] != TINY.get(name, "").encode()), "birds.yaml")
    facts_or_mistakes(partial(read_draft, base, name, files[name]))
