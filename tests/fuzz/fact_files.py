"""Fact bases as they come to be broken: by a slip of the hand, by an editor, by malice."""

from collections.abc import Mapping
from typing import TypeAlias

import yaml
from hypothesis import strategies as st

from tests.conftest import TINY

Files: TypeAlias = Mapping[str, bytes]
Tree: TypeAlias = "str | int | float | bool | list[Tree] | dict[str, Tree] | None"

# Each names what it is in YAML's eyes, or in the eyes of older YAML.
ODD_SCALARS = (
    "", "~", "null", "yes", "no", "on", "0", "-1", "1e999", ".inf", ".nan", "0x1F", "0o17", "1_000", "12:30:45",
    "2026-01-31", "2026-13-99T99:99:99Z", "!!binary aGk=", "!!binary ///", "!!python/object/apply:os.getcwd []",
    "!!int nonsense", "!!set {a, b}", "!unknown x", "!<tag:yaml.org,2002:null> x", "&a b", "*a", "<<", "=", "|", ">-",
    "'", '"', '"\\ud800"', '"\\0"', '"\\x85"', "@at", "`tick", "%percent", "? ", "- ", "[", "]", "{", "}", "{}", "[]",
    "[[[[[[]]]]]]", "a: b: c", "\t", "\t- a", "\u00a0", "\u2028", "\ufeff", "\x00", "\x07", "\x1b", "\x85", "\u202e",
    "💥", "---", "...", "--- a\n--- b", "%YAML 1.1\n---", "%YAML 9.9\n---", "#", "<b>", "en", "id", "penguin",
)  # fmt: skip
KEYS = (
    "id", "en", "ru", "topic", "facts", "title", "answer", "questions", "source", "document", "paragraph", "related",
    "languages", "default_language", "sources", "unanswerable", "concepts", "nonsense", "", "\n", "💥",
)  # fmt: skip
LAUGHS = "a0: &a0 [ha, ha]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
MALICE = (
    LAUGHS,
    "a: &a [*a]\n",
    "a: &a {<<: *a}\n",
    "[" * 100_000,
    "{a: " * 50_000,
    "- " * 50_000,
    "? " * 20_000,
    "a:\n" + "".join(f"{' ' * depth}a:\n" for depth in range(1, 2000)),
    "&a " * 5000 + "b",
    "a: 1\n" * 20_000,
    "- x\n" * 50_000,
    "x" * 1_000_000,
    "'" + "\n" * 100_000,
    "#" * 200_000,
)

_long = st.sampled_from("x9ё💥 ").map(lambda character: character * 13_000)
_odd = st.one_of(st.sampled_from(ODD_SCALARS), st.text(max_size=20), _long)
_names = st.sampled_from(sorted(TINY))


@st.composite
def scribbled(draw: st.DrawFn) -> Files:
    """Give the tiny fact base with a few slips of the hand in one of its files."""
    name = draw(_names)
    lines = TINY[name].split("\n")
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        column = draw(st.integers(0, len(lines[at])))
        lines[at : at + 1] = draw(st.sampled_from(_slips(lines[at], column, draw(_odd)))) or [""]
    return _with(name, "\n".join(lines).encode("utf-8", "surrogatepass"))


def _slips(line: str, column: int, odd: str) -> list[list[str]]:
    """Give what may become of a line."""
    return [
        [],
        [line, line],
        [line[:column]],
        [" " * column + line.lstrip()],
        ["\t" + line],
        [line[:column] + odd + line[column:]],
        [line.partition(": ")[0] + ": " + odd],
        [line, odd],
    ]


_keys = st.one_of(st.sampled_from(KEYS), st.text(max_size=5))
_leaves: st.SearchStrategy[Tree] = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), _odd)


def _branches(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    return st.one_of(st.lists(inner, max_size=4), st.dictionaries(_keys, inner, max_size=4))


_trees: st.SearchStrategy[Tree] = st.recursive(_leaves, _branches, max_leaves=12)


@st.composite
def retyped(draw: st.DrawFn) -> Files:
    """Give the tiny fact base with some of its keys dropped, renamed, or with values of another kind."""
    name = draw(_names)
    tree: Tree = yaml.safe_load(TINY[name])
    for _ in range(draw(st.integers(1, 3))):
        tree = _changed(draw, tree)
    return _with(name, _dumped(tree))


def _changed(draw: st.DrawFn, tree: Tree) -> Tree:
    """Give a tree with one branch changed, mostly far from the root."""
    how = draw(st.sampled_from(["deeper", "deeper", "deeper", "drop", "other", "replace"]))
    if isinstance(tree, dict) and tree and how != "replace":
        key = draw(st.sampled_from(sorted(tree)))
        if how == "deeper":
            return {**tree, key: _changed(draw, tree[key])}
        renamed = {} if how == "drop" else {draw(_keys): tree[key]}
        return {name: value for name, value in tree.items() if name != key} | renamed
    if isinstance(tree, list) and tree and how != "replace":
        at = draw(st.integers(0, len(tree) - 1))
        items = [_changed(draw, tree[at])] if how == "deeper" else [] if how == "drop" else [tree[at], tree[at]]
        return [*tree[:at], *items, *tree[at + 1 :]]
    return draw(_trees)


def strange() -> st.SearchStrategy[Files]:
    """Give a fact base of which one file holds something else altogether."""
    contents = st.one_of(
        st.binary(max_size=60),
        st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.lists(_odd, max_size=8).map(lambda odd: "\n".join(odd).encode("utf-8", "surrogatepass")),
        _trees.map(_dumped),
        st.sampled_from(sorted(TINY)).map(lambda name: TINY[name].encode("utf-16")),
    )
    names = st.one_of(_names, st.sampled_from(["concepts.yaml", "more.yaml", "more.yml"]))
    return st.builds(_with, names, contents)


def any_files() -> st.SearchStrategy[Files]:
    """Give a fact base that is broken in whatever way, or not."""
    return st.one_of(scribbled(), retyped(), strange())


def _with(name: str, content: bytes) -> Files:
    return {**{other: text.encode() for other, text in TINY.items()}, name: content}


def _dumped(tree: Tree) -> bytes:
    return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False).encode("utf-8", "surrogatepass")
