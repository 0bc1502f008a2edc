"""A changed or new file of a fact base, checked as if it were there already; nothing is installed."""

import os
import re
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path, PurePosixPath

from knowledge.facts_model import FactBase
from knowledge.mistakes import FactBaseError, Mistake
from knowledge.reading import CONCEPTS, read_facts

NAME_LENGTH = 60
_SUFFIX = ".yaml"
_CONCEPT_FILE = re.compile(rb"^(\xef\xbb\xbf)?concepts[ \t]*:", re.MULTILINE)


def read_draft(folder: Path, name: str, content: bytes) -> FactBase:
    """Give the fact base in `folder` as it would be with this file in place of the one with its name.

    Raises FactBaseError with every mistake; it names the files by their places within the folder.
    """
    name = _plain(name)
    if not name.removesuffix(_SUFFIX) or not name.endswith(_SUFFIX):
        raise FactBaseError([Mistake(name, 1, "files of a fact base end in .yaml; rename it")])
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / "facts"
        _copy(folder, copy)
        # A topic and its words may be two files of one name: what the file holds tells them apart.
        is_words = name != CONCEPTS + _SUFFIX and _CONCEPT_FILE.search(content)
        place = copy / CONCEPTS / name if is_words else copy / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(content)
        try:
            return read_facts(copy)
        except FactBaseError as error:
            raise FactBaseError([_within(copy, mistake) for mistake in error.mistakes]) from None


def _plain(name: str) -> str:
    """Give a name that came from outside as one that no system refuses and that leads nowhere else."""
    return re.sub(r"[^\w. -]", "_", PurePosixPath(name.replace("\\", "/")).name)[-NAME_LENGTH:]


def _copy(folder: Path, copy: Path) -> None:
    try:
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".*"))
    except OSError as error:
        message = f"cannot be read as a folder of facts ({error.strerror or 'unreadable'})"
        raise FactBaseError([Mistake(str(folder), 1, message)]) from error


def _within(folder: Path, mistake: Mistake) -> Mistake:
    """Name files, in the message too, by their places within the folder."""
    here = f"{folder}{os.sep}"
    return replace(mistake, file=mistake.file.replace(here, ""), message=mistake.message.replace(here, ""))
