"""Inline mode of the real process while the facts change."""

from bot.local_api.client import LocalApiClient
from tests.e2e.process import ADMIN, BotProcess, running
from tests.handlers.bots import ask
from tests.handlers.facts import HEIGHT, few_facts, write_facts


async def test_changed_facts_are_found_right_after_a_reload(client: LocalApiClient, own: BotProcess) -> None:
    user = await client.add_user("Ani", language_code="en")
    admin = await client.add_user("Ada", language_code="en", user_id=ADMIN)
    async with running(own):
        await ask(client, admin, "/help", 30)
        assert "41 metres" in (await client.inline(user, HEIGHT["en"])).results[0].message_text
        files = few_facts()
        files["light.yaml"]["facts"][0]["answer"]["en"] = "The tower is 42 metres tall."
        write_facts(own.facts, files)
        await ask(client, admin, "/reload", 30)
        found = await client.inline(user, HEIGHT["en"])
        assert "42 metres" in found.results[0].message_text
        assert found.cache_time == 3
