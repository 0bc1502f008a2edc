"""The container image: it can be built, and the bot in it does its work with no more than the image's promises."""

import os
import stat
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.local_api.client import LocalApiClient
from bot.local_api.server import LocalApiServer
from tests.conftest import TOKEN
from tests.delivery.hooks import free_port
from tests.handlers.bots import ADMIN, ask, rows
from tests.handlers.facts import HEIGHT, few_facts, write_facts
from tests.operation.image import Container, Image, built_image, missing
from tests.operation.pages import Pages

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(bool(missing()) and "CI" not in os.environ, reason=f"the image needs {missing()}"),
]
# Of what the Dockerfile adds to its base; 434 MB when this was written, nearly all of it libraries.
MEGABYTES_AT_MOST = 460


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    """Build the image once, which takes minutes."""
    with built_image() as built:
        yield built


@pytest.fixture
def pages() -> Pages:
    """Give the operator's pages of the bot."""
    return Pages(free_port())


@pytest.fixture
async def container(image: Image, tmp_path: Path, server: LocalApiServer, pages: Pages) -> AsyncIterator[Container]:
    """Run the bot from the image."""
    write_facts(tmp_path / "facts", few_facts())
    running = Container(
        image, tmp_path, TANYA_TOKEN=TOKEN, TANYA_API_URL=server.url, TANYA_FACTS="/facts", TANYA_ADMINS=str(ADMIN),
        TANYA_HEALTH=f"127.0.0.1:{pages.port}",
    )  # fmt: skip
    await running.start()
    yield running
    await running.stop()


async def test_the_bot_in_the_image_answers_as_its_user_is_well_and_ends_when_asked(
    image: Image, container: Container, client: LocalApiClient, pages: Pages
) -> None:
    ani = await client.add_user("Ani", language_code="en")
    await pages.until_ready(seconds=90)
    assert "41 metres" in (await ask(client, ani, HEIGHT["en"], seconds=90)).text
    assert container.users == {10001}
    assert await container.run(image.health) == 0
    assert await container.stop() == 0
    assert await container.run(image.health) == 1
    assert [row["fact"] for row in rows(container.data / "tanya.sqlite")] == ["tower-height"]
    assert "Traceback" not in container.said


async def test_a_root_that_cannot_be_written_is_enough_for_the_chart_and_the_index(
    container: Container, client: LocalApiClient
) -> None:
    admin = await client.add_user("Ada", language_code="en", user_id=ADMIN)
    await ask(client, admin, HEIGHT["en"], seconds=90)
    await ask(client, admin, "/stats", seconds=90)
    assert [call.status for call in await client.calls("sendPhoto")] == [200]
    assert await container.run(["touch", "/app/file"]) == 1
    assert "Read-only file system" in container.said
    assert {path.name for path in container.cache.iterdir()} == {"tanya", "matplotlib"}
    assert "Traceback" not in container.said


async def test_commands_run_beside_the_bot_and_another_database_has_its_driver(container: Container) -> None:
    assert await container.run(["python", "-m", "bot", "check"]) == 0
    assert await container.run(["python", "-c", "import asyncpg"]) == 0


def test_the_user_of_the_image_can_write_nothing_but_its_volumes(image: Image) -> None:
    def writable(path: Path) -> bool:
        found = path.lstat()
        is_file = stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)
        for_all = found.st_mode & stat.S_IWOTH and not found.st_mode & stat.S_ISVTX
        return is_file and (10001 in {found.st_uid, found.st_gid} or bool(for_all))

    assert image.user == "10001:10001"
    assert {str(path) for path in image.root.rglob("*") if writable(path)} == {
        f"{image.root}{volume}" for volume in ("/data", "/cache")
    }


def test_the_image_is_small(image: Image) -> None:
    assert image.added / 1e6 < MEGABYTES_AT_MOST
