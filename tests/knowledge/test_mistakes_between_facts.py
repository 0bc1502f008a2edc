"""What must hold between facts, files and manifest is told by file and line, all at once."""

import unicodedata
from pathlib import Path

import pytest

from knowledge.reading import read_facts
from tests.conftest import BIRDS, FISH, MANIFEST, TINY, edited, write_facts
from tests.knowledge.helpers import mistakes_in, place

CONTESTED = "penguin home"


@pytest.mark.parametrize(
    "same",
    [
        "penguin home",
        "Penguin HOME",
        "  penguin   home ?!",
        "«penguin», home…",
        unicodedata.normalize("NFD", "pénguin home"),
        "ｐｅｎｇｕｉｎ　ｈｏｍｅ",
        "penguin\u200b home\u00ad",
    ],
)
def test_a_question_that_two_facts_own_is_told_however_it_is_written(tmp_path: Path, same: str) -> None:
    files = edited("fish.yaml", '"shark teeth"', f'"{same}"')
    (told,) = mistakes_in(tmp_path, files)
    first = place(files, "birds.yaml", CONTESTED)
    assert told.startswith(place(files, "fish.yaml", f'"{same}"'))
    assert "belongs to 'penguin'" in told
    assert f"{first.removesuffix(':')}) already; keep it in one fact" in told


@pytest.mark.parametrize(("composed", "plain"), [("й ещё", "й еще"), ("Й ЕЩЁ", "й ещё"), ("café ñ", "cafe n")])
def test_questions_that_differ_only_by_unicode_form_or_marks_are_the_same(
    tmp_path: Path, composed: str, plain: str
) -> None:
    files = edited("fish.yaml", '"зубы акулы"', f'"{unicodedata.normalize("NFD", composed)}"')
    files["birds.yaml"] = files["birds.yaml"].replace('"дом пингвинов"', f'"{plain}"')
    (told,) = mistakes_in(tmp_path, files)
    assert "belongs to 'penguin'" in told


def test_questions_that_differ_by_a_letter_are_not_the_same(tmp_path: Path) -> None:
    files = edited("fish.yaml", '"зубы акулы"', '"мой"')
    files["birds.yaml"] = files["birds.yaml"].replace('"дом пингвинов"', '"мои"')
    read_facts(write_facts(tmp_path, files))


@pytest.mark.parametrize(("first", "second"), [("1 + 1", "1 - 1"), ("???", "?!?"), ("🦈", "🐧")])
def test_only_words_tell_questions_apart_and_marks_alone_stand_for_themselves(
    tmp_path: Path, first: str, second: str
) -> None:
    files = edited("fish.yaml", '"shark teeth"', f'"{first}"')
    files["birds.yaml"] = files["birds.yaml"].replace(f'"{CONTESTED}"', f'"{second}"')
    write_facts(tmp_path, files)
    if any(char.isalnum() for char in first):
        assert "belongs to 'penguin'" in mistakes_in(tmp_path, files)[0]
    else:
        read_facts(tmp_path)


def test_one_fact_may_repeat_its_own_question(tmp_path: Path) -> None:
    files = edited("fish.yaml", '"shark teeth"', '"shark teeth", "Shark teeth?"')
    assert len(read_facts(write_facts(tmp_path, files)).facts) == 3


def test_a_near_miss_that_a_fact_answers_is_told_with_both_places(tmp_path: Path) -> None:
    files = edited("birds.yaml", '"When do penguins sleep?"', '"when do penguins sleep", "SHARK teeth?"')
    (told,) = mistakes_in(tmp_path, files)
    assert told.startswith(place(files, "birds.yaml", "SHARK"))
    assert "'SHARK teeth?' is unanswerable here, yet 'shark' answers it" in told
    assert place(files, "fish.yaml", "shark teeth").removesuffix(":") in told


def test_a_near_miss_of_the_facts_own_question_is_told(tmp_path: Path) -> None:
    files = edited("birds.yaml", '"When do penguins sleep?"', f'"{CONTESTED}!"')
    (told,) = mistakes_in(tmp_path, files)
    assert "yet 'penguin' answers it" in told


def test_two_facts_may_share_a_near_miss(tmp_path: Path) -> None:
    files = edited("fish.yaml", "    related", '    unanswerable: {en: ["When do penguins sleep?"]}\n    related')
    assert len(read_facts(write_facts(tmp_path, files)).facts) == 3


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("fish.yaml", "- id: shark", "- id: penguin"), ("birds.yaml", "- id: ostrich", "- id: penguin")],
)
def test_an_id_twice_is_told_with_the_place_of_the_first(tmp_path: Path, name: str, old: str, new: str) -> None:
    files = edited(name, old, new)
    first = "birds.yaml:3"
    told = [line for line in mistakes_in(tmp_path, files) if "stands in" in line]
    (mistake,) = told
    line = place(TINY, name, old)
    assert mistake.startswith(f"{line} fact 'penguin' stands in ")
    assert mistake.endswith(f"{first} already; give one of them another id")


def test_a_topic_id_twice_is_told(tmp_path: Path) -> None:
    (told,) = mistakes_in(tmp_path, edited("fish.yaml", "{id: fish,", "{id: birds,"))
    assert told.startswith("fish.yaml:1: topic 'birds' stands in ")


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("pinguin", "related fact 'pinguin' does not exist; correct or remove it"),
        ("shark", "a fact cannot be related to itself; remove it"),
    ],
)
def test_a_dead_link_and_a_link_to_itself_are_told(tmp_path: Path, link: str, message: str) -> None:
    files = edited("fish.yaml", "related: [penguin]", f"related:\n      - penguin\n      - {link}")
    assert mistakes_in(tmp_path, files) == [f"fish.yaml:{len(FISH.splitlines()) + 2}: {message}"]


def test_no_link_is_called_dead_for_the_mistakes_of_the_file_or_fact_that_it_leads_to(tmp_path: Path) -> None:
    told = mistakes_in(tmp_path, {**TINY, "birds.yaml": BIRDS.replace("source: {document: atlas}", "sauce: x")})
    assert not [line for line in told if "does not exist" in line]
    told = mistakes_in(tmp_path, {**TINY, "birds.yaml": BIRDS + "  ]"})
    assert [line.split(":")[0] for line in told] == ["birds.yaml"]


@pytest.mark.parametrize(
    ("name", "old", "new", "at", "message"),
    [
        ("fish.yaml", ', ru: "У акул много зубов."', "", "    answer:", "'answer' lacks the language ru; add it"),
        (
            "fish.yaml",
            '      ru: ["Какие зубы у акулы?", "зубы акулы"]\n',
            "",
            "questions:",
            "'questions' lacks the language ru",
        ),
        ("fish.yaml", ', en: "Sharks", ru: "Акулы"', "", '"Hiu"', "'title' lacks the language en, ru; add it"),
        ("fish.yaml", ', en: "Fish"', "", "topic:", "'title' lacks the language en; add it"),
        ("manifest.yaml", ', en: "Animals"', "", "title: {id", "'title' lacks the language en; add it"),
        (
            "fish.yaml",
            '["Какие зубы у акулы?", "зубы акулы"]',
            "[]",
            "ru: []",
            "'ru' has no question; add at least one",
        ),
        (
            "fish.yaml",
            ', ru: "Рыбы"',
            ', ru: "Рыбы", fr: "x"',
            "fr:",
            "language 'fr' is not in the manifest's languages",
        ),
        ("birds.yaml", '      en: ["When', '      fr: ["Quand?"]\n      en: ["When', "fr:", "language 'fr' is not in"),
        (
            "fish.yaml",
            "document: atlas",
            "document: atlass",
            "atlass",
            "no source 'atlass' in the manifest; it has atlas",
        ),
    ],
)
def test_what_the_manifest_and_the_facts_disagree_about_is_told(
    tmp_path: Path, name: str, old: str, new: str, at: str, message: str
) -> None:
    files = edited(name, old, new)
    (told,) = mistakes_in(tmp_path, files)
    assert told.startswith(f"{place(files, name, at)} {message}")


def test_near_misses_may_lack_languages_and_titles_may_be_left_out(tiny_facts: Path) -> None:
    facts = read_facts(tiny_facts).facts
    assert list(facts["penguin"].unanswerable) == ["en"]
    assert facts["ostrich"].title is None
    assert facts["ostrich"].heading("ru") == "Как быстро бегают страусы?"


def test_all_mistakes_of_a_folder_are_told_at_once_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "manifest.yaml": MANIFEST.replace("default_language: id", "default_language: fr"),
        "birds.yaml": BIRDS.replace("unanswerable:", "unanswerble:"),
        "fish.yaml": FISH.replace("- id: shark", "- id: penguin").replace("shark teeth", "Ostrich speed!"),
        "broken.yaml": "topic: [",
        "empty.yaml": "# nothing yet\n",
        "latin.yaml": "topic: é".encode("latin-1"),
        "more.yml": "topic: x",
    }
    told = mistakes_in(tmp_path, files)
    words = [
        ("birds.yaml:11:", "'unanswerable'"),
        ("broken.yaml:1:", "broken YAML"),
        ("empty.yaml:1:", "empty"),
        ("fish.yaml:3:", "'penguin' stands in"),
        ("fish.yaml:9:", "belongs to 'ostrich'"),
        ("latin.yaml:1:", "UTF-8"),
        ("manifest.yaml:3:", "'fr' is not among"),
        ("more.yml:1:", "rename"),
    ]
    assert [line.split(" ")[0] for line in told] == [start for start, _ in words]
    assert all(word in line for line, (_, word) in zip(told, words, strict=True))
