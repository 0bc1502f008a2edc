"""YAML as plain data together with the line of every key and list item.

Scalars stay text (an empty one is None), so that a question `yes` or a language `no` is never read as a boolean;
the models turn text into numbers where they want numbers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge.mistakes import FactBaseError, Mistake

YamlValue = str | None | list["YamlValue"] | dict[str, "YamlValue"]
Location = tuple[str | int, ...]

_NULL = "tag:yaml.org,2002:null"
_NESTING_LIMIT = 20


@dataclass(frozen=True)
class LocatedDocument:
    """The data of one file; `lines` maps a path such as ("facts", 3, "answer") to its line, from 1.

    `mistakes` are those beside which the rest of the file could still be read.
    """

    file: str
    data: YamlValue
    lines: Mapping[Location, int]
    mistakes: Sequence[Mistake]

    def line(self, location: Location) -> int:
        """Give the line of `location`, or of the nearest place around it that the file has."""
        while location and location not in self.lines:
            location = location[:-1]
        return self.lines.get(location, 1)


def read_yaml(path: Path, name: str) -> LocatedDocument:
    """Read the file at `path`, called `name` in messages. Raises FactBaseError."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unreadable"
        raise FactBaseError([Mistake(name, 1, f"cannot be read ({reason}); check its rights")]) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file in the encoding UTF-8"
        raise FactBaseError([Mistake(name, line, message)]) from error
    return parse_yaml(text, name)


def parse_yaml(text: str, name: str) -> LocatedDocument:
    """Parse `text`, called `name` in messages. Raises FactBaseError."""
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        problem = error.problem or "cannot be read"
        message = f"broken YAML: {problem}; check quotes, colons and indentation here"
        raise FactBaseError([Mistake(name, line, message)]) from error
    except (yaml.YAMLError, RecursionError) as error:
        message = "broken YAML: it holds a character or a nesting that YAML does not allow; remove it"
        raise FactBaseError([Mistake(name, _unprintable_line(text), message)]) from error
    reader = _Reader(name)
    data = reader.read(node, ()) if node is not None else None
    return LocatedDocument(name, data, reader.lines, reader.mistakes)


class _Reader:
    """Turns composed nodes into data and remembers where each stood."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Location, int] = {}
        self.mistakes: list[Mistake] = []
        self._seen: set[int] = set()

    def read(self, node: yaml.Node, location: Location) -> YamlValue:
        line = node.start_mark.line + 1
        self.lines.setdefault(location, line)
        # An alias gives the same node again: a few lines of them could unfold into gigabytes.
        if id(node) in self._seen:
            self._mistake(line, "aliases (*name) are not supported; write the text out")
            return None
        self._seen.add(id(node))
        if len(location) > _NESTING_LIMIT:
            self._mistake(line, "nested too deeply; check the indentation")
            return None
        if isinstance(node, yaml.ScalarNode):
            return None if node.tag == _NULL else str(node.value)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, (*location, index)) for index, item in enumerate(node.value)]
        return dict(self._pairs(node, location))

    def _pairs(self, node: yaml.Node, location: Location) -> Iterator[tuple[str, YamlValue]]:
        first: dict[str, int] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self._mistake(line, "a key must be plain text; check for a stray `?` or `[` at the start")
                continue
            key = str(key_node.value)
            if key in first:
                self._mistake(line, f"key '{key}' stands here and in line {first[key]}; keep one of them")
                continue
            first[key] = line
            self.lines[(*location, key)] = line
            yield key, self.read(value_node, (*location, key))

    def _mistake(self, line: int, message: str) -> None:
        self.mistakes.append(Mistake(self.name, line, message))


def _unprintable_line(text: str) -> int:
    """Give the line of the first control character, else 1."""
    for number, line in enumerate(text.split("\n"), start=1):
        if any(ord(char) < ord(" ") and char not in "\t\r" for char in line) or "\x7f" in line:
            return number
    return 1
