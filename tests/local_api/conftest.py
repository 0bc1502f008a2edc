"""A running server, a client that plays users, and the real Bot."""

from collections.abc import AsyncIterator

import httpx
import pytest
from telegram import Bot

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import PlayedUser
from bot.local_api.server import LocalApiServer

TOKEN = "123456:local"


@pytest.fixture
async def server() -> AsyncIterator[LocalApiServer]:
    """A server on a free port."""
    async with LocalApiServer(TOKEN) as running:
        yield running


@pytest.fixture
async def client(server: LocalApiServer) -> AsyncIterator[LocalApiClient]:
    """Who plays the users."""
    async with LocalApiClient(server.url) as playing:
        yield playing


@pytest.fixture
async def bot(server: LocalApiServer) -> AsyncIterator[Bot]:
    """The real Bot."""
    async with Bot(TOKEN, base_url=server.base_url, base_file_url=server.base_file_url) as real:
        yield real


@pytest.fixture
async def http(server: LocalApiServer) -> AsyncIterator[httpx.AsyncClient]:
    """Plain HTTP, for what the Bot would not send."""
    async with httpx.AsyncClient(base_url=server.url, trust_env=False) as plain:
        yield plain


@pytest.fixture
async def ani(client: LocalApiClient, bot: Bot) -> PlayedUser:
    """A user who started the bot; the update is confirmed."""
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
