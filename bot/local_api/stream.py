"""What happens, as Server-Sent Events: a stream that the page reads, and takes up again where it was cut."""

import json
import re
import secrets
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Self

from bot.local_api.control_http import state_of
from bot.local_api.json_types import JsonValue
from bot.local_api.playing import PlayError
from bot.local_api.world import World

PULSE = 15.0  # seconds; between events, so that a dead connection is noticed
RETRY = 1000  # milliseconds until a reader that was cut off comes again
BACKLOG = 300  # of the calls and updates that were before a reader came, at most so many are told
_CURSOR = re.compile(r"([0-9]{1,18})-([0-9]{1,18})-([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a reader is: the last sequence number of messages, call and pushed update. Also an event's id."""

    message: int = 0
    call: int = 0
    update: int = 0

    @classmethod
    def read(cls, text: str) -> Self:
        """Read an event's id; an empty text is the beginning. Raises `PlayError`."""
        match = _CURSOR.fullmatch(text)
        if text and match is None:
            raise PlayError(f"{text!r} is not the id of an event")
        return cls(*map(int, match.groups())) if match else cls()

    def __str__(self) -> str:
        return f"{self.message}-{self.call}-{self.update}"


class Stream:
    """Tells readers of a world's changes. `run` names this run of the server: its numbers begin anew in the next."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._run = secrets.token_hex(4)

    async def events(self, cursor: Cursor) -> AsyncIterator[str]:
        """Give what happens from the cursor on, until the server stops.

        `state` comes first and whenever it changed; then `message`, `call` and `update`, each as the control API
        lists them. `ready` comes once, after what had already happened.
        """
        world = self._world
        if cursor.message > world.sequence or cursor.call > world.calls.number:
            cursor = Cursor()  # of an earlier run
        state, ready = "", False
        yield f"retry: {RETRY}\n\n"
        while not world.changes.closed:
            if (now := self._state()) != state:
                state = now
                yield _event("state", state, cursor)
            for kind, item, reached in self._news(cursor):
                cursor = reached
                yield _event(kind, json.dumps(item), cursor)
            if not ready:
                ready = True
                yield _event("ready", "{}", cursor)
            if not await world.changes.wait_for(partial(self._moved, cursor, state), PULSE):
                yield ": still here\n\n"

    def _state(self) -> str:
        return json.dumps(state_of(self._world) | {"run": self._run})

    def _moved(self, cursor: Cursor, state: str) -> bool:
        world = self._world
        at = Cursor(world.sequence, world.calls.number, world.updates.pushed.number)
        return at != cursor or self._state() != state

    def _news(self, cursor: Cursor) -> Iterator[tuple[str, JsonValue, Cursor]]:
        world = self._world
        at = Cursor(world.sequence, world.calls.number, world.updates.pushed.number)
        changed = [stored for chat in world.chats.values() for stored in chat.messages_after(cursor.message)]
        for stored in sorted(changed, key=lambda stored: stored.sequence):
            cursor = replace(cursor, message=stored.sequence)
            yield "message", stored.to_json(), cursor
        cursor = replace(cursor, message=at.message)
        for call in world.calls.since(max(cursor.call, at.call - BACKLOG)):
            yield "call", call.to_json(), replace(cursor, call=call.number)
        cursor = replace(cursor, call=at.call)
        for update in world.updates.pushed.since(max(cursor.update, at.update - BACKLOG)):
            yield "update", update.to_json(), replace(cursor, update=update.number)


def _event(kind: str, data: str, cursor: Cursor) -> str:
    return f"event: {kind}\nid: {cursor}\ndata: {data}\n\n"
