"""Who may post to the webhook, and what: a secret, a path, a method, a type, a length, a form."""

import asyncio
from collections.abc import AsyncIterator
from itertools import count

import httpx
import pytest
import pytest_asyncio

from bot.delivery.webhook_app import BODY_BYTES, SECRET_HEADER
from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import PlayedUser
from bot.local_api.json_types import JsonObject
from bot.local_api.server import LocalApiServer
from tests.conftest import TOKEN
from tests.delivery.hooks import SECRET, Hook, asking, serving_hook
from tests.handlers.bots import settings_for
from tests.handlers.facts import HEIGHT, few_facts, write_facts

pytestmark = pytest.mark.asyncio(loop_scope="module")

USER = 4_000_001
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


_update_ids = count(1)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hook(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Hook]:
    """Run a bot on a webhook, for all tests here."""
    folder = tmp_path_factory.mktemp("hook")
    settings = settings_for(folder, write_facts(folder / "facts", few_facts()))
    async with LocalApiServer(TOKEN) as server, LocalApiClient(server.url) as client:
        user = await client.add_user("Ani", language_code="en", user_id=USER)
        await client.say(user, "/start")
        server.world.updates.drop_all()
        async with serving_hook(server, settings) as running:
            yield running


@pytest.fixture
def question() -> JsonObject:
    """Give an update with a question, under an id of its own."""
    return asking(PlayedUser(USER, "Ani", "", "en"), HEIGHT["en"], next(_update_ids))


async def answered(hook: Hook) -> int:
    """Count the questions that were answered and stored."""
    await hook.app.log.flush()
    return (await hook.app.log.stats()).questions


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


async def test_the_right_secret_gets_an_answer_and_200_after_it(hook: Hook, question: JsonObject) -> None:
    before = await answered(hook)
    assert await hook.post(question) == 200
    assert await answered(hook) == before + 1


@pytest.mark.parametrize("secret", WRONG_SECRETS, ids=lambda secret: str(secret)[:20])
async def test_a_wrong_secret_is_refused_and_nobody_answered(
    hook: Hook, question: JsonObject, secret: str | None
) -> None:
    before = await answered(hook)
    assert await hook.post(question, headers={SECRET_HEADER: secret}) == 403
    assert await answered(hook) == before


async def test_a_body_is_not_read_without_the_secret(hook: Hook) -> None:
    assert await begun(hook, "Content-Type: application/json", "Content-Length: 9") == 403


@pytest.mark.parametrize(
    "path", ["/", "/hook", "/hook/tanya/", "/hook/tanya/x", "/hook/Tanya", "/healthy", "/hook//tanya"]
)
async def test_another_path_is_404(hook: Hook, question: JsonObject, path: str) -> None:
    assert await hook.post(question, url=str(httpx.URL(hook.url).copy_with(path=path))) == 404


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
async def test_another_method_is_405(hook: Hook, method: str) -> None:
    answer = await hook.http.request(method, hook.url, headers={SECRET_HEADER: SECRET})
    assert answer.status_code == 405


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded", "application/jsonx", "json"])
async def test_another_content_type_is_415(hook: Hook, kind: str | None) -> None:
    assert await hook.post(b"{}", headers={"Content-Type": kind}) == 415


async def test_a_content_type_may_name_its_encoding(hook: Hook, question: JsonObject) -> None:
    headers = {"Content-Type": "Application/JSON; charset=utf-8"}
    assert await hook.post(question, headers=headers) == 200


async def test_a_body_that_is_too_long_is_413(hook: Hook) -> None:
    assert await hook.post(b" " * (BODY_BYTES + 1)) == 413


async def test_a_body_of_no_named_length_is_limited_too(hook: Hook) -> None:
    chunk = b"%x\r\n%s\r\n" % (BODY_BYTES + 1, b" " * (BODY_BYTES + 1))
    assert await begun(hook, *HEADERS, "Transfer-Encoding: chunked", body=chunk) == 413


async def test_a_body_of_the_greatest_length_is_taken(hook: Hook) -> None:
    body = b'{"update_id": %d}' % next(_update_ids)
    assert await hook.post(body + b" " * (BODY_BYTES - len(body))) == 200


async def test_a_body_that_takes_too_long_is_408(hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.webhook_app.BODY_SECONDS", 0.3)
    assert await begun(hook, *HEADERS, "Content-Length: 9", body=b"{") == 408


@pytest.mark.parametrize("body", NO_UPDATES, ids=lambda body: repr(body[:30]))
async def test_what_is_no_update_is_400(hook: Hook, body: bytes) -> None:
    assert await hook.post(body) == 400


async def test_updates_that_cannot_be_read_are_confirmed_and_said_without_their_content(
    hook: Hook, question: JsonObject, caplog: pytest.LogCaptureFixture
) -> None:
    for update in UNREADABLE:
        assert await hook.post({"update_id": next(_update_ids), **update}) == 200
    assert caplog.text.count("cannot be read and is left out") == 4
    before = await answered(hook)
    assert await hook.post(question) == 200
    assert await answered(hook) == before + 1
