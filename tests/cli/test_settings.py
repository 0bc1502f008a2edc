"""Settings: from the environment or `.env`; a wrong one is one sentence and exit code 2, and no token is ever shown."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings, read_settings
from tests.cli.conftest import SECONDS, Tanya, environment
from tests.conftest import TINY, write_facts

TOKEN = "123456789:AAsecret-part_of-the-token-0123456789"
SECRET = TOKEN.split(":")[1]
WRONG = [
    ("TANYA_TOKEN", "nonsense", "TANYA_TOKEN is not a bot token; copy it from @BotFather"),
    ("TANYA_TOKEN", f"{SECRET}:{SECRET}", "TANYA_TOKEN is not a bot token"),
    ("TANYA_TOKEN", f"{TOKEN} {SECRET}", "TANYA_TOKEN is not a bot token"),
    ("TANYA_API_URL", "telegram", "TANYA_API_URL is not an http(s) address"),
    ("TANYA_LISTEN", "0.0.0.0:8081", "TANYA_LISTEN must be on loopback"),
    ("TANYA_LISTEN", "example.org:80", "TANYA_LISTEN must be on loopback"),
    ("TANYA_LISTEN", "8081", "TANYA_LISTEN must be on loopback"),
    ("TANYA_LISTEN", "127.0.0.1", "TANYA_LISTEN must be on loopback"),
    ("TANYA_LISTEN", "127.0.0.1:", "TANYA_LISTEN must end in a port number"),
    ("TANYA_LISTEN", "127.0.0.1:99999", "TANYA_LISTEN must end in a port number"),
    ("TANYA_ADMINS", "anna", "TANYA_ADMINS must be numbers separated by commas"),
    ("TANYA_ADMINS", "1,-2", "TANYA_ADMINS must be numbers separated by commas"),
    ("TANYA_ADMINS", "9" * 5000, "TANYA_ADMINS"),
    ("TANYA_RETENTION_DAYS", "0", "TANYA_RETENTION_DAYS is wrong: input should be greater than or equal to 1"),
    ("TANYA_RETENTION_DAYS", "many", "TANYA_RETENTION_DAYS is wrong"),
    ("TANYA_RETENTION_DAYS", "1e9", "TANYA_RETENTION_DAYS is wrong"),
    ("TANYA_LOG_FORMAT", "xml", "TANYA_LOG_FORMAT is wrong: input should be 'text' or 'json'"),
    ("TANYA_MODE", "pigeon", "TANYA_MODE is wrong"),
    ("TANYA_DATABASE", "nonsense", "TANYA_DATABASE is no database URL"),
    ("TANYA_DATABASE", "sqlite+aiosqlite:////proc/no/tanya.sqlite", "cannot be made"),
    ("TANYA_DATABASE", "mysql+nothing://tanya:hunter2@host/x", "TANYA_DATABASE"),
]

HOOK = {
    "TANYA_TOKEN": TOKEN,
    "TANYA_MODE": "webhook",
    "TANYA_WEBHOOK_URL": "https://example.org/tanya",
    "TANYA_WEBHOOK_SECRET": "hunter2",
}
WRONG_HOOKS = [
    ({"TANYA_TOKEN": ""}, "TANYA_MODE is webhook, which needs TANYA_TOKEN"),
    ({"TANYA_WEBHOOK_URL": ""}, "TANYA_WEBHOOK_URL is missing"),
    ({"TANYA_WEBHOOK_SECRET": ""}, "TANYA_WEBHOOK_SECRET is missing"),
    ({"TANYA_WEBHOOK_SECRET": "hunter2 "}, "TANYA_WEBHOOK_SECRET must be 1 to 256"),
    ({"TANYA_WEBHOOK_SECRET": "hunter2" * 40}, "TANYA_WEBHOOK_SECRET must be 1 to 256"),
    ({"TANYA_WEBHOOK_URL": "http://example.org/tanya"}, "TANYA_WEBHOOK_URL must be an https address"),
    ({"TANYA_WEBHOOK_URL": "example.org/tanya"}, "TANYA_WEBHOOK_URL must be an https address"),
    ({"TANYA_WEBHOOK_URL": "https://"}, "TANYA_WEBHOOK_URL must be an https address"),
    ({"TANYA_WEBHOOK_URL": "https://example.org:port/"}, "TANYA_WEBHOOK_URL must be an https address"),
    ({"TANYA_WEBHOOK_URL": "https://[::1/tanya"}, "TANYA_WEBHOOK_URL must be an https address"),
    ({"TANYA_WEBHOOK_URL": "https://example.org/a b"}, "TANYA_WEBHOOK_URL must be an https address"),
    ({"TANYA_WEBHOOK_URL": "https://example.org/tanya?a=1"}, "TANYA_WEBHOOK_URL must be an address without"),
    ({"TANYA_WEBHOOK_URL": "https://tanya:hunter2@example.org/"}, "TANYA_WEBHOOK_URL must be an address without"),
    ({"TANYA_WEBHOOK_URL": "https://example.org/{tanya}"}, "TANYA_WEBHOOK_URL must be an address without"),
    ({"TANYA_LISTEN": "8081"}, "TANYA_LISTEN must be a host and a port"),
    ({"TANYA_LISTEN": "0.0.0.0:http"}, "TANYA_LISTEN must end in a port number"),
]
RIGHT_HOOKS: list[dict[str, str]] = [
    {},
    {"TANYA_LISTEN": "0.0.0.0:80"},
    {"TANYA_LISTEN": "[::]:80"},
    {"TANYA_LISTEN": "bot:8081"},
    {"TANYA_WEBHOOK_URL": "http://127.0.0.1:8081/tanya"},
    {"TANYA_WEBHOOK_URL": "http://localhost/tanya"},
    {"TANYA_WEBHOOK_URL": "https://example.org"},
    {"TANYA_WEBHOOK_SECRET": "_-aZ9" * 51 + "x"},
]


@pytest.mark.parametrize(("settings", "sentence"), WRONG_HOOKS)
def test_a_wrong_setting_of_the_webhook_is_one_sentence_and_exit_code_2(
    tanya: Tanya, settings: dict[str, str], sentence: str
) -> None:
    ran = tanya("stats", **HOOK | settings)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("tanya: ")
    assert sentence in ran.err
    assert ran.err.count("\n") == 1
    assert SECRET not in ran.err
    assert "hunter2" not in ran.err


@pytest.mark.parametrize("settings", RIGHT_HOOKS)
def test_right_settings_of_the_webhook_are_taken(
    monkeypatch: pytest.MonkeyPatch, cwd: Path, settings: dict[str, str]
) -> None:
    monkeypatch.chdir(cwd)
    for name, value in (HOOK | settings).items():
        monkeypatch.setenv(name, value)
    found = read_settings()
    assert found.webhook_secret
    assert found.webhook_secret.get_secret_value() not in repr(found)


@pytest.mark.parametrize(("name", "value", "sentence"), WRONG)
def test_a_wrong_setting_is_one_sentence_and_exit_code_2(tanya: Tanya, name: str, value: str, sentence: str) -> None:
    ran = tanya("stats", **{name: value})
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("tanya: ")
    assert sentence in ran.err
    assert ran.err.count("\n") == 1
    assert SECRET not in ran.err
    assert "hunter2" not in ran.err


@pytest.mark.parametrize("command", ["run", "chat", "stats", "export", "purge", "check"])
def test_every_command_that_reads_settings_names_a_wrong_one(tanya: Tanya, command: str) -> None:
    ran = tanya(command, TANYA_TOKEN=f"x{TOKEN}", TANYA_LOG_FORMAT="xml")
    assert (ran.code, ran.out) == (2, "")
    assert "TANYA_TOKEN is not a bot token" in ran.err
    assert "TANYA_LOG_FORMAT is wrong" in ran.err
    assert ran.err.count("\n") == 1
    assert SECRET not in ran.err


@pytest.mark.parametrize("files", [None, {}, {**TINY, "fish.yaml": "topic: ["}])
def test_facts_that_cannot_be_used_keep_the_bot_from_running(
    process: Tanya, tmp_path: Path, files: dict[str, str] | None
) -> None:
    folder = tmp_path / "facts"
    if files is not None:
        write_facts(folder, files)
    ran = process("run", TANYA_FACTS=folder, TANYA_TOKEN=TOKEN, TANYA_API_URL="http://127.0.0.1:9")
    assert (ran.code, ran.out) == (2, "")
    assert any(line.startswith(str(folder)) for line in ran.err.splitlines())
    assert ran.err.endswith("tanya: the facts cannot be used; mend them, `tanya check` tells more\n")
    assert "Traceback" not in ran.err
    assert SECRET not in ran.err


def test_a_database_that_cannot_be_written_keeps_the_bot_from_running(process: Tanya, tiny_facts: Path) -> None:
    (tiny_facts / "file").touch()
    url = f"sqlite+aiosqlite:///{tiny_facts}/file/tanya.sqlite"
    ran = process("run", TANYA_FACTS=tiny_facts, TANYA_TOKEN=TOKEN, TANYA_DATABASE=url)
    assert (ran.code, ran.out) == (2, "")
    assert "for the database cannot be made" in ran.err
    assert "Traceback" not in ran.err
    assert SECRET not in ran.err


def test_a_file_that_is_no_database_is_told(tanya: Tanya, tmp_path: Path) -> None:
    file = tmp_path / "tanya.sqlite"
    file.write_text("no database " * 100)
    ran = tanya("stats", TANYA_DATABASE=f"sqlite+aiosqlite:///{file}")
    assert (ran.code, ran.out) == (2, "")
    assert "is not a database; move it away or point TANYA_DATABASE elsewhere" in ran.err


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_a_running_bot_never_shows_its_token(tiny_facts: Path, cwd: Path, log_format: str) -> None:
    settings: dict[str, str | Path] = {
        "TANYA_TOKEN": TOKEN,
        "TANYA_API_URL": "http://127.0.0.1:9",
        "TANYA_FACTS": tiny_facts,
        "TANYA_LOG_FORMAT": log_format,
    }
    command = [sys.executable, "-m", "bot", "run"]
    with subprocess.Popen(
        command, cwd=cwd, env=environment(settings), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as bot:
        assert bot.stdout
        said = ""
        while "cannot be reached" not in said and (line := bot.stdout.readline()):
            said += line
        bot.send_signal(signal.SIGTERM)
        said += bot.communicate(timeout=SECONDS)[0]
    assert "cannot be reached" in said
    assert SECRET not in said
    assert bot.returncode == 0


def test_a_token_is_hidden_in_the_settings_themselves() -> None:
    assert SECRET not in repr(Settings(token=TOKEN))


def test_settings_come_from_a_file_named_env(tanya: Tanya, cwd: Path, tiny_facts: Path) -> None:
    (cwd / ".env").write_text(f"# our facts\nTANYA_FACTS={tiny_facts}\nOTHER=1\nTANYA_TOKEN='{TOKEN}'\n")
    assert str(tiny_facts) in tanya("check").out


def test_the_environment_goes_before_the_file(tanya: Tanya, cwd: Path, tiny_facts: Path) -> None:
    (cwd / ".env").write_text("TANYA_FACTS=nowhere\nTANYA_LOG_FORMAT=xml\n")
    assert tanya("check", TANYA_FACTS=tiny_facts, TANYA_LOG_FORMAT="json").code == 0
    assert tanya("check", TANYA_FACTS=tiny_facts).code == 2


@pytest.mark.parametrize("raw", ["TANYA_TOKEN=é".encode("latin-1"), f"TANYA_TOKEN={TOKEN}".encode("utf-16")])
def test_a_file_named_env_that_is_no_utf8_is_one_sentence_and_exit_code_2(tanya: Tanya, cwd: Path, raw: bytes) -> None:
    (cwd / ".env").write_bytes(raw)
    ran = tanya("check")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("tanya: the file .env cannot be read as UTF-8")
    assert SECRET not in ran.err


@pytest.mark.parametrize(
    ("value", "ids"),
    [("", set()), ("1", {1}), ("1,2", {1, 2}), (" 1, 2;3 4 ", {1, 2, 3, 4}), ("[1,2]", {1, 2}), ("1,,1", {1})],
)
def test_admins_are_written_in_any_usual_way(
    monkeypatch: pytest.MonkeyPatch, cwd: Path, value: str, ids: set[int]
) -> None:
    monkeypatch.chdir(cwd)
    monkeypatch.setenv("TANYA_ADMINS", value)
    assert read_settings().admins == ids


def test_all_settings_have_a_default(monkeypatch: pytest.MonkeyPatch, cwd: Path) -> None:
    monkeypatch.chdir(cwd)
    for name in [name for name in os.environ if name.startswith("TANYA_")]:
        monkeypatch.delenv(name)
    settings = read_settings()
    assert settings.token is None
    assert (settings.host, settings.port) == ("127.0.0.1", 8081)
    assert (settings.facts / "manifest.yaml").is_file()
