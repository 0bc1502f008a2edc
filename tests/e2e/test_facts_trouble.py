"""A folder of facts that is gone or half written when the real process shall read it anew: the old facts stay."""

import asyncio
from pathlib import Path

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import PlayedUser
from tests.e2e.process import ADMIN, BotProcess, running
from tests.handlers.bots import ask, replies_to
from tests.handlers.facts import HEIGHT, few_facts, write_facts

QUESTION = HEIGHT["en"]
OLD_FACTS_STAY = "old ones stay in use"
FOUR_FACTS = "4 facts are in use now"
# How often the facts are changed and read meanwhile.
SAVES = 40


async def reload(client: LocalApiClient, admin: PlayedUser) -> str:
    """Have the admin reload; give what the bot's last message says in the end."""
    return (await replies_to(client, admin, "/reload", 60))[-1].text


async def test_a_folder_that_is_gone_changes_nothing_and_the_next_good_reload_works(
    client: LocalApiClient, own: BotProcess
) -> None:
    admin = await client.add_user("Ada", language_code="en", user_id=ADMIN)
    async with running(own):
        assert "41 metres" in (await ask(client, admin, QUESTION)).text
        away = own.facts.rename(own.folder / "away")
        said = await reload(client, admin)
        assert OLD_FACTS_STAY in said
        assert f"{own.facts}:1: cannot be read as a folder of facts" in said
        assert "41 metres" in (await ask(client, admin, QUESTION)).text
        away.rename(own.facts)
        write_facts(own.facts, taller())
        assert FOUR_FACTS in await reload(client, admin)
        assert "42 metres" in (await ask(client, admin, QUESTION)).text
    assert "Traceback" not in own.stderr


async def test_half_a_file_changes_nothing_and_the_whole_one_works(client: LocalApiClient, own: BotProcess) -> None:
    admin = await client.add_user("Ada", language_code="en", user_id=ADMIN)
    write_facts(own.folder / "new", taller())
    whole = (own.folder / "new" / "light.yaml").read_bytes()
    async with running(own):
        await ask(client, admin, "/help")
        for share in (0.0, 0.1, 0.5, 0.9):
            (own.facts / "light.yaml").write_bytes(whole[: int(len(whole) * share)])
            said = await reload(client, admin)
            assert OLD_FACTS_STAY in said
            assert f"{own.facts}/light.yaml:" in said
        assert "41 metres" in (await ask(client, admin, QUESTION)).text
        (own.facts / "light.yaml").write_bytes(whole)
        assert FOUR_FACTS in await reload(client, admin)
        assert "42 metres" in (await ask(client, admin, QUESTION)).text
    assert "Traceback" not in own.stderr


async def test_facts_that_change_and_vanish_while_they_are_read_are_taken_whole_or_refused(
    client: LocalApiClient, own: BotProcess
) -> None:
    admin = await client.add_user("Ada", language_code="en", user_id=ADMIN)
    async with running(own):
        await ask(client, admin, "/help")
        saving = asyncio.create_task(asyncio.to_thread(save_again_and_again, own.facts, own.folder / "away"))
        said: list[str] = []
        while not saving.done():
            said.append(await reload(client, admin))
        await saving
        assert said
        assert all(OLD_FACTS_STAY in text or FOUR_FACTS in text for text in said), said
        write_facts(own.facts, taller())
        assert FOUR_FACTS in await reload(client, admin)
        assert "42 metres" in (await ask(client, admin, QUESTION)).text
    assert "Traceback" not in own.stderr


def taller() -> dict[str, dict[str, object]]:
    """Give the files of four facts, with another height of the tower."""
    files = few_facts()
    files["light.yaml"]["facts"][0]["answer"]["en"] = "The tower is 42 metres tall."
    return files


def save_again_and_again(folder: Path, away: Path) -> None:
    """Write the facts as a careless editor does, one way and the other, and take the folder away in between."""
    for number in range(SAVES):
        write_facts(folder, taller() if number % 2 else few_facts())
        folder.rename(away)
        away.rename(folder)
