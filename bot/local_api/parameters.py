"""A call's parameters, read as Telegram reads them: tolerant of form, strict of content."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.local_api.errors import bad_request
from bot.local_api.json_types import JsonObject, JsonValue

_TRUE = frozenset({"true", "yes", "1"})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the call."""

    name: str
    mime_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Parameters:
    """Values from the address, a form or a JSON body; in forms, objects and lists come JSON-serialised."""

    values: JsonObject
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Give a text, empty where it is missing; other JSON values as their JSON."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        """Give a whole number; 0 where it is none, as with Telegram."""
        text = self.text(name).strip()
        if not text:
            return default
        try:
            return int(text)
        except ValueError:
            return 0

    def flag(self, name: str) -> bool:
        """Give True for true, yes and 1, else False."""
        return self.text(name).lower() in _TRUE

    def decoded(self, name: str, what: str) -> JsonValue:
        """Give an object or list, None where it is missing.

        Raises `ApiError` 400 "can't parse WHAT JSON object".
        """
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return parse_json(value)
        except ValueError:
            raise bad_request(f"can't parse {what} JSON object") from None

    def logged(self) -> JsonObject:
        """Give the parameters for the call log, with JSON decoded and files described by name and size."""
        shown: JsonObject = {name: _shown(value) for name, value in self.values.items()}
        for name, upload in self.files.items():
            shown[name] = {"file_name": upload.name, "mime_type": upload.mime_type, "size": len(upload.content)}
        return shown


def parse_json(text: str | bytes) -> JsonValue:
    """Parse JSON. Raises `ValueError`, also for what nests too deep, is no number or is half a character."""
    try:
        value: JsonValue = json.loads(text)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except RecursionError:
        raise ValueError("nested too deep") from None
    return value


def _shown(value: JsonValue) -> JsonValue:
    if isinstance(value, str) and value[:1] in {"{", "["}:
        try:
            return parse_json(value)
        except ValueError:
            return value
    return value
