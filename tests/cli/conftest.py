"""The command line as a person runs it: a process of its own, in an empty folder, with no settings but those given."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from bot.__main__ import main

SECONDS = 60


@dataclass(frozen=True)
class Ran:
    """What a command gave."""

    code: int
    out: str
    err: str


class Tanya(Protocol):
    """Runs a command with arguments and settings."""

    def __call__(self, *arguments: str | Path, **settings: str | Path) -> Ran:
        """Run it to its end."""


@pytest.fixture
def cwd(tmp_path: Path) -> Path:
    """Give the folder in which commands run; it is empty."""
    folder = tmp_path / "cwd"
    folder.mkdir()
    return folder


def environment(settings: dict[str, str | Path]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "XDG_CACHE_HOME")}
    return kept | {"LC_ALL": "C.UTF-8", "COLUMNS": "120"} | {name: str(value) for name, value in settings.items()}


@pytest.fixture
def process(cwd: Path) -> Tanya:
    """Run `python -m bot` as a process."""

    def run(*arguments: str | Path, **settings: str | Path) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            check=False,
            capture_output=True,
            cwd=cwd,
            env=environment(settings),
            stdin=subprocess.DEVNULL,
            timeout=SECONDS,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch, cwd: Path) -> Iterator[Callable[[dict[str, str | Path]], None]]:
    """Give a function that leaves this process nothing but the settings given, in an empty folder."""

    def clean(settings: dict[str, str | Path]) -> None:
        for name in tuple(os.environ):
            if name.upper().startswith("TANYA_"):
                monkeypatch.delenv(name)
        for name, value in environment(settings).items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(cwd)

    yield clean
    monkeypatch.undo()


@pytest.fixture
def tanya(
    clean_environment: Callable[[dict[str, str | Path]], None],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Tanya:
    """Run `main` in this process, which spares the seconds that a process takes to import everything."""

    def run(*arguments: str | Path, **settings: str | Path) -> Ran:
        clean_environment(settings)
        monkeypatch.setattr(sys, "argv", ["tanya", *map(str, arguments)])
        with pytest.raises(SystemExit) as caught:
            main()
        code = caught.value.code
        assert isinstance(code, int)
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    return run
