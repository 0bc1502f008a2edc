"""Who may post to the webhook, and what: a secret, a path, a method, a type, a length, a form."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import PlayedUser
from bot.local_api.json_types import JsonObject
from bot.local_api.server import LocalApiServer
from bot.settings import Settings
from bot.webhook_app import BODY_BYTES, SECRET_HEADER
from tests.delivery.hooks import SECRET, Hook, asking, serving_hook
from tests.handlers.bots import database_file, rows
from tests.handlers.facts import HEIGHT

QUESTION = HEIGHT["en"]
WRONG_SECRETS = [None, "", "wrong", SECRET + "x", SECRET[:-1], SECRET.upper(), "ключ", "x" * 10_000]
NO_UPDATES: list[bytes] = [
    b"", b"{", b"nonsense", b"[]", b"1", b"null", b'"text"', b"{}", b'{"update_id": "1"}', b'{"update_id": true}',
    b'{"update_id": -1}', b'{"update_id": 1.5}', b'{"update_id": 99999999999999999999}', b"\xff\xfe\x00",
    b"[" * 100_000,
    b'{"update_id": 1, "message": ' + b'{"a":' * 50_000,
]  # fmt: skip
UNREADABLE: list[JsonObject] = [
    {"message": {"message_id": 1}}, {"message": "text"}, {"message": [1]}, {"inline_query": {"id": 1}},
    {"callback_query": None}, {"unknown": {}}, {},
]  # fmt: skip


HEADERS = (f"{SECRET_HEADER}: {SECRET}", "Content-Type: application/json")


@pytest.fixture
async def hook(server: LocalApiServer, settings: Settings) -> AsyncIterator[Hook]:
    """Run a bot on a webhook."""
    async with serving_hook(server, settings) as running:
        yield running


async def answered(client: LocalApiClient, user: PlayedUser) -> int:
    """Count the answers that a user got."""
    return sum("41 metres" in message.text for message in await client.wait_messages(user.id, timeout=0))


async def begun(hook: Hook, *headers: str, body: bytes = b"") -> int:
    """Post with a body that does not end; give the status, which must come all the same."""
    url = httpx.URL(hook.url)
    reader, writer = await asyncio.open_connection(url.host, url.port)
    try:
        head = "\r\n".join((f"POST {url.path} HTTP/1.1", "Host: localhost", *headers, "", ""))
        writer.write(head.encode() + body)
        async with asyncio.timeout(5):
            return int((await reader.readline()).split()[1])
    finally:
        writer.close()
        await writer.wait_closed()


async def test_the_right_secret_gets_an_answer_and_200_after_it(
    hook: Hook, client: LocalApiClient, met: list[PlayedUser], settings: Settings
) -> None:
    assert await hook.post(asking(met[0], QUESTION, 5)) == 200
    assert await answered(client, met[0]) == 1
    assert [row["update_id"] for row in rows(database_file(settings.database))] == [5]


@pytest.mark.parametrize("secret", WRONG_SECRETS, ids=lambda secret: str(secret)[:20])
async def test_a_wrong_secret_is_refused_and_nobody_answered(
    hook: Hook, client: LocalApiClient, met: list[PlayedUser], settings: Settings, secret: str | None
) -> None:
    update = asking(met[0], QUESTION, 5)
    assert await hook.post(update, headers={SECRET_HEADER: secret}) == 403
    assert await answered(client, met[0]) == 0
    assert rows(database_file(settings.database)) == []


async def test_a_body_is_not_read_without_the_secret(hook: Hook) -> None:
    assert await begun(hook, "Content-Type: application/json", "Content-Length: 9") == 403


@pytest.mark.parametrize(
    "path", ["/", "/hook", "/hook/tanya/", "/hook/tanya/x", "/hook/Tanya", "/healthy", "/hook//tanya"]
)
async def test_another_path_is_404(hook: Hook, met: list[PlayedUser], path: str) -> None:
    assert await hook.post(asking(met[0], QUESTION, 5), url=str(httpx.URL(hook.url).copy_with(path=path))) == 404


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
async def test_another_method_is_405(hook: Hook, method: str) -> None:
    answer = await hook.http.request(method, hook.url, headers={SECRET_HEADER: SECRET})
    assert answer.status_code == 405


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded", "application/jsonx", "json"])
async def test_another_content_type_is_415(hook: Hook, kind: str | None) -> None:
    assert await hook.post(b"{}", headers={"Content-Type": kind}) == 415


async def test_a_content_type_may_name_its_encoding(hook: Hook, met: list[PlayedUser]) -> None:
    headers = {"Content-Type": "Application/JSON; charset=utf-8"}
    assert await hook.post(asking(met[0], QUESTION, 5), headers=headers) == 200


async def test_a_body_that_is_too_long_is_413(hook: Hook) -> None:
    assert await hook.post(b" " * (BODY_BYTES + 1)) == 413


async def test_a_body_of_no_named_length_is_limited_too(hook: Hook) -> None:
    chunk = b"%x\r\n%s\r\n" % (BODY_BYTES + 1, b" " * (BODY_BYTES + 1))
    assert await begun(hook, *HEADERS, "Transfer-Encoding: chunked", body=chunk) == 413


async def test_a_body_of_the_greatest_length_is_taken(hook: Hook) -> None:
    body = b'{"update_id": 5}'
    assert await hook.post(body + b" " * (BODY_BYTES - len(body))) == 200


async def test_a_body_that_takes_too_long_is_408(hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.webhook_app.BODY_SECONDS", 0.3)
    assert await begun(hook, *HEADERS, "Content-Length: 9", body=b"{") == 408


@pytest.mark.parametrize("body", NO_UPDATES, ids=lambda body: repr(body[:30]))
async def test_what_is_no_update_is_400(hook: Hook, body: bytes) -> None:
    assert await hook.post(body) == 400


async def test_updates_that_cannot_be_read_are_confirmed_and_said_without_their_content(
    hook: Hook, client: LocalApiClient, met: list[PlayedUser], caplog: pytest.LogCaptureFixture
) -> None:
    for number, update in enumerate(UNREADABLE, 1):
        assert await hook.post({"update_id": number, **update}) == 200
    assert caplog.text.count("cannot be read and is left out") == 4
    assert await hook.post(asking(met[0], QUESTION, 100)) == 200
    assert await answered(client, met[0]) == 1
