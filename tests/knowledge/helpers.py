"""Mistakes as a keeper reads them, and where in a file something stands."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from knowledge.mistakes import FactBaseError
from knowledge.reading import read_facts
from tests.conftest import write_facts


def mistakes_in(folder: Path, files: Mapping[str, str | bytes]) -> list[str]:
    """Give the mistakes of a folder with these files as `file:line: message`, the folder left out."""
    write_facts(folder, files)
    with pytest.raises(FactBaseError) as caught:
        read_facts(folder)
    lines = str(caught.value).split("\n")
    assert lines == [str(mistake) for mistake in caught.value.mistakes]
    return [line.removeprefix(f"{folder}/") for line in lines]


def place(files: Mapping[str, str], name: str, text: str) -> str:
    """Give `name:line:` of the only line of that file that holds `text`."""
    numbers = [number for number, line in enumerate(files[name].split("\n"), start=1) if text in line]
    assert len(numbers) == 1, f"{text!r} stands in lines {numbers} of {name}"
    return f"{name}:{numbers[0]}:"
