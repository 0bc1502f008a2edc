"""The conditions a test may set: failures by share and for a time, time-outs, life spans, flood limits, the clock."""

import time

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from bot.local_api.client import LocalApiClient, RefusedError
from bot.local_api.client_types import PlayedUser
from tests.local_api.conftest import confirm
from tests.local_api.test_answers import article


async def failures(bot: Bot, count: int) -> list[bool]:
    """Call getMe so many times; give which calls failed."""
    failed = []
    for _ in range(count):
        try:
            await bot.get_me()
        except NetworkError:
            failed.append(True)
        else:
            failed.append(False)
    return failed


async def test_a_share_of_the_calls_fails_the_same_ones_for_a_seed(bot: Bot, client: LocalApiClient) -> None:
    runs = []
    for _ in range(2):
        number = await client.fail("error", "getMe", share=0.3, seed=7)
        runs.append(await failures(bot, 40))
        await client.clear_fault(number)
    assert runs[0] == runs[1]
    assert 4 <= sum(runs[0]) <= 20
    with pytest.raises(RefusedError, match="no fault 2"):
        await client.clear_fault(2)


async def test_a_share_with_a_number_ends_after_so_many(bot: Bot, client: LocalApiClient) -> None:
    await client.fail("error", share=0.5, seed=1, times=2)
    assert sum(await failures(bot, 30)) == 2
    assert await client.faults() == []


async def test_a_failure_for_a_time(bot: Bot, client: LocalApiClient) -> None:
    await client.fail("error", "getMe", for_seconds=60)
    await client.fail("error", "getMe", for_seconds=90, times=4)
    assert await failures(bot, 3) == [True] * 3
    first, second = await client.faults()
    assert (first["met"], first["times"], second["met"]) == (3, 0, 0)
    assert isinstance(first["for_seconds"], float)
    assert 50 < first["for_seconds"] <= 60
    await client.pass_time(60)
    assert await failures(bot, 6) == [True] * 4 + [False] * 2


async def test_listing_and_clearing(bot: Bot, client: LocalApiClient) -> None:
    number = await client.fail("error", "getMe", times=0, status=503, description="Service Unavailable")
    await client.fail("delay", seconds=5)
    listed = await client.faults()
    assert [(fault["id"], fault["kind"], fault["method"], fault["status"]) for fault in listed] == [
        (number, "error", "getMe", 503),
        (number + 1, "delay", "", 500),
    ]
    await client.clear_fault(number + 1)
    assert await failures(bot, 20) == [True] * 20
    await client.clear_faults()
    assert await failures(bot, 2) == [False] * 2


async def test_all_methods_but_polling(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    await client.fail("error", times=0)
    assert await bot.get_updates() == ()
    with pytest.raises(NetworkError):
        await bot.send_message(ani.id, "x")
    await client.clear_faults()
    await client.fail("error", "getUpdates")
    await bot.get_me()
    with pytest.raises(NetworkError):
        await bot.get_updates()


async def test_no_answer_until_the_client_gives_up(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    for kind, text in (("timeout_before", "unsent"), ("timeout_after", "sent")):
        await client.fail(kind, "sendMessage")
        started = time.perf_counter()
        with pytest.raises(TimedOut):
            await bot.send_message(ani.id, text, read_timeout=0.2)
        assert 0.2 <= time.perf_counter() - started < 2
    assert [message.text for message in await client.wait_messages(ani.id)][1:] == ["sent"]
    assert [call.status for call in await client.calls("sendMessage")] == [0, 0]
    await client.settle(2)


async def test_old_updates_are_dropped(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    await client.say(ani, "old")
    await client.pass_time(23 * 60 * 60)
    await client.say(ani, "new")
    await client.pass_time(2 * 60 * 60)
    assert await client.pending() == 1
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.text == "new"
    await client.change_settings(update_seconds=60)
    assert await bot.get_updates() == ()


async def test_queries_have_a_life_span(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
    await bot.send_message(ani.id, "Well?", reply_markup=keyboard)
    asked = (await client.wait_messages(ani.id))[-1]
    pressed = await client.begin_press(ani, asked, data="y")
    typed = await client.begin_inline(ani, "fish")
    await client.pass_time(31)
    with pytest.raises(BadRequest, match=r"(?i)query is too old and response timeout expired or query id is invalid"):
        await bot.answer_inline_query(typed, [article()])
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    await client.pass_time(120)
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_callback_query(pressed)
    assert await bot.get_updates() == ()

    settings = await client.change_settings(callback_query_seconds=1000, inline_query_seconds=1000)
    assert settings["callback_query_seconds"] == 1000
    pressed, typed = await client.begin_press(ani, asked, data="y"), await client.begin_inline(ani, "fish")
    await client.pass_time(900)
    assert await confirm(bot) == 2
    assert await bot.answer_callback_query(pressed)
    assert await bot.answer_inline_query(typed, [article()])


async def test_flood_limits_are_off_by_default(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    for number in range(40):
        await bot.send_message(ani.id, str(number))
    assert len(await client.wait_messages(ani.id)) == 41


async def sends(bot: Bot, chat_id: int, count: int) -> int:
    """Send up to so many messages; give how many came through before the first 429."""
    for number in range(count):
        try:
            await bot.send_message(chat_id, str(number))
        except RetryAfter:
            return number
    return count


@pytest.fixture
def _seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else RetryAfter itself warns of a change to come


@pytest.mark.usefixtures("_seconds")
async def test_one_message_a_second_to_one_chat(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    await client.change_settings(flood_limits=True, chat_per_second=0.1)
    with pytest.raises(BadRequest):
        await bot.send_message(ani.id, "<b>", parse_mode="HTML")
    assert await sends(bot, ani.id, 10) == 5
    refused = (await client.calls("sendMessage"))[-1]
    assert (refused.status, refused.response["description"]) == (429, "Too Many Requests: retry after 10")
    assert refused.response["parameters"] == {"retry_after": 10}
    await bot.send_chat_action(ani.id, "typing")
    boris = await client.add_user("Boris")
    await client.say(boris, "/start")
    assert await sends(bot, boris.id, 1) == 1
    await client.pass_time(10)
    assert await sends(bot, ani.id, 10) == 1
    await client.change_settings(flood_limits=False)
    assert await sends(bot, ani.id, 10) == 10


@pytest.mark.usefixtures("_seconds")
async def test_twenty_messages_a_minute_to_a_group(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    await client.change_settings(flood_limits=True, chat_burst=1000)
    group = await client.add_chat(members=[ani])
    assert await sends(bot, group.id, 30) == 20
    refused = (await client.calls("sendMessage"))[-1]
    assert refused.response["parameters"] in ({"retry_after": 60}, {"retry_after": 59})
    assert await sends(bot, ani.id, 2) == 2
    await client.pass_time(60)
    assert await sends(bot, group.id, 30) == 20


@pytest.mark.usefixtures("_seconds")
async def test_so_many_a_second_over_all(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    await client.change_settings(flood_limits=True, total_per_second=2, chat_burst=1000)
    boris = await client.add_user("Boris")
    await client.say(boris, "/start")
    assert await sends(bot, ani.id, 1) == 1
    assert await sends(bot, boris.id, 1) == 1
    with pytest.raises(RetryAfter):
        await bot.send_message(boris.id, "x")
    await client.pass_time(1)
    assert await sends(bot, boris.id, 1) == 1
