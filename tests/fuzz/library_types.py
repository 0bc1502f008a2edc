"""JSON of the library's own types, as Telegram would send it: its constructors say which fields there are.

What the Bot API will add comes to be tried with the library's next version.
"""

import enum
import inspect
import types
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

import telegram
from hypothesis import strategies as st
from telegram import TelegramObject

from bot.local_api.json_types import JsonObject, JsonValue

Json: TypeAlias = st.SearchStrategy[JsonValue]

# Fields that a message or a user has beside those that it must have; Telegram sends a few of them at a time.
MOST_OPTIONAL = 4
MOST_ITEMS = 2
# How deep objects lie in each other, beside those that must be there.
DEPTH = 2
# Python's keyword, which is no name there.
RENAMED = {"from_user": "from"}
# Optional to the constructors, so that older code goes on, but not to what the Bot API sends.
ALWAYS_SENT = {"can_react_to_messages", "persistent_id", "option_persistent_ids", "allows_revoting", "members_only"}
_NO_FIELDS = {"return", "api_kwargs"}
# Anything else cannot be stored or shown: Bot API, "Available types", gives 52 bits for ids, and times in Unix seconds.
LARGEST = 2**52


class Shapes:
    """Strategies for types; `fields` replace those of single fields, `objects` those of whole types."""

    def __init__(
        self, objects: Mapping[type, st.SearchStrategy[JsonObject]], fields: Mapping[tuple[type, str], Json]
    ) -> None:
        self._objects = objects
        self._fields = fields
        self._known: dict[tuple[type, int], st.SearchStrategy[JsonObject]] = {}
        self._hints: dict[type, Mapping[str, object]] = {}
        self._values: dict[tuple[type, str, int], Json] = {}

    def of(self, kind: type[TelegramObject], depth: int = DEPTH) -> st.SearchStrategy[JsonObject]:
        """Give objects of a type; of one of its kinds where it is a base of several."""
        if kind in self._objects:
            return self._objects[kind]
        if kinds := kind.__subclasses__():
            return st.one_of([self._kind(one, kind, depth) for one in kinds])
        if (kind, depth) not in self._known:
            self._known[kind, depth] = self._plain(kind, depth)
        return self._known[kind, depth]

    def field(self, kind: type[TelegramObject], name: str, depth: int = DEPTH) -> Json:
        """Give values of a field."""
        if (kind, name, depth) not in self._values:
            field = self._fields.get((kind, name))
            self._values[kind, name, depth] = self._value(self._hints_of(kind)[name], depth) if field is None else field
        return self._values[kind, name, depth]

    def _plain(self, kind: type[TelegramObject], depth: int) -> st.SearchStrategy[JsonObject]:
        parameters = inspect.signature(kind).parameters
        hints = self._hints_of(kind)
        names = [name for name in hints if name not in _NO_FIELDS]
        required = [n for n in names if n in ALWAYS_SENT or parameters[n].default is parameters[n].empty]
        optional = [name for name in names if name not in required and (depth or not _is_nested(hints[name]))]

        some_names = (
            st.lists(st.sampled_from(optional), unique=True, max_size=MOST_OPTIONAL) if optional else st.just([])
        )

        @st.composite
        def built(draw: st.DrawFn) -> JsonObject:
            return {
                RENAMED.get(name, name): draw(self.field(kind, name, max(depth - 1, 0)))
                for name in [*required, *draw(some_names)]
            }

        return built()

    def _kind(
        self, kind: type[TelegramObject], base: type[TelegramObject], depth: int
    ) -> st.SearchStrategy[JsonObject]:
        """Give objects of one of a base's kinds, with what tells the kinds apart: a field that each fills in itself."""
        names = set(self._hints_of(base)) - set(self._hints_of(kind)) - _NO_FIELDS
        if kind in self._objects or not names:
            return self.of(kind, depth)

        def label(data: JsonObject) -> JsonObject:
            whole = kind.de_json(dict(data), None).to_dict()
            return data | {name: whole[name] for name in names}

        return self.of(kind, depth).map(label)

    def _hints_of(self, kind: type[TelegramObject]) -> Mapping[str, object]:
        """Give the types of a constructor's parameters; some modules import what they name only to be checked."""
        if kind not in self._hints:
            self._hints[kind] = get_type_hints(inspect.getattr_static(kind, "__init__"), localns=dict(vars(telegram)))
        return self._hints[kind]

    def _value(self, hint: object, depth: int) -> Json:
        arguments = get_args(hint)
        if get_origin(hint) is Literal:
            return st.sampled_from([str(value) for value in arguments])
        if get_origin(hint) in {types.UnionType, Union}:
            # Seconds, for the library, are an integer or a timedelta; only the latter tells that they are no id.
            left_out = {type(None), object} | ({int} if timedelta in arguments else set())
            known = [one for one in arguments if one not in left_out]
            return st.one_of([self._value(one, depth) for one in known])
        if get_origin(hint) is Sequence:
            return st.lists(self._value(arguments[0], depth), max_size=MOST_ITEMS)
        if isinstance(hint, type) and issubclass(hint, TelegramObject):
            return st.deferred(lambda: self.of(hint, depth))
        if isinstance(hint, type) and issubclass(hint, enum.Enum):
            return st.sampled_from([str(member.value) for member in hint])
        return _SCALARS.get(hint, st.none()) if isinstance(hint, type) else st.none()


_SCALARS: Mapping[type, Json] = {
    bool: st.booleans(),
    int: st.integers(-LARGEST, LARGEST) | st.integers(0, 10),
    float: st.floats(-180, 180),
    str: st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    datetime: st.integers(0, 2**31),
    timedelta: st.integers(0, 2**31),
}


def _is_nested(hint: object) -> bool:
    """Tell whether a field holds objects."""
    flat = [hint, *get_args(hint)]
    flat += [inner for outer in flat for inner in get_args(outer)]
    return any(isinstance(one, type) and issubclass(one, TelegramObject) for one in flat)
