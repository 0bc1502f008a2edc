"""/reload shows that it is under way, then what is in use and what is different, or the mistakes."""

import asyncio
from pathlib import Path

import pytest

from bot.app import open_stores
from bot.local_api.client_types import PlayedUser
from tests.handlers.bots import ADMIN, Running, chat_calls, running_bot
from tests.handlers.facts import few_facts, write_facts

WORDS = {
    "en": ("Reading the facts…", "4 facts are in use now.", "Nothing has changed."),
    "id": ("Membaca fakta…", "4 fakta kini dipakai.", "Tidak ada yang berubah."),
    "ru": ("Читаю факты…", "Сейчас в работе 4 факта.", "Изменений нет."),
}


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("language", WORDS)
async def test_a_reload_says_at_once_that_it_reads_and_puts_the_result_there(
    shared: Running, ada: PlayedUser, language: str
) -> None:
    reading, in_use, unchanged = WORDS[language]
    await shared.client.change_user(ada, language_code=language)
    calls = await shared.client.calls()
    try:
        message, *others = await shared.replies_to(ada, "/reload")
    finally:
        await shared.client.change_user(ada, language_code="en")
    assert not others
    assert message.text == f"{in_use}\n{unchanged}"
    made = chat_calls(await shared.client.calls(after=calls[-1].number))
    assert [call.method for call in made if call.method != "sendChatAction"] == ["sendMessage", "editMessageText"]
    assert made[0].parameters["text"] == reading
    assert "typing" in [call.parameters["action"] for call in made if call.method == "sendChatAction"]


async def test_two_admins_who_reload_at_once_both_get_the_result(tmp_path: Path) -> None:
    facts = write_facts(tmp_path / "facts", few_facts())
    async with running_bot(tmp_path, facts, admins=(ADMIN, ADMIN + 1)) as running:
        ada = await running.client.add_user("Ada", language_code="en", user_id=ADMIN)
        bob = await running.client.add_user("Bob", language_code="ru", user_id=ADMIN + 1)
        files = few_facts()
        files["light.yaml"]["facts"][1]["answer"]["en"] = "It stands still."
        write_facts(facts, files)
        to_ada, to_bob = await asyncio.gather(running.replies_to(ada, "/reload"), running.replies_to(bob, "/reload"))
        # Whoever comes second may find what the first has read.
        (in_english,), (in_russian,) = to_ada, to_bob
        assert in_english.text.startswith("4 facts are in use now.\n")
        assert in_russian.text.startswith("Сейчас в работе 4 факта.\n")
        assert "1 (lamp)" in in_english.text + in_russian.text
        assert "It stands still." in (await running.ask(ada, "How often does the lamp turn?")).text


@pytest.mark.asyncio(loop_scope="session")
async def test_the_result_comes_in_a_new_message_where_the_first_is_gone(shared: Running, ada: PlayedUser) -> None:
    await shared.client.fail(
        "error", "editMessageText", status=400, description="Bad Request: message to edit not found"
    )
    reading, result = await shared.replies_to(ada, "/reload")
    assert reading.text == "Reading the facts…"
    assert "4 facts" in result.text


@pytest.mark.asyncio(loop_scope="session")
async def test_a_chat_action_that_fails_changes_nothing(shared: Running, ada: PlayedUser) -> None:
    await shared.client.fail("error", "sendChatAction", times=1)
    (message,) = await shared.replies_to(ada, "/reload")
    await shared.client.clear_faults()
    assert "4 facts" in message.text


async def test_what_is_new_changed_and_gone_is_told_and_noted(tmp_path: Path) -> None:
    facts = write_facts(tmp_path / "facts", few_facts())
    async with running_bot(tmp_path, facts) as running:
        ada = await running.client.add_user("Ada", language_code="en", user_id=ADMIN)
        files = few_facts()
        ticket, hours = files["visits.yaml"]["facts"]
        ticket["answer"]["en"] = "It is free."
        files["visits.yaml"]["facts"] = [ticket, {**hours, "id": "opening", "related": []}]
        write_facts(facts, files)
        (message,) = await running.replies_to(ada, "/reload")
        assert message.text.splitlines() == [
            "4 facts are in use now.", "New: 1 (opening)", "Changed: 1 (ticket)", "Gone: 1 (opening-hours)",
        ]  # fmt: skip
        broken = facts / "visits.yaml"
        broken.write_text(broken.read_text(encoding="utf-8").replace("answer:", "<answer>:", 1), encoding="utf-8")
        (message,) = await running.replies_to(ada, "/reload")
        assert "the old ones stay in use" in message.text
        assert "visits.yaml:" in message.text
        assert "<answer>" in message.text
        async with open_stores(running.settings) as stores:
            done = await stores.admin_log.actions()
        assert [one.action for one in done] == ["reload", "reload"]
        assert done[0].detail == "4 facts"
        assert done[1].detail.startswith("refused, ")
