"""`tanya run` without a token and `tanya chat`: the real bot in a terminal, its input piped, a file, or nothing."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from bot.local_api.server import LocalApiServer
from tests.e2e.process import STOP_SECONDS, environment, run_to_end
from tests.handlers.facts import few_facts, write_facts


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """Give settings for a quick start: four facts, any free port."""
    facts = write_facts(tmp_path / "facts", few_facts())
    return {"TANYA_FACTS": str(facts), "TANYA_LISTEN": "127.0.0.1:0"}


async def talk(folder: Path, settings: dict[str, str], text: str | bytes, command: str = "chat") -> str:
    """Pipe lines into a command; give what it printed, after checking that it ended well."""
    stdin = text.encode() if isinstance(text, str) else text
    code, output, errors = await run_to_end(command, settings, cwd=folder, stdin=stdin)
    assert code == 0, errors
    assert "Traceback" not in errors
    return output


async def test_a_piped_question_is_answered_from_the_bundled_facts_and_the_end_of_input_ends_it(
    tmp_path: Path, bundled_cache: Path
) -> None:
    settings = {"TANYA_LISTEN": "127.0.0.1:0", "XDG_CACHE_HOME": str(bundled_cache)}
    output = await talk(tmp_path, settings, "what is operation Channel\n", "run")
    assert "TANYA_TOKEN" in output
    assert "> what is operation Channel" in output
    assert "Source: LenteraMerah" in output
    assert "Channel" in output.split("> what is operation Channel")[1]


async def test_buttons_are_pressed_by_number_and_inline_results_taken(tmp_path: Path, settings: dict[str, str]) -> None:
    lines = [
        "How tall is the lighthouse tower?",
        "1",
        "/topics",
        "2",
        "@tanya ticket price",
        "1",
        "@tanya zzqx",
        "How tall is the lighthouse tower?",
        "2",
        "How tall is the lighthouse tower?",
        "4",
        "1",
        "/export",
        "/stats",
    ]
    output = await talk(tmp_path, settings, "\n".join(lines))
    turns = output.split("\n> ")
    assert len(turns) == len(lines) + 1
    assert "41 metres" in turns[1]
    assert "[1] The lamp" in turns[1]
    assert "ten seconds" in turns[2]
    assert "[2] Visits" in turns[3]
    assert "[1] Tickets & discounts" in turns[4]
    assert "[1] Tickets & discounts" in turns[5]
    assert "<b>five</b> coins" in turns[6]
    assert "(nothing found)" in turns[7]
    assert "[2] 👍" in turns[8]
    assert "Thank you!" in turns[9]
    assert "[2] 👍 1" in turns[9]
    assert "[1] Height of the tower" in turns[11], "sharing searches for the fact"
    assert "41 metres" in turns[12]
    assert ".csv" in turns[13]
    assert "Questions:" in turns[14], "the person at the terminal is an admin there"
    assert "(a picture)" in turns[14]


async def test_whatever_is_piped_in_each_line_gets_its_reply(tmp_path: Path, settings: dict[str, str]) -> None:
    lines = [
        b"\xff\xfe\x80 broken UTF-8 \xc3", b"7", b"9" * 5000, b"x" * 5000, b"@tanya " + b"y" * 300, b"@", b"\x00\x01",
        b"   ", b"\xe2\x80\x8b", b"/nonsense\r", "٣".encode(), b"How tall is the lighthouse tower?", b"unended \xc3",
    ]  # fmt: skip
    output = await talk(tmp_path, settings, b"\n".join(lines))
    assert "41 metres" in output
    assert "(a text has 1 to 4096" in output
    assert "(an inline query has at most 256 characters)" in output
    assert output.count("\n> ") == len([line for line in lines if line.strip()])


async def test_a_file_is_as_good_as_a_pipe(tmp_path: Path, settings: dict[str, str]) -> None:
    questions = tmp_path / "questions.txt"
    questions.write_text("How often does the lamp turn?\nКогда открыт музей?", encoding="utf-8")
    code, output, _ = await run_to_end("run", settings, cwd=tmp_path, stdin=questions)
    assert code == 0
    assert "ten seconds" in output
    assert "> Когда открыт музей?" in output


@pytest.mark.parametrize("command", ["chat", "run"])
@pytest.mark.parametrize("stdin", ["</dev/null", "<&-"])
async def test_without_an_input_run_serves_on_until_a_signal_and_chat_ends(
    tmp_path: Path, settings: dict[str, str], command: str, stdin: str
) -> None:
    shell = f'exec "$0" -m bot {command} {stdin}'
    process = await asyncio.create_subprocess_exec(
        "sh", "-c", shell, sys.executable, cwd=tmp_path, env=environment(**settings, PYTHONUNBUFFERED="1"),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        introduced = await asyncio.wait_for(process.stdout.readuntil(b"local Bot API at http://127.0.0.1:"), 30)
        assert introduced
        if command == "run":
            await asyncio.sleep(1)
            assert process.returncode is None
            process.send_signal(signal.SIGTERM)
        _, errors = await asyncio.wait_for(process.communicate(), STOP_SECONDS)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0, errors.decode()
    assert b"Traceback" not in errors


async def test_a_port_in_use_is_one_sentence_and_exit_code_2(tmp_path: Path, settings: dict[str, str]) -> None:
    async with LocalApiServer("1:other") as other:
        address = f"127.0.0.1:{other.port}"
        code, output, errors = await run_to_end("run", settings | {"TANYA_LISTEN": address}, cwd=tmp_path)
    assert code == 2
    assert not output
    [sentence] = errors.splitlines()
    assert str(other.port) in sentence
    assert "in use" in sentence
    assert "TANYA_LISTEN" in sentence


async def test_a_signal_ends_a_chat_whose_input_stays_open(tmp_path: Path, settings: dict[str, str]) -> None:
    reader, writer = os.pipe()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "chat", cwd=tmp_path, env=environment(**settings, PYTHONUNBUFFERED="1"),
        stdin=reader, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        await asyncio.wait_for(process.stdout.readline(), 30)
        process.send_signal(signal.SIGTERM)
        _, errors = await asyncio.wait_for(process.communicate(), STOP_SECONDS)
    finally:
        os.close(writer)
        os.close(reader)
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0
    assert not errors
