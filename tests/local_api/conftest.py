"""A running server, a client that plays users, and the real Bot."""

import ssl
from collections.abc import AsyncIterator

import httpx
import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import PlayedUser
from bot.local_api.server import LocalApiServer
from tests.conftest import TOKEN


def new_bot(server: LocalApiServer) -> Bot:
    """Give a Bot; no certificates are loaded, which takes longer than most tests."""
    no_certificates = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    calls, polls = (HTTPXRequest(httpx_kwargs={"verify": no_certificates, "trust_env": False}) for _ in range(2))
    return Bot(TOKEN, server.base_url, server.base_file_url, request=calls, get_updates_request=polls)


@pytest.fixture
async def bot(server: LocalApiServer) -> AsyncIterator[Bot]:
    """Give the real Bot."""
    async with new_bot(server) as real:
        yield real


@pytest.fixture
async def http(server: LocalApiServer) -> AsyncIterator[httpx.AsyncClient]:
    """Give plain HTTP, for what the Bot would not send."""
    async with httpx.AsyncClient(
        base_url=server.url, trust_env=False, verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    ) as plain:
        yield plain


@pytest.fixture
async def ani(client: LocalApiClient, bot: Bot) -> PlayedUser:
    """Bring in a user who started the bot; the update is confirmed."""
    user = await client.add_user("Ani", language_code="id", username="ani_says")
    await client.say(user, "/start")
    await confirm(bot)
    return user


async def confirm(bot: Bot) -> int:
    """Confirm all pending updates; give how many there were."""
    updates = await bot.get_updates()
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1)
    return len(updates)
