"""Every mistake in the form of a file is told by file and line, with how to mend it."""

from pathlib import Path

import pytest

from knowledge.checks import ANSWER_LIMIT, HEADING_LIMIT
from knowledge.reading import read_facts
from tests.conftest import BIRDS, FISH, MANIFEST, TINY, edited, write_facts
from tests.knowledge.helpers import mistakes_in, place

FORM_MISTAKES = [
    # file, what stands there, what is written instead, the line it is told at, what the message says
    (
        "birds.yaml",
        "    unanswerable:\n",
        "    unanswerble:\n",
        "unanswerble",
        ["'unanswerble'", "mean 'unanswerable'"],
    ),
    ("birds.yaml", '    title: {id: "Penguin"', '    titel: {id: "Penguin"', "titel", ["did you mean 'title'?"]),
    ("birds.yaml", "paragraph: 2", "paragraf: 2", "paragraf", ["did you mean 'paragraph'?"]),
    ("manifest.yaml", "publisher:", "publishr:", "publishr", ["did you mean 'publisher'?"]),
    ("manifest.yaml", '"Zoo",', '"Zoo", published: May 2025,', "atlas:", ["'May 2025' is no day", "2025-12-31"]),
    ("manifest.yaml", '"Zoo",', '"Zoo", published: 2025,', "atlas:", ["'2025' is no day"]),
    ("manifest.yaml", "default_language:", "default-language:", "default-language", ["mean 'default_language'?"]),
    ("fish.yaml", "id: fish,", 'id: fish, thumbnail: "http://x/a.jpg",', "thumb", ["is no https address; write one"]),
    ("fish.yaml", "id: fish,", 'id: fish, thumbnail: "https://",', "thumb", ["'https://' is no https address"]),
    ("fish.yaml", "id: fish,", "id: fish, thumbnail: 7,", "thumb", ["'7' is no https address"]),
    ("fish.yaml", "facts:", "zzz: 1\nfacts:", "zzz", ["unknown key 'zzz'", "the keys here are topic, facts"]),
    ("fish.yaml", "paragraph: 0", "paragraph: two", "paragraph", ["'two' is no whole number"]),
    ("fish.yaml", "paragraph: 0", "paragraph: 2.5", "paragraph", ["'2.5' is no whole number"]),
    ("fish.yaml", "paragraph: 0", "paragraph: -1", "paragraph", ["'-1' is too small; count from 0"]),
    ("fish.yaml", "  - id: shark", "  - id: Shark!", "Shark!", ["'Shark!' is not kebab-case"]),
    ("fish.yaml", "  - id: shark", f"  - id: {'s' * 80}", "sss", ["is too long; shorten it to"]),
    ("fish.yaml", "related: [penguin]", "related: penguin", "related", ["'facts.related' must be a list", "- entry"]),
    ("fish.yaml", "related: [penguin]", "related:", "related", ["'facts.related' must be a list"]),
    ("fish.yaml", 'en: ["What teeth do sharks have?", "shark teeth"]', "en: one", "en: one", ["must be a list"]),
    ("fish.yaml", '"gigi hiu"]', '""]', '""]', ["'facts.questions.id' is empty", "remove the entry"]),
    ("fish.yaml", '"gigi hiu"]', '" \t"]', '" \t"]', ["'facts.questions.id' is empty"]),
    ("fish.yaml", '"gigi hiu"]', "{a: b}]", "{a: b}]", ["must be text", "in quotes if it holds a colon"]),
    (
        "fish.yaml",
        "    answer: {id",
        "    answer: [x]\n    zzz: {id",
        "answer:",
        ["must be a mapping such as `en: text`"],
    ),
    ("manifest.yaml", "languages: [id, en, ru]", "languages: [id, en, RU]", "RU", ["'RU' is not a language code"]),
    ("manifest.yaml", "languages: [id, en, ru]", "languages: []", "languages:", ["'languages' is empty; add"]),
    ("manifest.yaml", "default_language: id", "default_language: fr", "default", ["'fr' is not among the languages"]),
    ("manifest.yaml", "  atlas: {", "  The Atlas: {", "The Atlas", ["'The Atlas' is not kebab-case"]),
]


@pytest.mark.parametrize(("name", "old", "new", "at", "words"), FORM_MISTAKES)
def test_a_mistake_of_form_is_told_at_its_line_with_how_to_mend_it(
    tmp_path: Path, name: str, old: str, new: str, at: str, words: list[str]
) -> None:
    files = edited(name, old, new)
    told = [line for line in mistakes_in(tmp_path, files) if line.startswith(place(files, name, at))]
    assert any(all(word in line for word in words) for line in told), told


@pytest.mark.parametrize(
    ("name", "removed", "at", "key"),
    [
        ("fish.yaml", "  - id: shark\n    title: {", '"Hiu"', "id"),
        ("fish.yaml", "    source: {document: atlas, paragraph: 0}\n", "id: shark", "source"),
        ("fish.yaml", "document: atlas, ", "paragraph: 0", "document"),
        ("birds.yaml", "id: birds, ", "topic:", "id"),
        ("manifest.yaml", 'title: {id: "Hewan", en: "Animals", ru: "Звери"}\n', "languages:", "title"),
        ("manifest.yaml", ", language: en}", "atlas", "language"),
    ],
)
def test_a_missing_key_is_told_where_it_belongs(tmp_path: Path, name: str, removed: str, at: str, key: str) -> None:
    replacement = {"  - id: shark\n    title: {": "  - title: {", ", language: en}": "}"}.get(removed, "")
    files = edited(name, removed, replacement)
    assert f"{place(files, name, at)} '{key}' is missing; add it" in mistakes_in(tmp_path, files)


@pytest.mark.parametrize(
    ("broken", "line", "words"),
    [
        ("topic: {id: fish", 1, "broken YAML"),
        ("topic:\n  id: fish\n title: x\n", 3, "broken YAML"),
        ('topic: {id: fish}\nfacts:\n  - id: "shark\n', 3, "broken YAML"),
        ("topic: x\n\tfacts: y\n", 2, "broken YAML"),
        ("topic: x\n---\ntopic: y\n", 2, "broken YAML"),
        ("topic: x\nfacts: a\x07b\n", 2, "U+0007"),
        ("topic: x\nfacts:\n  - é\x9b\n", 3, "U+009B"),
        ("topic: x\nfacts: \x7f\n", 2, "U+007F"),
        ("topic: x\n\0", 2, "U+0000"),
        ("topic: x\nfacts: [" + "[" * 100_000, 2, "nested too deeply"),
        ("topic: x\nfacts: " + "{a: " * 50_000, 2, "nested too deeply"),
        ("topic: x\n\n" + "- " * 50_000, 3, ""),
    ],
)
def test_broken_yaml_is_told_at_its_line(tmp_path: Path, broken: str, line: int, words: str) -> None:
    (told,) = [told for told in mistakes_in(tmp_path, {**TINY, "fish.yaml": broken}) if told.startswith("fish.yaml")]
    assert told.startswith(f"fish.yaml:{line}: ")
    assert words in told


def test_nesting_beyond_any_fact_base_is_refused_before_it_overflows_the_stack(tmp_path: Path) -> None:
    nested = "\n".join("  " * depth + "a:" for depth in range(30))
    (told,) = mistakes_in(
        tmp_path, {**TINY, "fish.yaml": FISH + nested, "birds.yaml": BIRDS.replace("[ostrich]", "[]")}
    )
    assert (
        told
        == f"fish.yaml:{len(FISH.splitlines()) + 20 + 1}: nested too deeply; check the indentation and the brackets"
    )


def test_a_key_twice_is_told_with_the_line_of_the_first(tmp_path: Path) -> None:
    files = edited("fish.yaml", "    related: [penguin]", "    related: [penguin]\n    source: {document: atlas}")
    (told,) = mistakes_in(tmp_path, files)
    assert (
        told
        == f"{place(files, 'fish.yaml', '{document: atlas}')} key 'source' stands here and in line 5; keep one of them"
    )


def test_an_alias_is_told_where_it_is_used_not_where_its_anchor_is(tmp_path: Path) -> None:
    files = edited("fish.yaml", '"shark teeth"]', '&copied "shark teeth"]').copy()
    files["fish.yaml"] = files["fish.yaml"].replace('"зубы акулы"', "*copied")
    told = mistakes_in(tmp_path, files)
    assert f"{place(files, 'fish.yaml', '*copied')} aliases (*name) are not supported; write the text out" in told
    assert not any(line.startswith(place(files, "fish.yaml", "&copied")) for line in told)


def test_a_billion_laughs_are_refused_at_once(tmp_path: Path) -> None:
    laughs = ["a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    laughs += [
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    told = mistakes_in(tmp_path, {**TINY, "fish.yaml": "\n".join(laughs)})
    assert sum("aliases" in line for line in told) == 8 * 9


def test_an_answer_too_long_for_a_chat_is_told_with_how_much_to_cut(tmp_path: Path) -> None:
    read_facts(write_facts(tmp_path, edited("fish.yaml", "У акул много зубов.", "ж" * ANSWER_LIMIT)))
    long = "ж" * (ANSWER_LIMIT + 7)
    files = edited("fish.yaml", "У акул много зубов.", long)
    (told,) = mistakes_in(tmp_path, files)
    assert told.startswith(place(files, "fish.yaml", long))
    assert "the answer is too long; shorten it by 7 characters" in told


def test_an_answer_is_measured_as_telegram_does_in_utf16(tmp_path: Path) -> None:
    files = edited("fish.yaml", "У акул много зубов.", "🦈" * (ANSWER_LIMIT // 2 + 1))
    assert "shorten it by 2 characters" in mistakes_in(tmp_path, files)[0]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [("fish.yaml", 'en: "Sharks"', "en: {}"), ("birds.yaml", '"How fast do ostriches run?"', '"{}"')],
)
def test_a_heading_leaves_room_for_the_answer(tmp_path: Path, file: str, old: str, new: str) -> None:
    files = edited(file, old, new.format("x" * (HEADING_LIMIT + 3)))
    (told,) = mistakes_in(tmp_path, files)
    assert told.startswith(place(files, file, "x" * HEADING_LIMIT))
    assert "the heading is too long; shorten it by 3 characters" in told


def test_the_manifest_alone_can_be_the_broken_one(tmp_path: Path) -> None:
    told = mistakes_in(tmp_path, {**TINY, "manifest.yaml": MANIFEST + "x: ]"})
    assert [line.split(" ")[0] for line in told] == ["manifest.yaml:6:"]
