"""The server as a thing that runs: address, stop, faults, the call log, the control API's refusals."""

import asyncio
import errno
import signal
import time

import httpx
import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter

from bot.local_api.client import LocalApiClient, RefusedError
from bot.local_api.client_types import PlayedUser
from bot.local_api.server import LocalApiServer
from tests.conftest import TOKEN


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.1", "::", "example.org"])  # noqa: S104 - refused
def test_listens_on_loopback_only(host: str) -> None:
    with pytest.raises(ValueError, match=r"loopback|does not appear to be"):
        LocalApiServer(TOKEN, host)


def test_refuses_a_malformed_token() -> None:
    with pytest.raises(ValueError, match="token looks like"):
        LocalApiServer("rubbish")


async def test_a_taken_port_is_an_error_of_the_system(server: LocalApiServer) -> None:
    with pytest.raises(OSError) as caught:  # noqa: PT011 - the number says which
        async with LocalApiServer(TOKEN, port=server.port):
            pass
    assert caught.value.errno == errno.EADDRINUSE


async def test_stops_at_once_and_the_port_is_free_again() -> None:
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    async with LocalApiServer(TOKEN) as server, httpx.AsyncClient(trust_env=False) as http:
        assert before == (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT))
        url = f"{server.base_url}{TOKEN}/getUpdates?timeout=50"
        poll = asyncio.create_task(http.get(url, timeout=60))
        wait = asyncio.create_task(http.get(f"{server.url}/control/chats/1/messages?wait=50", timeout=60))
        await asyncio.sleep(0.1)
        started = time.perf_counter()
        await server.__aexit__(None, None, None)
        assert time.perf_counter() - started < 1
        assert (await poll).json() == {"ok": True, "result": []}
        assert (await wait).json() == {"ok": True, "result": []}
    async with LocalApiServer(TOKEN, "localhost", server.port, world=server.world) as again:
        assert again.url == f"http://127.0.0.1:{server.port}"


async def test_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    async with LocalApiServer(TOKEN) as server, httpx.AsyncClient(trust_env=False) as http:
        await http.get(f"{server.base_url}{TOKEN}/getMe")
    assert capfd.readouterr() == ("", "")


async def test_errors_on_command(
    bot: Bot, client: LocalApiClient, ani: PlayedUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else RetryAfter itself warns of a change to come
    await client.fail(
        "error", "sendMessage", times=2, status=429, description="Too Many Requests: retry after 3", retry_after=3
    )
    for _ in range(2):
        with pytest.raises(RetryAfter):
            await bot.send_message(ani.id, "x")
    await bot.send_message(ani.id, "x")
    await client.fail("error", status=502, description="Bad Gateway")
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.get_me()
    await client.fail("error")
    await client.clear_faults()
    await bot.get_me()


async def test_delays_and_dropped_connections(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    await client.fail("delay", "getMe", seconds=0.1)
    started = time.perf_counter()
    await bot.get_me()
    assert time.perf_counter() - started >= 0.1
    for kind, text in (("drop_before", "unsent"), ("drop_after", "sent")):
        await client.fail(kind, "sendMessage")
        with pytest.raises(NetworkError):
            await bot.send_message(ani.id, text)
    assert [message.text for message in await client.wait_messages(ani.id)][1:] == ["sent"]
    assert [call.status for call in await client.calls("sendMessage")] == [0, 0]


async def test_the_call_log(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    await bot.send_message(ani.id, "x", reply_parameters=None, disable_notification=True)
    (call,) = await client.calls("sendmessage")
    assert call.parameters["text"] == "x"
    assert TOKEN not in str(call)
    assert call.response["ok"] is True
    assert call.seconds < 1
    later = asyncio.create_task(client.calls("sendMessage", after=call.number, timeout=5))
    await bot.send_message(ani.id, "y")
    assert [found.parameters["text"] for found in await later] == ["y"]
    assert {found.method for found in await client.calls()} == {"getMe", "sendMessage"}
    assert await client.calls("getUpdates")


async def test_waiting_is_bounded(client: LocalApiClient, ani: PlayedUser) -> None:
    (said,) = await client.wait_messages(ani.id, count=1)
    assert await client.wait_messages(ani.id, after=said.sequence, timeout=0.05) == []


async def test_users_can_change(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    await client.change_user(ani, language_code="ru")
    await client.say(ani, "x")
    (update,) = await bot.get_updates()
    assert update.effective_user is not None
    assert update.effective_user.language_code == "ru"


async def test_the_control_api_refuses_what_makes_no_sense(
    http: httpx.AsyncClient, client: LocalApiClient, ani: PlayedUser
) -> None:
    group = await client.add_chat()
    with pytest.raises(RefusedError, match="not a member"):
        await client.say(ani, "x", chat_id=group.id)
    for text in ("", " ", "x" * 4097):
        with pytest.raises(RefusedError, match="1 to 4096"):
            await client.say(ani, text)
    answers = [
        await http.post("/control/users/1/say", json={"text": "x"}),
        await http.post(f"/control/users/{ani.id}/say", json={"txt": "x"}),
        await http.post(f"/control/users/{ani.id}/say", content="{"),
        await http.post("/control/users/x/block"),
        await http.get("/control/chats/1/messages?wait=x"),
        await http.get("/control/queries/1"),
    ]
    assert [answer.status_code for answer in answers] == [404, 400, 400, 404, 400, 404]
    assert all(answer.json()["ok"] is False for answer in answers)


async def test_the_state(http: httpx.AsyncClient, ani: PlayedUser) -> None:
    state = (await http.get("/control/state")).json()["result"]
    assert state["pending"] == 0
    assert [user["id"] for user in state["users"]] == [123456, ani.id]
    assert state["chats"][0]["members"] == {str(ani.id): "member", "123456": "member"}
