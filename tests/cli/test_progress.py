"""Who waits at a terminal sees that something is done; who reads the output of a pipe does not."""

import os
import pty
import subprocess
import sys
from pathlib import Path


def errors_at_a_terminal(arguments: list[str], cache: Path) -> tuple[str, str]:
    """Run `tanya` with its error output on a terminal; give the standard output, and what the terminal got."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "HOME": str(cache), "XDG_CACHE_HOME": str(cache), "TERM": "xterm"}
    ran = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        check=True,
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
        env=environment,
        timeout=60,
    )
    os.close(theirs)
    shown = b""
    try:
        while some := os.read(ours, 4096):
            shown += some
    except OSError:
        # Linux says so where the other end is closed.
        pass
    finally:
        os.close(ours)
    return ran.stdout, shown.decode()


def test_a_terminal_shows_what_is_being_done(tiny_facts: Path, tmp_path: Path) -> None:
    arguments = ["ask", "--json", "--facts", str(tiny_facts), "shark teeth"]
    out, shown = errors_at_a_terminal(arguments, tmp_path / "cache")
    assert "reading the facts" in shown
    assert out.startswith("{")
    assert "reading the facts" not in out
