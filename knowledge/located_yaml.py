"""YAML as plain data together with the line of every key and list item.

Scalars stay text (an empty one is None), so that a question `yes` or a language `no` is never read as a boolean;
the models turn text into numbers where they want numbers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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

    `mistakes` are those beside which the rest of the file could still be read; `raw` are the file's bytes, as they
    were then, empty for what came from no file.
    """

    file: str
    data: YamlValue
    lines: Mapping[Location, int]
    mistakes: Sequence[Mistake]
    raw: bytes = b""

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
    return replace(parse_yaml(text, name), raw=raw)


def parse_yaml(text: str, name: str) -> LocatedDocument:
    """Parse `text`, called `name` in messages. Raises FactBaseError."""
    try:
        aliases = _check_structure(text, name)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        last = text.rstrip().count("\n") + 1
        lines = [mark.line + 1 for mark in (error.problem_mark, error.context_mark) if mark]
        # What is never closed is only missed behind the last line: tell where it was opened.
        line = next((line for line in lines if line <= last), last)
        problem = error.problem or "cannot be read"
        message = f"broken YAML: {problem}; check quotes, colons and indentation here"
        raise FactBaseError([Mistake(name, line, message)]) from error
    except yaml.reader.ReaderError as error:
        line = text.encode()[: error.position].count(b"\n") + 1
        message = f"broken YAML: it holds the character U+{error.character:04X}, which YAML does not allow; remove it"
        raise FactBaseError([Mistake(name, line, message)]) from error
    reader = _Reader(name, aliases)
    data = reader.read(node, ()) if node is not None else None
    return LocatedDocument(name, data, reader.lines, reader.mistakes)


class _Reader:
    """Turns composed nodes into data and remembers where each stood."""

    def __init__(self, name: str, mistakes: Sequence[Mistake]) -> None:
        self.name = name
        self.lines: dict[Location, int] = {}
        self.mistakes = list(mistakes)
        self._seen: set[int] = set()

    def read(self, node: yaml.Node, location: Location) -> YamlValue:
        # An alias, a mistake already, gives the same node again: a few lines of them could unfold into gigabytes.
        if id(node) in self._seen:
            return None
        self._seen.add(id(node))
        self.lines.setdefault(location, node.start_mark.line + 1)
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


def _check_structure(text: str, name: str) -> list[Mistake]:
    """Give a mistake for each alias; their nodes, once composed, no longer tell where the alias stood.

    Raises FactBaseError for nesting without end, on which PyYAML's composer would overflow the stack and end the
    process.
    """
    aliases = []
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            aliases.append(Mistake(name, line, "aliases (*name) are not supported; write the text out"))
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _NESTING_LIMIT:
            raise FactBaseError([Mistake(name, line, "nested too deeply; check the indentation and the brackets")])
    return aliases
