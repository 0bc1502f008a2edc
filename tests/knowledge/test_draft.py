"""A file that is not there yet is checked as if it were, and leaves nothing behind."""

from pathlib import Path

import pytest

from knowledge.draft import read_draft
from knowledge.mistakes import FactBaseError
from knowledge.reading import read_facts
from tests.conftest import BIRDS, FISH, MANIFEST, TINY, write_facts

WORDS = "concepts:\n  bird: {id: [burung], en: [bird], ru: [птица]}\n"
DOGS = (
    FISH.replace("id: fish", "id: dogs")
    .replace("shark", "dog")
    .replace("hiu", "anjing")
    .replace("акул", "собак")
    .replace("related: [penguin]", "")
)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def mistakes(folder: Path, name: str, content: str | bytes) -> list[str]:
    with pytest.raises(FactBaseError) as caught:
        read_draft(folder, name, content.encode() if isinstance(content, str) else content)
    return [str(mistake) for mistake in caught.value.mistakes]


def test_a_changed_file_takes_the_place_of_the_one_with_its_name(tiny_facts: Path) -> None:
    base = read_draft(tiny_facts, "birds.yaml", BIRDS.replace("Ostriches run fast.", "They run.").encode())
    assert base.facts["ostrich"].answer["en"] == "They run."
    assert len(base.facts) == 3


def test_a_new_file_is_added(tiny_facts: Path) -> None:
    assert set(read_draft(tiny_facts, "dogs.yaml", DOGS.encode()).facts) == {"penguin", "ostrich", "shark", "dog"}


def test_the_folder_stays_as_it_is(tiny_facts: Path) -> None:
    before = contents(tiny_facts)
    read_draft(tiny_facts, "dogs.yaml", DOGS.encode())
    mistakes(tiny_facts, "birds.yaml", "facts: [unclosed")
    assert contents(tiny_facts) == before


def test_the_same_file_changes_nothing(tiny_facts: Path) -> None:
    same = read_draft(tiny_facts, "birds.yaml", TINY["birds.yaml"].encode())
    assert same.fingerprint == read_facts(tiny_facts).fingerprint


def test_mistakes_are_told_by_file_and_line_within_the_folder(tiny_facts: Path) -> None:
    broken = BIRDS.replace("    answer:", "    anwser:", 1)
    line = broken[: broken.index("anwser")].count("\n") + 1
    found = mistakes(tiny_facts, "birds.yaml", broken)
    assert any(mistake.startswith(f"birds.yaml:{line}: ") for mistake in found)


def test_what_the_file_breaks_elsewhere_is_told_too(tiny_facts: Path) -> None:
    found = mistakes(tiny_facts, "birds.yaml", BIRDS.replace("penguin", "pinguin"))
    assert any(mistake.startswith("fish.yaml:") and "penguin" in mistake for mistake in found)


def test_words_go_to_the_concepts_even_under_a_topics_name(tiny_facts: Path) -> None:
    base = read_draft(tiny_facts, "birds.yaml", WORDS.encode())
    assert base.concepts["bird"] == ("burung", "bird", "птица")
    assert "penguin" in base.facts
    assert any(
        mistake.startswith("concepts/birds.yaml:1:") for mistake in mistakes(tiny_facts, "birds.yaml", "concepts: 1")
    )
    assert read_draft(tiny_facts, "concepts.yaml", WORDS.encode()).concepts


def test_a_file_of_words_goes_where_one_of_its_name_is(tiny_facts: Path) -> None:
    (tiny_facts / "concepts").mkdir()
    for place, other in (("concepts/concepts.yaml", ""), ("concepts.yaml", "ekor")):
        (tiny_facts / place).write_text(WORDS.replace("burung", "ekor"), encoding="utf-8")
        base = read_draft(tiny_facts, "concepts.yaml", WORDS.encode())
        assert base.concepts["bird"][0] == "burung"
        assert ("ekor" in base.concepts["bird"]) == bool(other)


def test_broken_words_are_told_as_words(tiny_facts: Path) -> None:
    broken = WORDS.replace("[bird]", "[bird")
    assert mistakes(tiny_facts, "birds.yaml", broken)[0].startswith("concepts/birds.yaml:2: broken YAML")


def test_words_without_their_key_are_told_in_the_place_of_words(tiny_facts: Path) -> None:
    found = mistakes(tiny_facts, "concepts.yaml", "words: {}\n")
    assert [mistake.split(" ")[0] for mistake in found] == ["concepts.yaml:1:"] * 2


def test_a_name_on_yml_counts_as_one_on_yaml(tiny_facts: Path) -> None:
    changed = BIRDS.replace("Ostriches run fast.", "They run.")
    assert read_draft(tiny_facts, "birds.yml", changed.encode()).facts["ostrich"].answer["en"] == "They run."


@pytest.mark.parametrize(
    "name",
    [
        "birds.YAML", ".yaml", "birds", "", "yaml", "..", "birds.yaml\n", "birds (1).yaml", "ж.yaml", "\0.yaml",
        "<b>&.yaml", "../../birds.yaml", "..\\birds.yaml", "/etc/birds.yaml", "concepts/../birds.yaml",
    ],
)  # fmt: skip
def test_a_name_that_no_file_of_facts_may_have_is_a_mistake(tiny_facts: Path, name: str) -> None:
    before = contents(tiny_facts.parent)
    (mistake,) = mistakes(tiny_facts, name, BIRDS)
    assert mistake.startswith(f"{name}:1: ")
    assert "such as 'my-topic.yaml'" in mistake
    assert contents(tiny_facts.parent) == before


def test_a_long_name_is_told_in_short(tiny_facts: Path) -> None:
    (mistake,) = mistakes(tiny_facts, "x" * 4000 + ".yaml", BIRDS)
    assert mistake.startswith("x" * 59 + "…:1: ")


def test_a_big_file_is_refused_unread(tiny_facts: Path) -> None:
    (mistake,) = mistakes(tiny_facts, "birds.yaml", b"x" * 1_000_001)
    assert mistake.startswith("birds.yaml:1: the file has 1,000,001 bytes; at most 1,000,000 are read")
    padded = BIRDS.encode()
    assert read_draft(tiny_facts, "birds.yaml", padded + b"\n" * (1_000_000 - len(padded))).facts


def test_other_files_of_the_folder_are_no_matter(tiny_facts: Path) -> None:
    (tiny_facts / "video.bin").write_bytes(b"\0" * 100)
    (tiny_facts / "folder.yaml.d").mkdir()
    assert len(read_draft(tiny_facts, "birds.yaml", BIRDS.encode()).facts) == 3


def test_what_is_wrong_with_the_folder_is_told_without_its_path(tmp_path: Path) -> None:
    folder = write_facts(tmp_path / "facts", {"manifest.yaml": MANIFEST})
    found = mistakes(folder, "words.yaml", WORDS)
    assert found == [".:1: holds no topic file; add one, such as <topic>.yaml"]


def test_no_mistake_tells_of_the_temporary_folder(tiny_facts: Path) -> None:
    found = mistakes(tiny_facts, "more-fish.yaml", FISH)
    assert any("fish.yaml:" in mistake.split(": ", 1)[1] for mistake in found), found
    assert not [mistake for mistake in found if "/" in mistake]


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"\0", b"[" * 100_000, b"- " * 50_000, b"a: &a [x]\nb: *a\n", b"concepts: [", b"1"]
)
def test_any_content_is_either_good_or_a_mistake(tiny_facts: Path, content: bytes) -> None:
    assert mistakes(tiny_facts, "dogs.yaml", content)


def test_a_folder_that_is_gone_is_a_mistake(tmp_path: Path) -> None:
    (mistake,) = mistakes(tmp_path / "nowhere", "birds.yaml", BIRDS)
    assert mistake == "birds.yaml:1: the facts in use cannot be read beside it (No such file or directory)"
