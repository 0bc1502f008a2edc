"""Name, descriptions and command lists: set per language at the start, only where they differ."""

from pathlib import Path

from bot.local_api.client import LocalApiClient
from bot.local_api.server import LocalApiServer
from handlers.profile import DESCRIPTION_LENGTH, SHORT_DESCRIPTION_LENGTH, Profile
from handlers.texts import Texts
from knowledge.facts_model import FactBase
from knowledge.reading import read_facts
from tests.conftest import edited, write_facts
from tests.handlers.bots import serving, settings_for


async def start(server: LocalApiServer, client: LocalApiClient, folder: Path, facts: Path) -> list[str]:
    """Start and stop a bot; give the methods that changed something about it."""
    calls = await client.calls()
    async with serving(server, settings_for(folder, facts)):
        # The last of the texts is asked for after all others are set.
        last = calls[-1].number if calls else 0
        while len(await client.calls("getMyShortDescription", after=last)) < 4:
            await client.calls("getMyShortDescription", after=last, timeout=5)
        await client.settle()
    return [call.method for call in await client.calls(after=last) if call.method.startswith("setMy")]


def texts_of(server: LocalApiServer, kind: str) -> dict[str, str]:
    return {code: server.world.profile.text(kind, code) for code in ("", "id", "en", "ru", "de")}


async def test_a_start_sets_everything_and_the_next_one_nothing(
    server: LocalApiServer, client: LocalApiClient, tmp_path: Path, tiny_facts: Path
) -> None:
    changed = await start(server, client, tmp_path, tiny_facts)
    assert {"setMyDescription", "setMyShortDescription", "setMyName", "setMyCommands"} == set(changed)
    assert changed.count("setMyDescription") == 3
    assert await start(server, client, tmp_path, tiny_facts) == []


async def test_each_language_has_its_texts_and_others_the_default(
    server: LocalApiServer, client: LocalApiClient, tmp_path: Path, tiny_facts: Path
) -> None:
    await start(server, client, tmp_path, tiny_facts)
    descriptions, names = texts_of(server, "description"), texts_of(server, "name")
    assert "Animals" in descriptions["en"]
    assert "Звери" in descriptions["ru"]
    assert "Hewan" in descriptions["id"]
    assert descriptions["de"] == descriptions[""] == descriptions["id"]
    assert names == {"": "Tanya", "id": "Tanya", "en": "Tanya", "ru": "Таня", "de": "Tanya"}
    assert "Звери" in texts_of(server, "short_description")["ru"]


async def test_only_what_differs_is_set(
    server: LocalApiServer, client: LocalApiClient, tmp_path: Path, tiny_facts: Path
) -> None:
    await start(server, client, tmp_path, tiny_facts)
    write_facts(tiny_facts, edited("manifest.yaml", "Звери", "Животные"))
    assert await start(server, client, tmp_path, tiny_facts) == ["setMyDescription", "setMyShortDescription"]


async def test_refused_texts_do_not_keep_the_bot_from_answering(
    server: LocalApiServer, client: LocalApiClient, tmp_path: Path, tiny_facts: Path
) -> None:
    await client.fail("error", "setMyName", times=10, status=400, description="Bad Request: no")
    await client.fail("error", "getMyDescription", times=10)
    async with serving(server, settings_for(tmp_path, tiny_facts)):
        user = await client.add_user("Ani", language_code="en")
        said = await client.say(user, "Where do penguins live?")
        assert "south" in (await client.wait_messages(user.id, after=said.sequence, timeout=10))[0].text


def test_long_titles_are_cut(tmp_path: Path) -> None:
    facts: FactBase = read_facts(write_facts(tmp_path, edited("manifest.yaml", "Animals", "Animals " * 100)))
    texts = Profile(Texts.load()).texts(facts, "en")
    assert len(texts.description) <= DESCRIPTION_LENGTH
    assert len(texts.short_description) == SHORT_DESCRIPTION_LENGTH
