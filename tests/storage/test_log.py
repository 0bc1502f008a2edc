"""The log in good times: what goes in comes out, figures are right, users stay unknown."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from bot.storage.database import Database
from bot.storage.hashes import Hasher
from bot.storage.log import SqlQuestionLog
from bot.storage.stores import Stores
from handlers.records import ChatKind, LoggedQuestion, SetAside, UnansweredQuestion
from knowledge.verdict import Outcome
from tests.storage.helpers import KEY, NOON, USER, asked, connected, on_sqlite


async def exported(log: SqlQuestionLog) -> list[LoggedQuestion]:
    return [row async for row in log.export()]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def test_a_question_comes_out_as_it_went_in(log: SqlQuestionLog) -> None:
    moscow = timezone(timedelta(hours=3))
    await log.record(
        asked(
            2**40,
            at=datetime(2025, 3, 1, 15, 0, 0, 123456, moscow),
            chat=ChatKind.GROUP,
            language="ru",
            text="Что такое «Канал»?\n",
            fact="channel",
            confidence=0.8125,
            seconds=0.25,
        )
    )
    (row,) = await exported(log)
    assert row.asked_at.tzinfo is UTC
    assert row == LoggedQuestion(
        update_id=2**40,
        asked_at=datetime(2025, 3, 1, 12, 0, 0, 123456, UTC),
        user_hash=row.user_hash,
        chat_kind="group",
        language="ru",
        question="Что такое «Канал»?\n",
        question_key="что такое канал",
        outcome="answer",
        fact="channel",
        confidence=0.8125,
        seconds=0.25,
    )
    assert log.unsaved == frozenset()


async def test_text_that_databases_refuse_is_mended(log: SqlQuestionLog) -> None:
    await log.record(asked(text="half \ud83d and nul \0"))
    (row,) = await exported(log)
    assert row.question == "half ? and nul \ufffd"


async def test_an_update_counts_once(log: SqlQuestionLog, database: Database) -> None:
    await log.record(asked(7, text="first"))
    await log.record(asked(7, text="again"))
    await SqlQuestionLog(database, Hasher(KEY)).record(asked(7, text="after a restart"))
    assert [row.question for row in await exported(log)] == ["first"]
    assert log.unsaved == frozenset()


async def test_seen_gives_what_is_stored(log: SqlQuestionLog) -> None:
    for update_id in (1, 2, 3):
        await log.record(asked(update_id))
    assert await log.seen([]) == frozenset()
    assert await log.seen({2, 3, 4, 2**62}) == {2, 3}
    assert await log.seen(range(30_000)) == {1, 2, 3}


async def test_a_user_is_a_keyed_hash(log: SqlQuestionLog, database: Database) -> None:
    other_key = SqlQuestionLog(database, Hasher(b"another key"))
    await log.record(asked(1))
    await log.record(asked(2))
    await log.record(asked(3, user=USER + 1))
    await other_key.record(asked(4))
    hashes = [row.user_hash for row in await exported(log)]
    assert hashes[0] == hashes[1]
    assert len(set(hashes)) == 3
    assert all(hash_ is not None and len(hash_) == 32 and int(hash_, 16) for hash_ in hashes)


@on_sqlite
async def test_no_bare_user_id_in_the_files(log: SqlQuestionLog, database: Database, file: Path) -> None:
    await log.record(asked(text="kept text"))
    in_use = contents(file.parent)
    assert {"tanya.db", "tanya.db-wal"} <= in_use.keys()
    await database.close()
    written = b"".join((in_use | {"closed": contents(file.parent)["tanya.db"]}).values())
    assert b"kept text" in written
    for form in (str(USER).encode(), USER.to_bytes(6, "big"), USER.to_bytes(6, "little")):
        assert form not in written


def test_no_key_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        Hasher(b"")


async def test_a_time_without_zone_is_refused(log: SqlQuestionLog) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        await log.record(asked(at=NOON.replace(tzinfo=None)))
    assert log.unsaved == frozenset()


async def test_figures_of_an_empty_log(log: SqlQuestionLog) -> None:
    stats = await log.stats()
    assert (stats.questions, stats.users, stats.median_seconds, stats.unsaved) == (0, 0, None, 0)
    assert (stats.outcomes, stats.languages, stats.chat_kinds, stats.facts) == ({}, {}, {}, {})


async def test_figures_count_most_frequent_first(log: SqlQuestionLog) -> None:
    await log.record(asked(1, outcome=Outcome.UNKNOWN, language="ru", chat=ChatKind.INLINE, seconds=9))
    await log.record(asked(2, fact="b", seconds=1, user=5))
    await log.record(asked(3, fact="b", seconds=2))
    await log.record(asked(4, fact="a", seconds=3, at=NOON + timedelta(days=1)))
    stats = await log.stats()
    assert (stats.questions, stats.users) == (4, 2)
    assert list(stats.outcomes.items()) == [("answer", 3), ("unknown", 1)]
    assert list(stats.languages.items()) == [("en", 3), ("ru", 1)]
    assert list(stats.chat_kinds.items()) == [("private", 3), ("inline", 1)]
    assert list(stats.facts.items()) == [("b", 2), ("a", 1)]
    assert stats.median_seconds == pytest.approx(2.5)
    recent = await log.stats(since=NOON + timedelta(hours=1))
    assert (recent.questions, recent.median_seconds) == (1, 3)


async def test_what_was_asked_in_vain_is_grouped(log: SqlQuestionLog) -> None:
    late = NOON + timedelta(hours=1)
    unknown, suggest = Outcome.UNKNOWN, Outcome.SUGGEST
    await log.record(asked(1, text="Who is he", outcome=unknown, at=late, language="en"))
    await log.record(asked(2, text="WHO IS HE?!", outcome=suggest, language="ru"))
    await log.record(asked(3, text="Why?", outcome=unknown))
    await log.record(asked(4, text="When?", outcome=unknown, at=late, chat=ChatKind.GROUP))
    await log.record(asked(5, text="Typed so f", outcome=unknown, chat=ChatKind.INLINE))
    await log.record(asked(6, text="Answered"))
    expected = [
        UnansweredQuestion(1, "Who is he", "en", 2, late),
        UnansweredQuestion(4, "When?", "en", 1, late),
        UnansweredQuestion(3, "Why?", "en", 1, NOON),
    ]
    assert list(await log.unanswered(10)) == expected
    assert list(await log.unanswered(1, offset=1)) == expected[1:2]
    await log.purge(late)
    assert list(await log.unanswered(10)) == [expected[1], UnansweredQuestion(1, "Who is he", "en", 1, late)]


async def test_purge_forgets_text_and_user_and_keeps_figures(log: SqlQuestionLog) -> None:
    await log.record(asked(1, text="an old secret", fact="channel"))
    await log.record(asked(2, text="a new one", at=NOON + timedelta(days=2)))
    limit = NOON + timedelta(days=1)
    assert await log.purge(limit) == 1
    assert await log.purge(limit) == 0
    old, new = await exported(log)
    assert (old.question, old.question_key, old.user_hash) == (None, None, None)
    assert (old.fact, old.confidence, old.language) == ("channel", 0.9, "en")
    assert new.question == "a new one"
    stats = await log.stats()
    assert (stats.questions, stats.users) == (2, 1)


@on_sqlite
async def test_what_is_purged_is_not_left_in_the_file(log: SqlQuestionLog, database: Database, file: Path) -> None:
    await log.record(asked(1, text="an old secret"))
    await log.purge(NOON + timedelta(days=1))
    await database.close()
    assert b"old secret" not in contents(file.parent)["tanya.db"]


async def test_questions_of_any_length_are_told_apart_and_grouped(log: SqlQuestionLog, stores: Stores) -> None:
    # Words that a server cannot compress, each of three or more bytes.
    long = " ".join(chr(0x4E00 + number * 7) for number in range(2000))
    for update_id, question in enumerate((f"{long} ?", f"{long}!", f"{long} end")):
        await log.record(asked(update_id, text=question, outcome=Outcome.UNKNOWN))
    assert log.unsaved == frozenset()
    assert [one.times for one in await log.unanswered(10)] == [2, 1]
    [first, other] = await log.unanswered(10)
    lessons = await stores.lessons.teach([first, other], "channel", NOON)
    assert [one.question for one in lessons] == [first.text, other.text]
    await stores.lessons.set_aside([SetAside(first.text, similar=True, at=NOON)])


async def test_days_are_those_of_utc(url: str) -> None:
    if url.startswith("postgresql"):
        async with connected(url) as connection:
            name = make_url(url).database
            await connection.execute(text(f"ALTER DATABASE {name} SET timezone = 'Asia/Jakarta'"))
            await connection.commit()
    async with await Database.open(url) as later:
        log = SqlQuestionLog(later, Hasher(KEY))
        await log.record(asked(1, at=datetime(2025, 3, 1, 23, 59, tzinfo=UTC)))
        await log.record(asked(2, at=datetime(2025, 3, 2, 0, 1, tzinfo=UTC)))
        assert [day.day for day in (await log.stats()).days] == ["2025-03-01", "2025-03-02"]


async def test_equal_counts_are_in_the_order_of_their_letters_on_every_database(log: SqlQuestionLog) -> None:
    for update_id, fact in enumerate(("b", "a-b", "B", "ab", "я", "é")):
        await log.record(asked(update_id, fact=fact))
    assert list((await log.stats()).facts) == ["B", "a-b", "ab", "b", "é", "я"]


async def test_export_reads_on_page_by_page(log: SqlQuestionLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.log._ROWS_PER_PAGE", 3)
    for update_id in range(9):
        await log.record(asked(update_id, at=NOON - timedelta(minutes=update_id // 4)))
    assert [row.update_id for row in await exported(log)] == [8, 4, 5, 6, 7, 0, 1, 2, 3]
    rows = log.export()
    assert (await anext(rows)).update_id == 8
    await log.record(asked(100))
    assert [row.update_id async for row in rows] == [4, 5, 6, 7, 0, 1, 2, 3, 100]
