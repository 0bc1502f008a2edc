"""Whatever is posted to the webhook: a documented status, never 500, and nothing handled without the secret."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from urllib.parse import quote

import httpx
import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.webhook_app import BODY_BYTES, SECRET_HEADER
from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import PlayedUser
from bot.local_api.json_types import JsonObject
from bot.local_api.server import LocalApiServer
from tests.conftest import TOKEN
from tests.delivery.hooks import SECRET, Hook, asking, serving_hook
from tests.fuzz.budget import examples
from tests.fuzz.updates import any_update, broken
from tests.handlers.bots import settings_for
from tests.handlers.facts import HEIGHT, few_facts, write_facts

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    # The library tells of its next major version.
    pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning"),
]

EVE = PlayedUser(61_000_001, "Eve", "", "en")
DOCUMENTED = frozenset({200, 400, 403, 404, 405, 408, 413, 415, 503})
SECONDS = 20.0

_json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=10,
)
_no_ids = st.integers() | st.just(10**400) | st.floats() | st.booleans() | st.text(max_size=3) | st.none()
_update_ids = st.integers(1, 2**60) | _no_ids
_updates = st.builds(lambda update, number: {"update_id": number, **update}, any_update() | broken(), _update_ids)
_encodings = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])


def _encoded(value: object, encoding: str) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode(encoding, "surrogatepass")


def _endless(count: int) -> list[bytes]:
    """Give bodies with so many brackets, digits or spaces."""
    return [
        b"[" * count,
        b'{"update_id": 1, "message": ' + b'{"a":' * count,
        b'{"update_id": ' + b"9" * count + b"}",
        b'{"update_id": 7, "poll": 1e' + b"9" * count + b"}",
        b"[" + b" " * (BODY_BYTES - count // 10_000) + b"]",
    ]


_bodies = st.one_of(
    st.binary(max_size=200),
    _json_values.map(lambda value: json.dumps(value).encode()),
    _updates.map(lambda update: json.dumps(update).encode()),
    st.builds(_encoded, _updates | _json_values, _encodings),
    st.builds(lambda update, at: json.dumps(update).encode()[:at], _updates, st.integers(0, 300)),
    st.integers(1, 60_000).flatmap(lambda count: st.sampled_from(_endless(count))),
)
# What a client may send at all: RFC 9110, "field-value".
_latin = st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f")
_header_values = st.text(_latin, max_size=30).map(str.strip)
_headers: st.SearchStrategy[Mapping[str, str | None]] = st.fixed_dictionaries(
    {},
    optional={
        "Content-Type": st.sampled_from([None, "text/plain", "application/json; charset=utf-16"]) | _header_values,
        "Content-Encoding": st.sampled_from(["gzip", "br", "nonsense"]),
        "X-Forwarded-For": _header_values,
        "Accept": _header_values,
    },
)
_wrong = st.one_of(
    st.none(), _header_values, st.sampled_from([SECRET[:-1], SECRET + "x", SECRET.upper(), f"{SECRET} x", "ключ"])
).filter(lambda secret: secret is None or secret.strip() != SECRET)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hook(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Hook]:
    """Run a bot on a webhook, to which one person has spoken."""
    folder = tmp_path_factory.mktemp("hook")
    settings = settings_for(folder, write_facts(folder / "facts", few_facts()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.delivery.delivery.TRY_PAUSE_SECONDS", 0)
        async with LocalApiServer(TOKEN) as server, LocalApiClient(server.url) as client:
            await client.say(await client.add_user(EVE.first_name, language_code="en", user_id=EVE.id), "/start")
            server.world.updates.drop_all()
            async with serving_hook(server, settings) as running:
                yield running


async def posted(hook: Hook, body: bytes | JsonObject, headers: Mapping[str, str | None]) -> int:
    """Post, and give the status, which comes in time."""
    async with asyncio.timeout(SECONDS):
        return await hook.post(body, headers=headers)


@given(body=_bodies, headers=_headers)
@examples(150)
async def test_any_body_with_the_secret_gets_a_documented_status(
    hook: Hook, body: bytes, headers: Mapping[str, str | None]
) -> None:
    assert await posted(hook, body, headers) in DOCUMENTED


# No update with the right secret has such a number.
@given(text=st.sampled_from(sorted(HEIGHT.values())), number=st.integers(2**61, 2**62), secret=_wrong, headers=_headers)
@examples(60)
async def test_nothing_is_handled_without_the_secret(
    hook: Hook, text: str, number: int, secret: str | None, headers: Mapping[str, str | None]
) -> None:
    assert await posted(hook, asking(EVE, text, number), {**headers, SECRET_HEADER: secret}) == 403
    assert not hook.app.delivery.open
    assert not hook.app.delivery.is_handled(number)


@given(
    method=st.sampled_from(["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "NONSENSE"]),
    path=st.text(max_size=20).map(lambda path: quote(path, errors="replace")),
)
@examples(40)
async def test_any_other_path_or_method_is_404_or_405(hook: Hook, method: str, path: str) -> None:
    secret = {SECRET_HEADER: SECRET}
    elsewhere = await hook.http.request(method, str(httpx.URL(hook.url).copy_with(path="/")) + path, headers=secret)
    assert elsewhere.status_code in {404, 405}
    assert (await hook.http.request(method, hook.url, headers=secret)).status_code == 405


async def test_after_all_that_a_question_is_answered(hook: Hook) -> None:
    before = (await hook.app.log.stats()).questions
    assert await posted(hook, asking(EVE, HEIGHT["en"], 2**62 + 1), {}) == 200
    assert (await hook.app.log.stats()).questions == before + 1
