"""`tanya stats`, `export`, `purge` and `actions` on a log that the bot has filled."""

import asyncio
import csv
import dataclasses
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.deeds import SqlAdminLog
from bot.storage.hashes import Hasher
from bot.storage.log import SqlQuestionLog
from handlers.records import AdminAction, AskedQuestion, ChatKind, LoggedQuestion
from knowledge.verdict import Outcome
from tests.cli.conftest import Tanya

USER = 987_654_321
NOW = datetime.now(UTC)
TEXTS = [
    "plain",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    'a "quoted", text\nof two lines',
    "что такое «Канал»?",
]

DEEDS = [("reload", "16 facts"), ("maintenance", "on"), ("fact", "[bold]csto[/bold] :smile:")]


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Fill a log: one question a text, each a day older than the one before it."""
    url = f"sqlite+aiosqlite:///{tmp_path}/log/tanya.sqlite"

    async def fill() -> None:
        async with await Database.open(url) as database:
            log = SqlQuestionLog(database, Hasher(b"a key for tests"))
            deeds = SqlAdminLog(database, Hasher(b"a key for tests"))
            for minute, (action, detail) in enumerate(DEEDS):
                await deeds.note(AdminAction(NOW + timedelta(minutes=minute), USER, action, detail))
            for number, text in enumerate(TEXTS):
                outcome, fact = (Outcome.ANSWER, "csto") if number % 2 else (Outcome.UNKNOWN, None)
                at = NOW - timedelta(days=len(TEXTS) - number)
                await log.record(
                    AskedQuestion(number, at, USER, ChatKind.PRIVATE, "en", text, outcome, fact, 0.5, 0.25)
                )

    asyncio.run(fill())
    return url


def test_stats_of_a_new_log_are_zeros(tanya: Tanya, cwd: Path) -> None:
    ran = tanya("stats", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["questions"] == 0
    assert (cwd / "data" / "tanya.sqlite").is_file()


def test_stats_give_the_figures_of_the_log(tanya: Tanya, url: str) -> None:
    figures = json.loads(tanya("stats", "--json", TANYA_DATABASE=url).out)
    days = figures.pop("days")
    assert len(days) == 9
    assert days[0]["outcomes"] == {"unknown": 1}
    assert figures == {
        "questions": 9,
        "users": 1,
        "outcomes": {"unknown": 5, "answer": 4},
        "languages": {"en": 9},
        "chat_kinds": {"private": 9},
        "facts": {"csto": 4},
        "median_seconds": 0.25,
        "unsaved": 0,
    }


def test_stats_for_people_show_the_same(process: Tanya, url: str) -> None:
    ran = process("stats", TANYA_DATABASE=url)
    assert (ran.code, ran.err) == (0, "")
    rows = dict([cell.strip() for cell in line.strip("│").split("│")] for line in ran.out.splitlines() if "│" in line)
    assert rows["questions"] == "9"
    assert rows["verdicts"] == "unknown 5, answer 4"
    assert rows["median time to the reply"] == "250 ms"


def test_export_as_json_lines_gives_every_row_as_it_is_oldest_first(tanya: Tanya, url: str) -> None:
    ran = tanya("export", "--format", "jsonl", TANYA_DATABASE=url)
    assert (ran.code, ran.err) == (0, "")
    rows = [json.loads(line) for line in ran.out.split("\n") if line]
    assert [row["question"] for row in rows] == TEXTS
    assert [list(row) for row in rows] == [[field.name for field in dataclasses.fields(LoggedQuestion)]] * 9
    assert rows[0]["asked_at"] == (NOW - timedelta(days=9)).isoformat()
    assert rows[1]["confidence"] == 0.5


def test_export_as_csv_is_the_default_and_can_be_read_back(tanya: Tanya, url: str) -> None:
    ran = tanya("export", TANYA_DATABASE=url)
    assert (ran.code, ran.err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(ran.out, newline="")))
    assert list(rows[0]) == [field.name for field in dataclasses.fields(LoggedQuestion)]
    assert [row["question"].removeprefix("'") for row in rows] == TEXTS
    assert [float(row["seconds"]) for row in rows] == [0.25] * len(TEXTS)


def test_no_cell_of_a_csv_begins_a_formula(tanya: Tanya, url: str) -> None:
    out = tanya("export", "--format", "csv", TANYA_DATABASE=url).out
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert [row["question"] for row in rows[1:7]] == [f"'{text}" for text in TEXTS[1:7]]
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_no_export_tells_who_asked(tanya: Tanya, url: str) -> None:
    for form in ("csv", "jsonl"):
        assert str(USER) not in tanya("export", "--format", form, TANYA_DATABASE=url).out


def test_purge_forgets_texts_and_askers_but_not_figures(tanya: Tanya, url: str) -> None:
    ran = tanya("purge", "--days", "4", TANYA_DATABASE=url)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "forgot the texts and askers of 6 questions older than 4 days\n"
    rows = [json.loads(line) for line in tanya("export", "--format", "jsonl", TANYA_DATABASE=url).out.splitlines()]
    assert [row["question"] for row in rows] == [None] * 6 + TEXTS[6:]
    assert [row["user_hash"] for row in rows[:6]] == [None] * 6
    assert json.loads(tanya("stats", "--json", TANYA_DATABASE=url).out)["questions"] == 9
    assert "of 0 questions" in tanya("purge", "--days", "4", TANYA_DATABASE=url).out


def test_purge_goes_by_the_setting_without_an_option(tanya: Tanya, url: str) -> None:
    ran = tanya("purge", TANYA_DATABASE=url, TANYA_RETENTION_DAYS="7")
    assert ran.out == "forgot the texts and askers of 3 questions older than 7 days\n"


def test_purge_of_all_days_forgets_everything(tanya: Tanya, url: str) -> None:
    assert "of 9 questions" in tanya("purge", "--days", "0", TANYA_DATABASE=url).out


@pytest.mark.parametrize("days", ["999999", "99999999999"])
def test_more_days_than_the_calendar_has_are_no_traceback(tanya: Tanya, url: str, days: str) -> None:
    ran = tanya("purge", "--days", days, TANYA_DATABASE=url)
    assert ran.code == 2
    assert "Traceback" not in ran.err


def test_actions_as_json_tell_what_admins_did_and_when_oldest_first(tanya: Tanya, url: str) -> None:
    ran = tanya("actions", "--json", TANYA_DATABASE=url)
    assert (ran.code, ran.err) == (0, "")
    done = json.loads(ran.out)
    assert [(one["action"], one["detail"]) for one in done] == DEEDS
    assert [one["done_at"] for one in done] == [(NOW + timedelta(minutes=minute)).isoformat() for minute in range(3)]
    assert len({one["admin_hash"] for one in done}) == 1
    assert str(USER) not in ran.out


def test_actions_for_people_show_the_same(process: Tanya, url: str) -> None:
    ran = process("actions", TANYA_DATABASE=url)
    assert (ran.code, ran.err) == (0, "")
    rows = [[cell.strip() for cell in line.strip("│").split("│")] for line in ran.out.splitlines() if "│" in line]
    assert [(row[2], row[3]) for row in rows] == DEEDS
    assert rows[0][0] == f"{NOW:%Y-%m-%d %H:%M:%S}"


def test_actions_of_a_new_log_are_none(tanya: Tanya) -> None:
    assert json.loads(tanya("actions", "--json").out) == []
