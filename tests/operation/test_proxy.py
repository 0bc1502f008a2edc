"""The proxy before the replicas: who gets a post, who does not, and that nobody gets one twice."""

import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.delivery.webhook_app import BODY_BYTES
from tests.operation.proxy import CONFIGURATION, Proxy, proxied

BOTS = ("127.0.0.2", "127.0.0.3", "127.0.0.4")
pytestmark = pytest.mark.skipif(
    shutil.which("nginx") is None and "CI" not in os.environ, reason="this machine has no nginx"
)


@pytest.fixture
async def proxy(tmp_path: Path) -> AsyncIterator[Proxy]:
    """Run the proxy before three bots."""
    async with proxied(tmp_path, BOTS) as running:
        yield running


async def test_posts_are_spread_over_the_bots_as_they_came(proxy: Proxy) -> None:
    body = json.dumps({"update_id": 1}).encode()
    assert {await proxy.post(body=body) for _ in range(60)} == {200}
    assert proxy.taken == 60
    assert all(bot.posts for bot in proxy.bots.values())
    head, _, taken = proxy.bots[BOTS[0]].posts[0].partition(b"\r\n\r\n")
    assert taken == body
    assert head.startswith(b"POST /tanya HTTP/1.1\r\n")
    assert b"X-Telegram-Bot-Api-Secret-Token: secret" in head


async def test_bots_that_come_and_go_are_found_without_a_restart(proxy: Proxy) -> None:
    old, *_, new = proxy.bots.values()
    proxy.names.addresses = BOTS[:1]
    assert await proxy.post() == 200
    assert len(old.posts) == 1
    proxy.names.addresses = BOTS[-1:]
    async with asyncio.timeout(20):
        while not new.posts:
            await asyncio.sleep(0.2)
            assert await proxy.post() == 200
    before = len(old.posts)
    assert {await proxy.post() for _ in range(10)} == {200}
    assert len(old.posts) == before


async def test_a_bot_that_takes_no_connection_costs_no_post(proxy: Proxy) -> None:
    proxy.names.addresses = ("127.0.0.5", "127.0.0.6", BOTS[0])
    assert {await proxy.post() for _ in range(20)} == {200}
    assert proxy.taken == 20


async def test_a_post_that_was_sent_to_a_bot_goes_to_no_other(proxy: Proxy) -> None:
    for bot in proxy.bots.values():
        bot.breaks = True
    assert {await proxy.post() for _ in range(10)} == {502}
    assert proxy.taken == 10


async def test_nothing_else_reaches_a_bot(proxy: Proxy) -> None:
    for path in ("/", "/metrics", "/tanya/", "/tanya/x", "/healthz"):
        assert await proxy.post(path) == 404
    assert await proxy.post(body=b" " * (1024 * 1024 + 1)) == 413
    assert proxy.taken == 0
    assert await proxy.post(body=b" " * BODY_BYTES) == 200


def test_the_proxy_waits_as_long_as_a_bot_may_take() -> None:
    operations = (CONFIGURATION.parents[1] / "operations.md").read_text(encoding="utf-8")
    configuration = CONFIGURATION.read_text(encoding="utf-8")
    for setting in ("proxy_read_timeout 200s;", "client_max_body_size 1m;", "location = /tanya {"):
        assert setting in operations
        assert setting in configuration
