"""A changed or new file of a fact base, checked as if it were there already; nothing is installed."""

import os
import re
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from knowledge.facts_model import FactBase
from knowledge.located_yaml import YamlValue, parse_yaml
from knowledge.mistakes import FactBaseError, Mistake
from knowledge.reading import CONCEPTS, read_facts

# The largest file of facts is a tenth of it.
MOST_BYTES = 1_000_000
# Names that every system takes, and that lead to no other folder.
_NAME = re.compile(r"[A-Za-z0-9._-]{1,100}\.ya?ml")
# What of another name is shown.
NAME_LENGTH = 60
# Tells the files of words apart where the rest is broken.
_WORDS_BEGIN = re.compile(r"^concepts[ \t]*:", re.MULTILINE)


def read_draft(folder: Path, name: str, content: bytes) -> FactBase:
    """Give the fact base in `folder` as it would be with this file in place of the one with its name.

    A name on .yml counts as one on .yaml. A file of words goes where a file of its name holds words already, else
    to `concepts/`; any other file is a topic, or the manifest. Raises FactBaseError with every mistake, which names
    the files by their places within the folder; a name or size that no file may have is a mistake, too.
    """
    if not _NAME.fullmatch(name):
        shown = name if len(name) <= NAME_LENGTH else name[: NAME_LENGTH - 1] + "…"
        advice = "use the letters a-z, digits, '-', '_' and '.', and .yaml at the end, such as 'my-topic.yaml'"
        raise FactBaseError([Mistake(shown, 1, f"no file of a fact base is called so; {advice}")])
    name = f"{name.rpartition('.')[0]}.yaml"
    if len(content) > MOST_BYTES:
        message = f"the file has {len(content):,} bytes; at most {MOST_BYTES:,} are read, so cut it in several topics"
        raise FactBaseError([Mistake(name, 1, message)])
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / "facts"
        try:
            _copy(folder, copy)
            place = _place(copy, name, content)
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(content)
        except OSError as error:
            message = f"the facts in use cannot be read beside it ({error.strerror or type(error).__name__})"
            raise FactBaseError([Mistake(name, 1, message)]) from error
        try:
            return read_facts(copy)
        except FactBaseError as error:
            raise FactBaseError([_within(copy, mistake) for mistake in error.mistakes]) from None


def _place(folder: Path, name: str, content: bytes) -> Path:
    """Give where the file goes. A topic and its words may be two files of one name: what it holds tells them apart."""
    if not _holds_words(content):
        return folder / name
    single, one_of_many = folder / f"{CONCEPTS}.yaml", folder / CONCEPTS / name
    is_single = name == single.name and (single.is_file() or not one_of_many.is_file())
    return single if is_single else one_of_many


def _holds_words(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
        data: YamlValue = parse_yaml(text, "").data
    except UnicodeDecodeError:
        return False
    except FactBaseError:
        return bool(_WORDS_BEGIN.search(text))
    return isinstance(data, dict) and CONCEPTS in data


def _copy(folder: Path, copy: Path) -> None:
    """Copy what may be read as facts. Raises OSError."""
    for source, target in ((folder, copy), (folder / CONCEPTS, copy / CONCEPTS)):
        target.mkdir()
        entries = source.iterdir() if source == folder or source.is_dir() else ()
        for path in entries:
            if path.suffix in {".yaml", ".yml"} and path.is_file():
                shutil.copyfile(path, target / path.name)


def _within(folder: Path, mistake: Mistake) -> Mistake:
    """Name files, in the message too, by their places within the folder; and the folder as it is called."""
    here = f"{folder}{os.sep}"
    file = "." if mistake.file == str(folder) else mistake.file.removeprefix(here)
    return replace(mistake, file=file, message=mistake.message.replace(here, ""))
