"""Calls to a Bot API server, as the library has them made: what comes of answers that are late, broken or missing."""

import asyncio
import gc
import io
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from telegram import Bot, InputFile
from telegram.error import BadRequest, Conflict, NetworkError, TimedOut

from bot.delivery.http_request import HttpRequest, Wire, system_proxy
from bot.delivery.sent import SendingRequest
from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import PlayedUser
from bot.local_api.server import LocalApiServer
from bot.problems import StartError
from tests.conftest import TOKEN

TEXT = "Что это? & <b>100%</b> + 🙂"


class Answers:
    """Counts the answers of Telegram's."""

    def __init__(self) -> None:
        self.count = 0

    def note(self) -> None:
        """Count one."""
        self.count += 1


@pytest.fixture
def answers() -> Answers:
    return Answers()


@asynccontextmanager
async def talking(server_url: str, answers: Answers, kind: type[HttpRequest] = HttpRequest) -> AsyncIterator[Bot]:
    """Give a Bot whose calls wait a second for their answers."""
    wire = Wire.to(server_url, answers.note, direct=True)
    url, files = f"{server_url}/bot", f"{server_url}/file/bot"
    async with Bot(TOKEN, url, files, request=kind(2, 1.0, wire), get_updates_request=kind(1, 1.0, wire)) as bot:
        yield bot


@pytest.fixture
async def bot(server: LocalApiServer, answers: Answers) -> AsyncIterator[Bot]:
    async with talking(server.url, answers) as bot:
        yield bot


@pytest.fixture
async def ani(client: LocalApiClient) -> PlayedUser:
    user = await client.add_user("Ani")
    await client.say(user, "/start")
    return user


async def test_a_text_in_any_script_arrives_as_it_is(bot: Bot, ani: PlayedUser) -> None:
    assert (await bot.send_message(ani.id, TEXT)).text == TEXT
    assert [update.message.text for update in await bot.get_updates() if update.message] == ["/start"]


async def test_files_arrive_as_they_are_however_often_they_are_sent(bot: Bot, ani: PlayedUser) -> None:
    content = bytes(range(256)) * 8192
    sources = [InputFile(content, "a.bin"), InputFile(io.BytesIO(content), "a.bin")]
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        for source in [*sources, *(InputFile(file, "a.bin", read_file_handle=False) for _ in range(2))]:
            sent = await bot.send_document(ani.id, source, caption=TEXT)
            assert sent.document
            assert (sent.caption, sent.document.file_name) == (TEXT, "a.bin")
            assert bytes(await (await sent.document.get_file()).download_as_bytearray()) == content
        assert not file.closed


@pytest.mark.parametrize(
    ("kind", "error"), [("timeout_after", TimedOut), ("drop_before", NetworkError), ("drop_after", NetworkError)]
)
async def test_a_call_without_an_answer_fails_and_the_next_one_works(
    bot: Bot, ani: PlayedUser, client: LocalApiClient, kind: str, error: type[Exception]
) -> None:
    await client.fail(kind, "sendMessage")
    with pytest.raises(error) as raised:
        await bot.send_message(ani.id, TEXT)
    assert type(raised.value) is error
    assert (await bot.send_message(ani.id, TEXT)).text == TEXT


async def test_a_server_that_is_not_there_is_a_network_error(answers: Answers) -> None:
    async with LocalApiServer(TOKEN) as server:
        url = server.url
    with pytest.raises(NetworkError, match="ClientConnectorError"):
        async with talking(url, answers):
            pass
    assert answers.count == 0


async def test_refusals_are_contact_with_telegram_and_errors_of_a_server_between_are_not(
    bot: Bot, ani: PlayedUser, client: LocalApiClient, answers: Answers
) -> None:
    before = answers.count
    await client.fail("error", "sendMessage", status=502, description="Bad Gateway")
    with pytest.raises(NetworkError):
        await bot.send_message(ani.id, TEXT)
    assert answers.count == before
    await client.fail("error", "sendMessage", status=409, description="Conflict")
    with pytest.raises(Conflict):
        await bot.send_message(ani.id, TEXT)
    with pytest.raises(BadRequest):
        await bot.send_message(ani.id, "")
    assert answers.count == before + 2


async def test_of_a_sent_message_its_names_come_back(
    server: LocalApiServer, ani: PlayedUser, client: LocalApiClient, answers: Answers
) -> None:
    async with talking(server.url, answers, SendingRequest) as bot:
        sent = await bot.send_message(ani.id, TEXT)
        (message,) = [one for one in await client.wait_messages(ani.id) if one.from_bot]
        assert (sent.message_id, sent.chat.id, sent.text) == (message.id, ani.id, None)
        assert (await bot.get_me()).username == "tanya_local_bot"


@pytest.fixture
async def proxy() -> AsyncIterator[str]:
    """Give the address of a proxy that answers every request with its first line."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        line = head.split(b"\r\n")[0]
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%b" % (len(line), line))
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as listening:
        yield f"127.0.0.1:{listening.sockets[0].getsockname()[1]}"


async def test_the_proxy_of_the_system_is_used_but_not_for_a_server_that_is_local(
    proxy: str, monkeypatch: pytest.MonkeyPatch, answers: Answers
) -> None:
    monkeypatch.setenv("http_proxy", proxy)
    url = "http://telegram.example/bot"
    async with HttpRequest(1, 1.0, Wire.to(url, answers.note, direct=False)) as request:
        assert await request.do_request(url, "GET") == (200, b"GET http://telegram.example/bot HTTP/1.1")
    assert Wire.to(url, answers.note, direct=True).proxy is None


def test_the_proxy_depends_on_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http", "https", "all", "no"):
        monkeypatch.delenv(f"{name}_proxy", raising=False)
        monkeypatch.delenv(f"{name.upper()}_PROXY", raising=False)
    assert system_proxy("https://telegram.example") is None
    monkeypatch.setenv("ALL_PROXY", "proxy.example:3128")
    monkeypatch.setenv("https_proxy", "http://user:secret@other.example")
    monkeypatch.setenv("no_proxy", "near.example,localhost")
    assert system_proxy("https://telegram.example") == "http://user:secret@other.example"
    assert system_proxy("http://telegram.example:8081") == "http://proxy.example:3128"
    assert system_proxy("http://user@near.example:8081") is None
    monkeypatch.setenv("https_proxy", "socks5://proxy.example")
    with pytest.raises(StartError, match=r"of kind socks5; set HTTPS_PROXY .* NO_PROXY=telegram\.example"):
        system_proxy("https://telegram.example/bot")


async def test_a_start_that_is_called_off_before_the_first_call_leaves_nothing_open() -> None:
    trouble: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: trouble.append(context))
    request = HttpRequest(1, 1.0, Wire.to("http://127.0.0.1", Answers().note, direct=True))
    await request.initialize()
    del request
    gc.collect()
    assert not trouble
