"""Every method of the Bot API, called through the real library: covered as docs/local-api.md says, or refused with 501.

The page's tables are compared with the registry, so that neither can go out of date.
"""

import inspect
import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import pytest
from telegram import Bot, InputMediaPhoto
from telegram.error import NetworkError, TelegramError

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import PlayedUser
from bot.local_api.methods.registry import COVERED, TELEGRAM_METHODS
from tests.local_api.conformance import IS_REFUSED, SUCCEEDS, Scene

PAGE = (Path(__file__).parents[2] / "docs" / "local-api.md").read_text(encoding="utf-8")
NOT_COVERED = [name for name in TELEGRAM_METHODS if name not in COVERED]
# What the library itself wants beyond the required arguments.
PLACE: Mapping[str, object] = {"latitude": 1.0, "longitude": 1.0}
ARGUMENTS: Mapping[str, Mapping[str, object]] = {
    "editMessageLiveLocation": {"chat_id": 1, "message_id": 1, **PLACE},
    "editMessageMedia": {"media": InputMediaPhoto("x"), "chat_id": 1, "message_id": 1},
    "sendContact": {"chat_id": 1, "phone_number": "1", "first_name": "x"},
    "sendLocation": {"chat_id": 1, **PLACE},
    "sendMediaGroup": {"chat_id": 1, "media": [InputMediaPhoto("x"), InputMediaPhoto("y")]},
    "sendPaidMedia": {"chat_id": 1, "star_count": 1, "media": [InputMediaPhoto("x")]},
    "sendVenue": {"chat_id": 1, "address": "x", "title": "x", **PLACE},
}


def table(title: str) -> list[list[str]]:
    """Give the cells of the rows of the page's table under a heading, without the table's own heading."""
    (section,) = re.findall(rf"^## {title}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    rows = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows[2:]]


def refusals() -> dict[str, str]:
    """Give the error text that the page documents for each method that has one."""
    found = {row[0].strip("`"): row[2].strip("` ") for row in table("Methods covered")}
    return {name: text for name, text in found.items() if text != "—"}


def library_method(bot: Bot, name: str) -> Callable[..., Awaitable[object]]:
    """Give the library's own method for one of Telegram's."""
    named = {found.replace("_", ""): found for found, _ in inspect.getmembers(Bot, inspect.iscoroutinefunction)
             if "_" in found or found == "close"}  # fmt: skip
    method: Callable[..., Awaitable[object]] = getattr(bot, named[name.lower()])
    return method


def some_arguments(method: Callable[..., Awaitable[object]]) -> dict[str, object]:
    """Give something for each argument that has no default."""
    wanted = [found for found in inspect.signature(method).parameters.values() if found.default is found.empty]
    return {found.name: _something(str(found.annotation)) for found in wanted}


def _something(annotation: str) -> object:
    if "Sequence" in annotation:
        return []
    return 1 if "int" in annotation else "1"


def test_the_page_lists_what_the_registry_covers() -> None:
    assert [row[0].strip("`") for row in table("Methods covered")] == list(COVERED)
    assert set(COVERED) <= set(TELEGRAM_METHODS)
    listed = [name for row in table("Methods not covered") for name in re.findall(r"`(\w+)`", row[1])]
    assert sorted(listed) == sorted(NOT_COVERED)


def test_every_covered_method_is_driven() -> None:
    assert set(SUCCEEDS) == set(COVERED)
    assert set(IS_REFUSED) == set(refusals())


@pytest.fixture
async def scene(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> Scene:
    return await Scene.set(bot, client, ani)


@pytest.mark.parametrize("name", COVERED)
async def test_a_covered_method_succeeds(scene: Scene, name: str) -> None:
    await SUCCEEDS[name](scene)
    call = (await scene.client.calls(name))[-1]
    assert (call.method, call.status, call.response["ok"]) == (name, 200, True)


@pytest.mark.parametrize("name", refusals())
async def test_a_covered_method_refuses_as_documented(scene: Scene, name: str) -> None:
    with pytest.raises(TelegramError):
        await IS_REFUSED[name](scene)
    call = (await scene.client.calls(name))[-1]
    assert call.response["description"] == refusals()[name]


async def test_any_other_method_says_that_it_is_not_covered(bot: Bot) -> None:
    for name in NOT_COVERED:
        method = library_method(bot, name)
        with pytest.raises(NetworkError) as caught:
            await method(**ARGUMENTS.get(name) or some_arguments(method))
        assert f"Not Implemented: the local Bot API does not cover {name}".lower() in str(caught.value).lower()


async def test_the_library_knows_no_other_method(bot: Bot) -> None:
    for name in TELEGRAM_METHODS:
        library_method(bot, name)
    known = {name.lower() for name in TELEGRAM_METHODS}
    own = [
        name
        for name, _ in inspect.getmembers(Bot, inspect.iscoroutinefunction)
        if "_" in name.strip("_") and not name.startswith("_") and name.replace("_", "") not in known
    ]
    assert own == ["do_api_request"]
