"""A file that is not there yet is checked as if it were, and leaves nothing behind."""

from pathlib import Path

import pytest

from knowledge.draft import read_draft
from knowledge.mistakes import FactBaseError
from knowledge.reading import read_facts
from tests.conftest import BIRDS, FISH, TINY

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


@pytest.mark.parametrize("name", ["birds.yml", "birds.YAML", ".yaml", "birds", "", "yaml", ".."])
def test_a_name_that_no_file_of_facts_may_have_is_a_mistake(tiny_facts: Path, name: str) -> None:
    assert mistakes(tiny_facts, name, BIRDS) == [f"{name}:1: files of a fact base end in .yaml; rename it"]


def test_no_mistake_tells_of_the_temporary_folder(tiny_facts: Path) -> None:
    found = mistakes(tiny_facts, "more-fish.yaml", FISH)
    assert any("fish.yaml:" in mistake.split(": ", 1)[1] for mistake in found), found
    assert not [mistake for mistake in found if "/" in mistake]


@pytest.mark.parametrize("name", ["../../birds.yaml", "..\\birds.yaml", "/etc/birds.yaml", "concepts/../birds.yaml"])
def test_a_name_leads_to_no_other_folder(tiny_facts: Path, name: str) -> None:
    outside = contents(tiny_facts.parent)
    assert len(read_draft(tiny_facts, name, BIRDS.encode()).facts) == 3
    assert contents(tiny_facts.parent) == outside


@pytest.mark.parametrize("name", ["\0.yaml", "ж" * 400 + ".yaml", "a<b>&:*?.yaml", "🗼.yaml"])
def test_a_strange_name_is_no_trouble(tiny_facts: Path, name: str) -> None:
    assert "dog" in read_draft(tiny_facts, name, DOGS.encode()).facts


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"\0", b"[" * 100_000, b"- " * 50_000, b"a: &a [x]\nb: *a\n", b"concepts: [", b"1"]
)
def test_any_content_is_either_good_or_a_mistake(tiny_facts: Path, content: bytes) -> None:
    assert mistakes(tiny_facts, "dogs.yaml", content)


def test_a_folder_that_is_gone_is_a_mistake(tmp_path: Path) -> None:
    assert "cannot be read as a folder of facts" in mistakes(tmp_path / "nowhere", "birds.yaml", BIRDS)[0]
