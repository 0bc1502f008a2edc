"""Inline mode through the real bot: what is offered, what is sent, what is logged."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.local_api.client_types import InlineAnswer, PlayedUser
from bot.local_api.json_types import JsonObject
from handlers.elsewhere.inline import AFTER_RELOAD, CACHE_SECONDS, CACHE_SECONDS_AFTER_RELOAD, cache_seconds
from handlers.limits import Limits, Rate
from tests.handlers.bots import ADMIN, MUCH, Running, running_bot
from tests.handlers.facts import HEIGHT, few_facts, topic_files, write_facts

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOTHING = "zzqx"


def names(found: InlineAnswer) -> list[str]:
    return [result.id for result in found.results]


async def new_rows(bot: Running, before: int) -> list[dict[str, Any]]:
    await bot.client.settle()
    return bot.rows()[before:]


@pytest.mark.parametrize("typed", ["tower hei", "how tall is the tow", "height of the t", "TOWER HEI", "tower  hei"])
async def test_the_last_word_may_be_unfinished(shared: Running, ani: PlayedUser, typed: str) -> None:
    assert names(await shared.client.inline(ani, typed))[0] == "en:tower-height"


@pytest.mark.parametrize("typed", ["l", "la", "t", "ti"])
async def test_a_letter_or_two_find_something(shared: Running, ani: PlayedUser, typed: str) -> None:
    assert names(await shared.client.inline(ani, typed))


@pytest.mark.parametrize(
    ("typed", "fact"),
    [
        ("The lamp", "lamp"),
        ("the LAMP ", "lamp"),
        ("Lampu", "lamp"),
        ("Лампа", "lamp"),
        ("Tickets & discounts", "ticket"),
        ("Tinggi menara", "tower-height"),
        # This one has no title: its first question is its heading.
        ("When is the museum open?", "opening-hours"),
        ("fact:ticket", "ticket"),
        (" FACT: ticket", "ticket"),
    ],
)
async def test_a_heading_or_an_id_puts_its_fact_first(shared: Running, ani: PlayedUser, typed: str, fact: str) -> None:
    assert names(await shared.client.inline(ani, typed))[0].partition(":")[2] == fact


async def test_what_the_share_button_types_finds_the_fact(shared: Running, ani: PlayedUser) -> None:
    answer = await shared.ask(ani, HEIGHT["en"])
    typed = next(button.switch_inline_query for button in answer.buttons if button.switch_inline_query)
    assert names(await shared.client.inline(ani, typed))[0] == "en:tower-height"


@pytest.mark.parametrize("typed", ["fact:", "fact:nothing", "fact:<b>", "fact:tower-height:x"])
async def test_an_id_that_does_not_exist_is_survived(shared: Running, ani: PlayedUser, typed: str) -> None:
    assert all(name.startswith("en:") for name in names(await shared.client.inline(ani, typed)))


async def test_results_are_in_the_asker_s_language(shared: Running, ani: PlayedUser) -> None:
    assert names(await shared.client.inline(ani, "высота баш")) == ["ru:tower-height"]
    menu = await shared.ask(ani, "/language")
    await shared.client.press(ani, menu, data="l:id")
    found = (await shared.client.inline(ani, "высота башни")).results[0]
    assert (found.id, found.title) == ("id:tower-height", "Tinggi menara")
    assert found.description == "Menara itu setinggi 41 meter."


@pytest.mark.parametrize(
    "typed",
    ["<b>tower</b> & height", "tower " * 42, "x" * 256, "كم يبلغ ارتفاع المنارة؟", "🗼🗼", "\u202etower", "{0} %s"],
)  # fmt: skip
async def test_any_query_is_answered_and_logged(shared: Running, ani: PlayedUser, typed: str) -> None:
    before = len(shared.rows())
    found = await shared.client.inline(ani, typed)
    assert bool(found.results) is not bool(found.button)
    [row] = await new_rows(shared, before)
    assert (row["chat_kind"], row["question"]) == ("inline", typed.strip())


async def test_somebody_without_a_language_gets_the_default_one(shared: Running) -> None:
    nobody = await shared.client.add_user("Noor")
    assert names(await shared.client.inline(nobody, ""))[0] == "id:tower-height"
    assert names(await shared.client.inline(nobody, "lamp"))[0].partition(":")[2] == "lamp"


async def test_a_result_has_votes_and_a_share_button(shared: Running, ani: PlayedUser) -> None:
    found = await shared.client.inline(ani, "tower height")
    group = await shared.client.add_chat(members=[ani], bot="left")
    sent = await shared.client.choose(ani, found, "en:tower-height", chat_id=group.id)
    assert [button.text for button in sent.buttons] == ["👍", "👎", "↗ Share"]
    await shared.client.press(ani, sent, text="👍")
    changed = (await shared.client.wait_messages(group.id, after=sent.sequence))[-1]
    assert [button.text for button in changed.buttons] == ["👍 1", "👎", "↗ Share"]


async def test_no_match_carries_the_query_into_the_private_chat(shared: Running, ani: PlayedUser) -> None:
    found = await shared.client.inline(ani, f"{NOTHING} <b>")
    assert not found.results
    started = await shared.client.press_inline_button(ani, found)
    await shared.client.settle()
    replies = await shared.client.wait_messages(ani.id, after=started.sequence, count=2)
    assert replies[0].text == f"You asked: {NOTHING} <b>"
    assert "I don't know" in replies[1].text


async def test_a_chosen_result_is_logged_with_its_query(shared: Running, ani: PlayedUser) -> None:
    before = len(shared.rows())
    for typed in ("tower height", ""):
        found = await shared.client.inline(ani, typed)
        await shared.client.choose(ani, found, "en:tower-height")
    chosen = [row for row in await new_rows(shared, before) if row["chat_kind"] == "inline-chosen"]
    assert [(row["question"], row["fact"], row["outcome"], row["confidence"]) for row in chosen] == [
        ("tower height", "tower-height", "answer", 1.0),
        ("", "tower-height", "answer", 1.0),
    ]
    assert {row["language"] for row in chosen} == {"en"}


@pytest.mark.parametrize("result_id", ["en:nothing", "note", "", ":", "lamp", "💥"])
async def test_a_chosen_result_that_is_no_fact_is_not_logged(shared: Running, ani: PlayedUser, result_id: str) -> None:
    before = len(shared.rows())
    user: JsonObject = {"id": ani.id, "is_bot": False, "first_name": "A"}
    await shared.client.push({"chosen_inline_result": {"result_id": result_id, "from": user, "query": "x"}})
    assert not await new_rows(shared, before)


async def test_who_types_more_than_the_limit_gets_no_answer(tmp_path: Path, facts: Path) -> None:
    limits = Limits(MUCH, MUCH, Rate(burst=2, seconds=3600))
    async with running_bot(tmp_path, facts, limits=limits) as bot:
        ani, budi = [await bot.client.add_user(name, language_code="en") for name in ("Ani", "Budi")]
        for _ in range(2):
            assert names(await bot.client.inline(ani, "lamp"))
        with pytest.raises(TimeoutError):
            await bot.client.inline(ani, "lamp", timeout=0.3)
        await bot.client.settle()
        assert len(bot.rows()) == 2
        assert names(await bot.client.inline(budi, "lamp"))


async def test_during_maintenance_only_admins_find_anything(tmp_path: Path, facts: Path) -> None:
    async with running_bot(tmp_path, facts) as bot:
        ani = await bot.client.add_user("Ani", language_code="ru")
        admin = await bot.client.add_user("Ada", language_code="en", user_id=ADMIN)
        await bot.ask(admin, "/maintenance on")
        for typed in ("lamp", ""):
            found = await bot.client.inline(ani, typed)
            assert (found.results, found.cache_time) == ((), CACHE_SECONDS_AFTER_RELOAD)
            assert found.button == {"text": "Меня дорабатывают. Загляните позже.", "start_parameter": "closed"}
        assert names(await bot.client.inline(admin, "lamp"))
        await bot.client.settle()
        assert len(bot.rows()) == 1


async def test_pages_end_where_the_facts_changed_meanwhile(tmp_path: Path) -> None:
    folder = write_facts(tmp_path / "facts", topic_files())
    async with running_bot(tmp_path, folder) as bot:
        ani = await bot.client.add_user("Ani", language_code="en")
        admin = await bot.client.add_user("Ada", language_code="en", user_id=ADMIN)
        found = await bot.client.inline(ani, "room")
        assert len(found.results) == 10
        following = await bot.client.inline(ani, "room", offset=found.next_offset)
        assert following.results
        assert not set(names(found)) & set(names(following))
        files = few_facts()
        files["light.yaml"]["facts"][0]["answer"]["en"] = "The tower is 42 metres tall."
        (folder / "rooms.yaml").unlink()
        write_facts(folder, files)
        await bot.ask(admin, "/reload", 60)
        late = await bot.client.inline(ani, "room", offset=found.next_offset)
        assert (late.results, late.next_offset) == ((), "")
        fresh = await bot.client.inline(ani, "tower height")
        assert "42 metres" in fresh.results[0].message_text
        assert fresh.cache_time == CACHE_SECONDS_AFTER_RELOAD


async def test_results_are_kept_shortly_after_a_reload_only(shared: Running, ani: PlayedUser) -> None:
    found = await shared.client.inline(ani, "lamp")
    assert found.is_personal
    assert found.cache_time in {CACHE_SECONDS, CACHE_SECONDS_AFTER_RELOAD}
    now = datetime.now(UTC)
    assert cache_seconds(now, now) == CACHE_SECONDS_AFTER_RELOAD
    assert cache_seconds(now - AFTER_RELOAD, now) == CACHE_SECONDS
    assert cache_seconds(now - AFTER_RELOAD + timedelta(seconds=1), now) == CACHE_SECONDS_AFTER_RELOAD


async def test_a_long_fact_leads_to_the_rest_and_a_topic_s_picture_is_shown(tmp_path: Path) -> None:
    files = few_facts()
    files["light.yaml"]["topic"]["thumbnail"] = "https://example.org/light.jpg"
    files["light.yaml"]["facts"][0]["answer"]["en"] = "It is tall & white. " * 400
    async with running_bot(tmp_path, write_facts(tmp_path / "facts", files)) as bot:
        ani = await bot.client.add_user("Ani", language_code="en")
        found = await bot.client.inline(ani, HEIGHT["en"])
        best = found.results[0]
        assert best.json["thumbnail_url"] == "https://example.org/light.jpg"
        assert len(best.description) <= 120
        group = await bot.client.add_chat(members=[ani], bot="left")
        sent = await bot.client.choose(ani, found, best.id, chat_id=group.id)
        assert 3000 < len(sent.text) <= 4096
        assert "https://t.me/tanya_local_bot?start=fact-tower-height" in [button.url for button in sent.buttons]
        await bot.client.press(ani, sent, text="👎")
        changed = (await bot.client.wait_messages(group.id, after=sent.sequence))[-1]
        assert [button.text for button in changed.buttons] == ["Read on in a private chat", "👍", "👎 1", "↗ Share"]
        others = [result for result in (await bot.client.inline(ani, "")).results if "ticket" in result.id]
        assert "thumbnail_url" not in others[0].json
