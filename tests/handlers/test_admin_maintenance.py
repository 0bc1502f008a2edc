"""/maintenance closes the bot to all but the admins and opens it; it says which it is."""

from pathlib import Path

import pytest

from bot.app import open_stores
from tests.handlers.bots import ADMIN, running_bot

WORDS = {
    "en": ("Maintenance is on: I answer nobody but the admins.", "Maintenance is off: I answer everybody."),
    "id": ("Mode pemeliharaan aktif:", "Mode pemeliharaan tidak aktif:"),
    "ru": ("Идёт обслуживание:", "Обслуживания нет:"),
}


@pytest.mark.parametrize("language", WORDS)
async def test_the_switch_is_turned_told_and_noted(tmp_path: Path, facts: Path, language: str) -> None:
    on, off = WORDS[language]
    async with running_bot(tmp_path, facts) as running:
        ada = await running.client.add_user("Ada", language_code=language, user_id=ADMIN)

        async def says(command: str) -> str:
            (message,) = await running.replies_to(ada, command)
            return message.text

        async def is_on() -> bool:
            async with open_stores(running.settings) as stores:
                return stores.maintenance.on

        assert (await says("/maintenance")).startswith(off)
        assert (await says("/maintenance on")).startswith(on)
        assert await is_on()
        for nonsense in ("", " yes", " on off", " <b>"):
            assert (await says(f"/maintenance{nonsense}")).startswith(on)
        assert (await says("/maintenance ON")).endswith(("ends it.", "mengakhirinya.", "завершит его."))
        assert (await says("/maintenance off")).startswith(off)
        assert not await is_on()
        async with open_stores(running.settings) as stores:
            done = await stores.admin_log.actions()
        assert [(one.action, one.detail) for one in done] == [
            ("maintenance", "on"), ("maintenance", "on"), ("maintenance", "off"),
        ]  # fmt: skip
