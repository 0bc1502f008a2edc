"""Pictures, as far as Telegram looks at them: PNG and JPEG, known by their first bytes, with width and height."""

import struct
from dataclasses import dataclass

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_HEADER = 24  # bytes: signature, the first chunk's length and name, width, height
_JPEG = b"\xff\xd8"
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})  # JPEG markers that stand alone
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # JPEG markers that carry the size


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture is: "png" or "jpg", and its size in pixels."""

    kind: str
    width: int
    height: int


def picture(content: bytes) -> Picture | None:
    """Tell a picture's size from its header; None for what is no picture."""
    size: tuple[int, int] | None = None
    kind = "png"
    if content.startswith(_PNG):
        size = _png_size(content)
    elif content.startswith(_JPEG):
        kind, size = "jpg", _jpeg_size(content)
    return Picture(kind, *size) if size and all(size) else None


def _png_size(content: bytes) -> tuple[int, int] | None:
    if len(content) < _PNG_HEADER or content[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", content[16:24])
    return int(width), int(height)


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    place = len(_JPEG)
    while place + 9 <= len(content) and content[place] == 0xFF:  # noqa: PLR2004 - every marker begins so
        marker = content[place + 1]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return int(width), int(height)
        place += 2 if marker in _WITHOUT_LENGTH else 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return None
