"""Opening the chat page by itself, where a person sits at a terminal that has a browser."""

import os
import sys
import threading
import webbrowser
from collections.abc import Mapping

_OPT_OUTS = {"", "none"}


def open_page(url: str) -> bool:
    """Open the address in the person's browser, if there is likely one; tell whether it is tried.

    In a thread: some browsers keep the one who starts them waiting.
    """
    terminal = os.isatty(0) and sys.stdout is not None and sys.stdout.isatty()
    if not (terminal and has_browser(os.environ, sys.platform)):
        return False
    threading.Thread(target=webbrowser.open, args=(url,), daemon=True, name="browser").start()
    return True


def has_browser(environment: Mapping[str, str], platform: str) -> bool:
    """Tell whether a browser of a desktop is likely; `BROWSER=none` or an empty one says that none is wanted."""
    if environment.get("BROWSER", "some") in _OPT_OUTS:
        return False
    return platform in {"darwin", "win32"} or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
