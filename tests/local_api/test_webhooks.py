"""Webhooks: set, refused, delivered to, redelivered, answered with a method call, deleted."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from starlette.responses import JSONResponse, Response
from telegram import Bot, Update
from telegram.error import BadRequest, Conflict, NetworkError, TelegramError

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import PlayedUser
from bot.local_api.server import LocalApiServer
from tests.conftest import TOKEN
from tests.local_api.conftest import confirm, new_bot
from tests.local_api.receiver import Receiver, call, receiving

SECRET = "Only_you-know"


@pytest.fixture
async def hook(client: LocalApiClient) -> AsyncIterator[Receiver]:
    """Run a webhook, its redelivery quick."""
    await client.change_settings(webhook_base_delay=0.02)
    async with receiving() as receiver:
        yield receiver


async def test_an_update_comes_with_the_secret_token(
    bot: Bot, client: LocalApiClient, ani: PlayedUser, hook: Receiver
) -> None:
    assert await bot.set_webhook(hook.url, secret_token=SECRET, max_connections=7, allowed_updates=["message"])
    said = await client.say(ani, "hello")
    (body,) = await hook.wait(1)
    await client.settle()
    update = Update.de_json(body, bot)
    assert update.message is not None
    assert (update.message.message_id, update.message.text) == (said.id, "hello")
    assert hook.secrets == [SECRET]
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections, info.ip_address) == (hook.url, 7, "127.0.0.1")
    assert (info.allowed_updates, info.pending_update_count, info.last_error_message) == (("message",), 0, None)
    assert not info.has_custom_certificate


async def test_what_was_pending_is_delivered_unless_it_is_dropped(
    bot: Bot, client: LocalApiClient, ani: PlayedUser, hook: Receiver
) -> None:
    await client.say(ani, "one")
    await bot.set_webhook(hook.url)
    await hook.wait(1)
    await client.settle()
    await bot.delete_webhook()
    await client.say(ani, "dropped")
    await bot.set_webhook(hook.url, drop_pending_updates=True)
    await client.say(ani, "two")
    await hook.wait(2)
    assert hook.texts() == ["one", "two"]
    assert hook.secrets == [None, None]


async def test_polling_and_a_webhook_exclude_each_other(
    server: LocalApiServer, bot: Bot, client: LocalApiClient, ani: PlayedUser, hook: Receiver
) -> None:
    async with new_bot(server) as other:
        poll = asyncio.create_task(other.get_updates(timeout=20))
        await asyncio.sleep(0.05)
        await bot.set_webhook(hook.url)
        with pytest.raises(Conflict, match=r"(?i)terminated by setWebhook request"):
            await poll
    with pytest.raises(Conflict, match="(?i)can't use getUpdates method while webhook is active; use deleteWebhook"):
        await bot.get_updates()
    await bot.delete_webhook()
    await client.say(ani, "polled")
    assert await confirm(bot) == 1
    assert hook.updates == []
    await bot.set_webhook(hook.url)
    await bot.set_webhook("")
    assert (await bot.get_webhook_info()).url == ""


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://example.org/hook", "Bad webhook: An HTTPS URL must be provided for webhook"),
        ("https://example.org:5000/hook", "Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ("ftp://example.org/", "Invalid webhook URL specified"),
        ("https://", "Invalid webhook URL specified"),
        ("https://[::1/hook", "Invalid webhook URL specified"),
    ],
)
async def test_urls_that_are_refused(bot: Bot, url: str, reason: str) -> None:
    with pytest.raises(BadRequest, match=reason):
        await bot.set_webhook(url)
    assert (await bot.get_webhook_info()).url == ""


async def test_other_parameters_that_are_refused(bot: Bot, hook: Receiver) -> None:
    with pytest.raises(BadRequest, match="Secret token contains unallowed characters"):
        await bot.set_webhook(hook.url, secret_token="no spaces")
    with pytest.raises(BadRequest, match="Secret token is too long"):
        await bot.set_webhook(hook.url, secret_token="x" * 257)
    with pytest.raises(BadRequest, match="not a PEM-encoded"):
        await bot.set_webhook(hook.url, certificate=b"rubbish")
    with pytest.raises(NetworkError, match="does not cover ip_address"):
        await bot.set_webhook(hook.url, ip_address="127.0.0.1")


async def test_redelivery_in_order_with_growing_pauses(
    bot: Bot, client: LocalApiClient, ani: PlayedUser, hook: Receiver
) -> None:
    await client.change_settings(webhook_base_delay=0.1)
    hook.answers += [Response(status_code=502) for _ in range(4)]
    await bot.set_webhook(hook.url)
    started = time.perf_counter()
    await client.say(ani, "first")
    await client.say(ani, "second")
    await hook.wait(4)
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 502 Bad Gateway"
    assert info.last_error_date is not None
    assert abs((datetime.now(UTC) - info.last_error_date).total_seconds()) < 5
    assert info.pending_update_count == 2
    await hook.wait(6)
    assert 0.7 <= time.perf_counter() - started < 3  # at once, then 0.1, 0.2 and 0.4 s
    await client.settle()
    assert hook.texts() == ["first"] * 5 + ["second"]


async def test_a_webhook_may_say_when_to_try_again(
    bot: Bot, client: LocalApiClient, ani: PlayedUser, hook: Receiver
) -> None:
    hook.answers.append(Response(status_code=503, headers={"Retry-After": "1"}))
    await bot.set_webhook(hook.url)
    started = time.perf_counter()
    await client.say(ani, "x")
    await hook.wait(2)
    assert time.perf_counter() - started >= 1


async def test_a_webhook_that_is_not_there_or_too_slow(
    bot: Bot, client: LocalApiClient, ani: PlayedUser, hook: Receiver
) -> None:
    await bot.set_webhook("http://127.0.0.1:1/hook")
    await client.say(ani, "x")
    for _ in range(100):
        info = await bot.get_webhook_info()
        if info.last_error_message:
            break
        await asyncio.sleep(0.02)
    assert info.last_error_message == "Connection refused"
    assert info.pending_update_count == 1

    await client.change_settings(webhook_timeout=0.1)
    hook.seconds = 0.5
    await bot.set_webhook(hook.url)
    await hook.wait(2)
    assert (await bot.get_webhook_info()).last_error_message == "Read timeout expired"


async def test_chats_side_by_side_up_to_max_connections_each_in_order(
    bot: Bot, client: LocalApiClient, ani: PlayedUser, hook: Receiver
) -> None:
    users = [ani, *[await client.add_user(f"User {number}") for number in range(3)]]
    for text in ("1", "2"):
        for user in users:
            await client.say(user, text)
    hook.seconds = 0.05
    await bot.set_webhook(hook.url, max_connections=3)
    await client.settle()
    assert hook.most_at_once == 3
    for user in users:
        messages = [update["message"] for update in hook.updates]
        mine = [m["text"] for m in messages if isinstance(m, dict) and m["from"]["id"] == user.id]  # type: ignore[call-overload,index]
        assert mine == ["1", "2"]


async def test_an_answer_may_hold_a_method_call(
    bot: Bot, client: LocalApiClient, ani: PlayedUser, hook: Receiver
) -> None:
    hook.answers += [
        call("sendMessage", chat_id=ani.id, text="<b>answer</b>", parse_mode="HTML"),
        Response(f"method=sendMessage&chat_id={ani.id}&text=form", media_type="application/x-www-form-urlencoded"),
        call("sendMessage", chat_id=ani.id, text=""),
        call("deleteWebhook"),
        call("getMe"),
        call("unknownMethod"),
        JSONResponse(["method"]),
        Response("{", media_type="application/json"),
    ]
    before = await client.calls()
    await bot.set_webhook(hook.url)
    for _ in range(8):
        await client.say(ani, "question")
    await client.settle()
    answers = [message for message in await client.wait_messages(ani.id) if message.from_bot]
    assert [message.text for message in answers] == ["answer", "form"]
    calls = [(made.method, made.status) for made in await client.calls(after=before[-1].number)]
    assert calls == [("setWebhook", 200), ("sendMessage", 200), ("sendMessage", 200), ("sendMessage", 400)]
    assert (await bot.get_webhook_info()).url == hook.url


async def test_deleting_ends_a_delivery_and_polling_gets_the_update(
    bot: Bot, client: LocalApiClient, ani: PlayedUser, hook: Receiver
) -> None:
    hook.seconds = 5
    await bot.set_webhook(hook.url)
    await client.say(ani, "x")
    await hook.wait(1)
    await bot.delete_webhook()
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.text == "x"


async def test_an_update_too_old_to_be_tried_again_is_dropped(
    bot: Bot, client: LocalApiClient, ani: PlayedUser, hook: Receiver
) -> None:
    hook.answers.append(Response(status_code=500, headers={"Retry-After": "60"}))
    await client.change_settings(update_seconds=30)
    await bot.set_webhook(hook.url)
    await client.say(ani, "x")
    await client.settle()
    assert len(hook.updates) == 1


async def test_the_server_stops_while_a_delivery_is_under_way(hook: Receiver) -> None:
    hook.seconds = 5
    async with LocalApiServer(TOKEN) as server, LocalApiClient(server.url) as client, new_bot(server) as bot:
        await bot.set_webhook(hook.url)
        await client.say(await client.add_user(), "x")
        await hook.wait(1)
        started = time.perf_counter()
        await server.__aexit__(None, None, None)
        assert time.perf_counter() - started < 1
        with pytest.raises(TelegramError):
            await bot.get_me()
