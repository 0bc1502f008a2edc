"""`tanya backup` and `tanya health` as an operator runs them."""

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.cli.conftest import Tanya
from tests.storage.helpers import damage


@pytest.fixture
def url(tanya: Tanya, tmp_path: Path) -> str:
    """Make a database."""
    url = f"sqlite+aiosqlite:///{tmp_path}/log/tanya.sqlite"
    assert tanya("stats", TANYA_DATABASE=url).code == 0
    return url


def test_a_backup_is_a_whole_database(tanya: Tanya, url: str, tmp_path: Path) -> None:
    file = tmp_path / "copy.sqlite"
    ran = tanya("backup", file, TANYA_DATABASE=url)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"{file}: {file.stat().st_size} bytes, checked\n"
    copied = tanya("stats", "--json", TANYA_DATABASE=f"sqlite+aiosqlite:///{file}")
    assert json.loads(copied.out)["questions"] == 0


def test_a_backup_over_a_file_is_refused_with_2(tanya: Tanya, url: str, tmp_path: Path) -> None:
    file = tmp_path / "copy.sqlite"
    file.write_text("mine")
    ran = tanya("backup", file, TANYA_DATABASE=url)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"tanya: The file {file} is there already and is not overwritten; choose another name.\n"
    assert file.read_text() == "mine"


def test_a_bot_with_a_damaged_database_does_not_start(process: Tanya, url: str, tiny_facts: Path) -> None:
    file = Path(url.removeprefix("sqlite+aiosqlite:///"))
    asyncio.run(damage(file))
    ran = process(
        "run", TANYA_TOKEN="1:token", TANYA_FACTS=tiny_facts, TANYA_DATABASE=url, TANYA_API_URL="http://127.0.0.1:9"
    )
    assert (ran.code, ran.out) == (2, "")
    assert "is damaged" in ran.err
    assert "Traceback" not in ran.err


@contextmanager
def answering(status: int) -> Iterator[str]:
    """Answer every request with a status, as a bot's pages would."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(self.path.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(("arguments", "page"), [((), "/healthz"), (("--ready",), "/readyz")])
def test_health_is_0_for_a_bot_that_is_well(tanya: Tanya, arguments: tuple[str, ...], page: str) -> None:
    with answering(200) as address:
        ran = tanya("health", *arguments, TANYA_HEALTH=address)
        assert (ran.code, ran.out) == (0, f"{page}\n")
        everywhere = address.replace("127.0.0.1", "0.0.0.0")  # noqa: S104 - only asked
        assert tanya("health", *arguments, TANYA_HEALTH=everywhere).code == 0


def test_health_is_1_for_a_bot_that_is_not_ready_or_does_not_answer(tanya: Tanya) -> None:
    with answering(503) as address:
        assert tanya("health", "--ready", TANYA_HEALTH=address).code == 1
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        ran = tanya("health", TANYA_HEALTH=f"127.0.0.1:{silent.getsockname()[1]}")
    assert ran.code == 1
    assert ran.out.startswith("no answer from 127.0.0.1:")


def test_health_without_the_setting_says_what_to_set(tanya: Tanya) -> None:
    ran = tanya("health")
    assert (ran.code, ran.out) == (2, "")
    assert "TANYA_HEALTH is not set" in ran.err


@pytest.mark.parametrize("address", ["8082", "tanya.example:8082", "127.0.0.1:", "127.0.0.1:99999", "127.0.0.1"])
def test_an_address_that_cannot_be_listened_on_is_one_sentence(tanya: Tanya, address: str) -> None:
    ran = tanya("health", TANYA_HEALTH=address)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("tanya: TANYA_HEALTH must ")
    assert ran.err.count("\n") == 1
