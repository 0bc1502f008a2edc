"""Business chats while the database is in trouble: silence rather than a word too many."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.handlers.bots import running_bot
from tests.handlers.facts import HEIGHT
from tests.handlers.shops import open_shop
from tests.storage.helpers import locked_by_another

QUESTION = HEIGHT["en"]


def rename(file: Path, old: str, new: str) -> None:
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))
    engine.dispose()


async def test_where_it_cannot_know_whether_to_be_quiet_it_is(tmp_path: Path, facts: Path) -> None:
    async with running_bot(tmp_path, facts) as bot:
        shop = await open_shop(bot)
        assert await shop.ask(QUESTION)
        rename(tmp_path / "tanya.sqlite", "quiet_chats", "lost")
        assert not await shop.ask(QUESTION)
        rename(tmp_path / "tanya.sqlite", "lost", "quiet_chats")
        assert await shop.ask(QUESTION)


async def test_the_owner_s_words_count_though_they_could_not_be_noted(
    tmp_path: Path, facts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.database.BUSY_SECONDS", 0.3)
    async with running_bot(tmp_path, facts) as bot:
        shop = await open_shop(bot)
        async with locked_by_another(tmp_path / "tanya.sqlite"):
            await shop.say("I am here now", sender=shop.owner)
        assert not await shop.ask(QUESTION)
        assert await (await shop.another_customer()).ask(QUESTION)
