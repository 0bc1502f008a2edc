"""The files of the world: what users and the bot sent, under their file_id (Bot API, Document, PhotoSize)."""

import secrets
from dataclasses import dataclass

from bot.local_api.images import Picture
from bot.local_api.json_types import JsonObject


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that a user or the bot sent. `path` is where getFile points to; `picture` is set for a photo."""

    id: str
    name: str
    mime_type: str
    content: bytes
    path: str
    picture: Picture | None = None

    def to_json(self) -> JsonObject:
        """Give the Document object, or a photo's PhotoSize object."""
        fields: JsonObject = {
            "file_id": self.id, "file_unique_id": self.id[-15:], "file_size": len(self.content),
        }  # fmt: skip
        if self.picture:
            return fields | {"width": self.picture.width, "height": self.picture.height}
        return fields | {"file_name": self.name, "mime_type": self.mime_type}


class Files:
    """Keeps files by their id."""

    def __init__(self) -> None:
        self._files: dict[str, StoredFile] = {}

    def add(self, name: str, mime_type: str, content: bytes, picture: Picture | None = None) -> StoredFile:
        """Keep a file under a new id; a photo where it is a `picture`."""
        file_id = f"LOCAL{secrets.token_urlsafe(24)}"
        folder, suffix = ("photos", f".{picture.kind}") if picture else ("documents", _suffix(name))
        path = f"{folder}/file_{len(self._files)}{suffix}"
        stored = StoredFile(file_id, name, mime_type, content, path, picture)
        self._files[file_id] = stored
        return stored

    def find(self, file_id: str) -> StoredFile | None:
        """Give the file of an id."""
        return self._files.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """Give the file that getFile points to by a path."""
        return next((stored for stored in self._files.values() if stored.path == path), None)


def _suffix(name: str) -> str:
    _, dot, suffix = name.rpartition(".")
    return dot + suffix if suffix.isalnum() else ""
