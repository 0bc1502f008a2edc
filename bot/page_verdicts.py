"""The reasons for a verdict, for the chat page's side panel."""

import json
from collections.abc import Callable
from dataclasses import asdict

from pydantic import JsonValue

from bot.commands.asking import Asking
from handlers.texts import Texts
from knowledge.knowledge import Knowledge


class PageVerdicts:
    """Explains a text by the facts in use; there are none before the bot is ready."""

    def __init__(self) -> None:
        self._texts = Texts.load()
        self._current: Callable[[], Knowledge] | None = None

    def use(self, current: Callable[[], Knowledge]) -> None:
        """Take the facts from `current` from now on; a reload may change them."""
        self._current = current

    def explain(self, text: str) -> dict[str, JsonValue]:
        """Give the verdict as `ask --json --explain` does. Raises `LookupError` before there are facts."""
        if self._current is None:
            raise LookupError("the facts are still being read")
        asking = Asking(self._current(), self._texts)
        said: dict[str, JsonValue] = json.loads(
            json.dumps(asdict(asking.ask(text)) | {"explanation": asdict(asking.explain(text))})
        )
        return said
