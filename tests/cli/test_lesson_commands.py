"""`tanya taught`: what admins taught, as a table and in the form of the fact files."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from bot.storage.stores import Stores
from handlers.records import UnansweredQuestion
from tests.cli.conftest import Tanya
from tests.conftest import edited, write_facts

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LESSONS = [
    ("operation-channel", "en", 'wot is "Channel": & a [b]?'),
    ("csto", "ru", "что за одкб"),
    ("operation-channel", "id", "apa itu\nsaluran"),
    ("operation-channel", "en", "no"),
]


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Teach some lessons, each an hour after the one before it."""
    url = f"sqlite+aiosqlite:///{tmp_path}/log/tanya.sqlite"

    async def teach() -> None:
        async with Stores.open(url, b"a key for tests") as stores:
            for number, (fact, language, text) in enumerate(LESSONS):
                question = UnansweredQuestion(number, text, language, 1, NOON)
                await stores.lessons.teach([question], fact, NOON + timedelta(hours=number))

    asyncio.run(teach())
    return url


def test_without_lessons_there_are_none(tanya: Tanya) -> None:
    ran = tanya("taught")
    assert (ran.code, ran.err) == (0, "")
    assert "Taught questions: 0" in ran.out
    assert yaml.safe_load(tanya("taught", "--yaml").out) == {"facts": []}


def test_lessons_are_a_table_oldest_first(tanya: Tanya, url: str) -> None:
    ran = tanya("taught", TANYA_DATABASE=url)
    assert (ran.code, ran.err) == (0, "")
    rows = [[cell.strip() for cell in line.strip("│").split("│")] for line in ran.out.splitlines() if "│" in line]
    assert rows == [
        [fact, language, f"2026-03-01 {12 + number}:00", " ".join(text.split())]
        for number, (fact, language, text) in enumerate(LESSONS)
    ]


def test_lessons_are_yaml_in_the_form_of_the_fact_files(tanya: Tanya, url: str) -> None:
    ran = tanya("taught", "--yaml", TANYA_DATABASE=url)
    assert (ran.code, ran.err) == (0, "")
    documents = list(yaml.safe_load_all(ran.out))
    assert len(documents) == 2, "one for each topic"
    facts = {fact["id"]: fact["questions"] for document in documents for fact in document["facts"]}
    assert facts["csto"] == {"ru": ["что за одкб"]}
    channel = facts["operation-channel"]
    assert channel["en"] == [LESSONS[0][2], "no"]
    assert channel["id"] == ["apa itu saluran"]


def test_yaml_of_facts_with_mistakes_is_refused_with_the_mistakes(tanya: Tanya, url: str, tmp_path: Path) -> None:
    facts = write_facts(tmp_path / "facts", edited("fish.yaml", "paragraph: 0", "paragraph: two"))
    ran = tanya("taught", "--yaml", TANYA_DATABASE=url, TANYA_FACTS=str(facts))
    assert ran.code != 0
    assert "fish.yaml:5: " in ran.err
    assert "Traceback" not in ran.err


def test_lessons_of_other_facts_are_comments(tanya: Tanya, url: str, tmp_path: Path) -> None:
    ran = tanya("taught", "--yaml", TANYA_DATABASE=url, TANYA_FACTS=str(write_facts(tmp_path / "facts")))
    assert (ran.code, ran.err) == (0, "")
    assert yaml.safe_load(ran.out) == {"facts": []}
    assert '# {id: csto, questions: {ru: ["что за одкб"]}}' in ran.out.splitlines()
