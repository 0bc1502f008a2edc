"""What a folder of facts may look like on disk: names, encodings, what is missing."""

import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.mistakes import FactBaseError, Mistake
from knowledge.reading import read_facts
from tests.conftest import BIRDS, FISH, MANIFEST, TINY, write_facts
from tests.knowledge.helpers import mistakes_in


def test_a_tiny_folder_is_read(tiny_facts: Path) -> None:
    base = read_facts(tiny_facts)
    assert list(base.facts) == ["penguin", "ostrich", "shark"]
    assert [topic.topic.id for topic in base.topics] == ["birds", "fish"]
    assert base.facts["shark"].source.paragraph == 0
    assert base.facts["ostrich"].source.paragraph is None


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(FactBaseError, match=r"nowhere:1: cannot be read as a folder of facts \(No such file"):
        read_facts(tmp_path / "nowhere")


def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    file = tmp_path / "facts.yaml"
    file.touch()
    with pytest.raises(FactBaseError, match="cannot be read as a folder of facts"):
        read_facts(file)


def test_an_empty_folder_is_told_to_lack_the_manifest_and_a_topic(tmp_path: Path) -> None:
    told = mistakes_in(tmp_path, {})
    assert told == [
        f"{tmp_path}:1: holds no topic file; add one, such as <topic>.yaml",
        "manifest.yaml:1: is missing; it names the languages and the sources",
    ]


def test_a_missing_manifest_does_not_keep_the_topics_from_being_checked(tmp_path: Path) -> None:
    told = mistakes_in(tmp_path, {"birds.yaml": BIRDS, "fish.yaml": FISH.replace("[penguin]", "[pinguin]")})
    assert [line.split(" ")[0] for line in told] == ["fish.yaml:11:", "manifest.yaml:1:"]


@pytest.mark.parametrize("empty", ["", "\n\n", "# only a comment\n", "---\n", "~", "\ufeff"])
def test_an_empty_file_is_told_with_the_keys_it_needs(tmp_path: Path, empty: str) -> None:
    assert mistakes_in(tmp_path, {**TINY, "fish.yaml": empty}) == [
        "fish.yaml:1: the file is empty; it needs the keys 'topic', 'facts'"
    ]
    assert mistakes_in(tmp_path, {**TINY, "manifest.yaml": empty}) == [
        "manifest.yaml:1: the file is empty; it needs the keys 'title', 'languages', 'default_language', 'sources'"
    ]


def test_a_topic_without_facts_is_told(tmp_path: Path) -> None:
    (told,) = mistakes_in(tmp_path, {**TINY, "fish.yaml": FISH.split("\n")[0] + "\nfacts: []\n"})
    assert told == "fish.yaml:2: 'facts' is empty; add at least one entry"


@pytest.mark.parametrize(
    ("raw", "line", "byte"),
    [
        (FISH.encode("cp1251"), 1, "0x"),
        (FISH.encode("utf-16"), 1, "0xff"),
        (b"a: 1\nb: 2\nc: \xe9\n", 3, "0xe9"),
        (b"a: 1\r\nb: \xc3\r\n", 2, "0xc3"),
    ],
)
def test_a_wrong_encoding_is_told_at_the_line_of_the_first_wrong_byte(
    tmp_path: Path, raw: bytes, line: int, byte: str
) -> None:
    (told,) = mistakes_in(tmp_path, {**TINY, "fish.yaml": raw})
    assert told.startswith(f"fish.yaml:{line}: byte {byte}")
    assert told.endswith("is not UTF-8; save the file in the encoding UTF-8")


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path: Path) -> None:
    files = {name: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() for name, text in TINY.items()}
    assert read_facts(write_facts(tmp_path, files)).facts["shark"].answer["en"] == "Sharks have many teeth."


def test_a_file_that_ends_in_yml_is_told_not_passed_over(tmp_path: Path) -> None:
    files = {"manifest.yaml": MANIFEST, "birds.yaml": BIRDS.replace("[ostrich]", "[]"), "fish.yml": FISH}
    assert mistakes_in(tmp_path, files) == ["fish.yml:1: files of a fact base end in .yaml; rename it"]


def test_other_files_are_no_topics(tiny_facts: Path) -> None:
    before = read_facts(tiny_facts)
    for name in ("README.md", "notes.txt", ".birds.yaml.swp"):
        (tiny_facts / name).write_text("]")
    assert read_facts(tiny_facts).facts == before.facts


def test_a_folder_named_like_a_topic_is_told(tiny_facts: Path) -> None:
    (tiny_facts / "folder.yaml").mkdir()
    with pytest.raises(FactBaseError, match=r"folder\.yaml:1: cannot be read \(Is a directory\)"):
        read_facts(tiny_facts)


def test_the_fingerprint_changes_with_any_byte_and_only_then(tmp_path: Path) -> None:
    first = read_facts(write_facts(tmp_path / "a"))
    assert read_facts(write_facts(tmp_path / "b")).fingerprint == first.fingerprint
    commented = {**TINY, "fish.yaml": FISH + "# a comment\n"}
    assert read_facts(write_facts(tmp_path / "c", commented)).fingerprint != first.fingerprint


@pytest.mark.parametrize("change", [Path.unlink, lambda path: path.write_bytes(b"another file")])
def test_a_file_that_changes_or_vanishes_while_it_is_read_counts_as_it_was_read(
    tmp_path: Path, change: Callable[[Path], object]
) -> None:
    steady, changing = write_facts(tmp_path / "steady"), write_facts(tmp_path / "changing")
    pipe, newer = changing / "birds.yaml", tmp_path / "newer.yaml"
    pipe.unlink()
    os.mkfifo(pipe)

    def save() -> None:
        with pipe.open("wb") as file:
            file.write(BIRDS.encode())
            # The reader has the pipe open, and meets its end only after this.
            newer.touch()
            newer.replace(pipe)
            change(pipe)

    with ThreadPoolExecutor(1) as pool:
        saving = pool.submit(save)
        read = read_facts(changing)
        saving.result()
    assert read.fingerprint == read_facts(steady).fingerprint
    assert read.facts == read_facts(steady).facts


@pytest.mark.parametrize("languages", [["en"], ["ru"], ["id", "ru"], ["en", "ru", "id"]])
def test_any_subset_of_languages_makes_a_fact_base(tmp_path: Path, languages: list[str]) -> None:
    files = {}
    for name, text in TINY.items():
        data = _only(yaml.safe_load(text), languages)
        if name == "manifest.yaml":
            data |= {"languages": languages, "default_language": languages[-1]}
        files[name] = yaml.safe_dump(data, allow_unicode=True)
    base = read_facts(write_facts(tmp_path, files))
    assert list(base.manifest.languages) == languages
    assert set(base.facts["shark"].questions) == set(languages)
    assert base.language("xx", None) == languages[-1]


def test_norwegian_is_a_language_and_not_a_boolean(tmp_path: Path) -> None:
    files = {name: re.sub(r"\bru\b", "no", text) for name, text in TINY.items()}
    base = read_facts(write_facts(tmp_path, files))
    assert base.manifest.languages == ("id", "en", "no")
    assert base.facts["shark"].answer["no"] == "У акул много зубов."
    assert base.language("no-NO") == "no"


@pytest.mark.parametrize(
    "word", ["yes", "no", "on", "off", "true", "False", "2024", "0x1F", "1e3", "3.14", "12:30:45", "2024-01-31", ".inf"]
)
def test_a_question_that_yaml_takes_for_something_else_stays_text(tmp_path: Path, word: str) -> None:
    files = {**TINY, "fish.yaml": FISH.replace('"shark teeth"', word)}
    assert read_facts(write_facts(tmp_path, files)).facts["shark"].questions["en"][1] == word


@pytest.mark.parametrize("nothing", ["~", "null", ""])
def test_a_question_of_nothing_is_a_mistake(tmp_path: Path, nothing: str) -> None:
    files = {
        **TINY,
        "fish.yaml": FISH.replace('en: ["What teeth do sharks have?", "shark teeth"]', f"en:\n        - {nothing}"),
    }
    assert [line.split(" ")[0] for line in mistakes_in(tmp_path, files)] == ["fish.yaml:10:"]


def complaints(folder: Path) -> tuple[Mistake, ...]:
    """Read a folder; whatever stands there, nothing but FactBaseError may come of it."""
    try:
        read_facts(folder)
    except FactBaseError as error:
        return error.mistakes
    return ()


YAML_TEXT = st.text(st.sampled_from("abe:-?[]{}&*!|>%@`'\"#,~ \n\t\r0é\x07\u2028\ufeff"), max_size=60)


@given(content=st.one_of(st.text(), YAML_TEXT, st.binary()), name=st.sampled_from(sorted(TINY)))
def test_random_text_as_a_file_gives_mistakes_and_no_other_error(
    tmp_path_factory: pytest.TempPathFactory, content: str | bytes, name: str
) -> None:
    told = complaints(write_facts(tmp_path_factory.mktemp("random"), {**TINY, name: content}))
    assert all(mistake.line >= 1 and mistake.message for mistake in told)


KEYS = st.sampled_from(
    [
        "topic",
        "facts",
        "id",
        "title",
        "source",
        "document",
        "answer",
        "questions",
        "related",
        "languages",
        "sources",
        "en",
    ]
)
DATA = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.sampled_from(["", "en", "shark", "Ab c"]), st.text(max_size=5)
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.one_of(KEYS, st.text(max_size=5)), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(data=DATA, name=st.sampled_from(sorted(TINY)), key=st.sampled_from(["", "topic", "facts", "title", "sources"]))
def test_random_data_in_any_place_gives_mistakes_and_no_other_error(
    tmp_path_factory: pytest.TempPathFactory, data: object, name: str, key: str
) -> None:
    whole = {**yaml.safe_load(TINY[name]), key: data} if key else data
    text = yaml.safe_dump(whole, allow_unicode=True)
    told = complaints(write_facts(tmp_path_factory.mktemp("random"), {**TINY, name: text}))
    assert all(mistake.line >= 1 and mistake.message for mistake in told)
    assert all(mistake.line <= text.count("\n") + 1 for mistake in told if mistake.file.endswith(name))


def _only(data: object, languages: list[str]) -> dict[str, object]:
    """Give YAML data without the other ones of the three languages."""

    def kept(value: object) -> object:
        if isinstance(value, dict):
            others = {"id", "en", "ru"} - set(languages) if {"en", "ru"} & set(value) else set()
            return {key: kept(item) for key, item in value.items() if key not in others}
        return [kept(item) for item in value] if isinstance(value, list) else value

    result = kept(data)
    assert isinstance(result, dict)
    return result
