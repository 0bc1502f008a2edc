"""The MarkdownV2 parse mode (Bot API, "MarkdownV2 style"), with Telegram's error texts and byte offsets.

Not covered: dates (`![22:45](tg://time?…)`), which answer 501, and the legacy mode Markdown.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from bot.local_api.entities import FormattedText, in_order, link_fields, utf16_length
from bot.local_api.errors import ApiError, bad_request, not_covered
from bot.local_api.json_types import JsonObject

_RESERVED = frozenset("_*[]()~`>#+-=|{}.!\n")
_IN_CODE = frozenset("`")
_CODE = frozenset({"Code", "Pre", "PreCode"})
# Telegram's name of each entity, as its errors say it, with the Bot API's.
_TYPES = {
    "Bold": "bold", "Italic": "italic", "Underline": "underline", "Strikethrough": "strikethrough",
    "Spoiler": "spoiler", "Code": "code", "Pre": "pre", "PreCode": "pre", "TextUrl": "text_link",
    "CustomEmoji": "custom_emoji", "BlockQuote": "blockquote",
}  # fmt: skip
_MARKS = {
    "Bold": "*", "Underline": "__", "Strikethrough": "~", "Spoiler": "||", "Code": "`", "Pre": "```",
    "PreCode": "```", "TextUrl": "]", "CustomEmoji": "]",
}  # fmt: skip
# What begins an entity, the longer first.
_BEGINS = (
    ("```", "Pre"), ("__", "Underline"), ("||", "Spoiler"), ("![", "CustomEmoji"), ("*", "Bold"), ("_", "Italic"),
    ("~", "Strikethrough"), ("`", "Code"), ("[", "TextUrl"),
)  # fmt: skip
_LANGUAGE = re.compile(r"[^\s`]+(?=[^`])")
_BREAK = re.compile(r"\r\n|\n\r|\n|\r")
_USER_LINK = re.compile(r"tg:(?://)?user/?\?(?:.*&)?id=(\d{1,18})(?:[&#].*)?$", re.IGNORECASE)
_LAST_ASCII = "\x7e"


def parse_markdown(text: str) -> FormattedText:
    """Give the plain text and its entities, neither cleaned nor trimmed.

    A link to `tg://user?id=N` becomes a `text_mention` whose user holds the id only.
    Raises `ApiError` 400 "can't parse entities: …".
    """
    return _Parser(text).parse()


@dataclass(frozen=True, slots=True)
class _Open:
    kind: str
    at: int  # index into the marked text
    begin: int  # index into the plain text
    offset: int  # UTF-16 units
    language: str = ""


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._plain: list[str] = []
        self._units = 0
        self._open: list[_Open] = []
        self._entities: list[JsonObject] = []
        self._may_quote = True  # nothing but marks and carriage returns stands on the line so far

    def parse(self) -> FormattedText:
        while self._at < len(self._text):
            self._step()
        if self._quoting():
            self._end_quote()
        if self._open:
            raise self._unclosed()
        return FormattedText("".join(self._plain), in_order(self._entities))

    def _step(self) -> None:
        character = self._text[self._at]
        escaped = self._text[self._at + 1 : self._at + 2] if character == "\\" else ""
        if "\0" < escaped <= _LAST_ASCII:
            self._at += 1
            self._put(escaped)
        elif character not in (_IN_CODE if self._open and self._open[-1].kind in _CODE else _RESERVED):
            self._put(character)
        elif character == "\n":
            self._line_break()
        elif self._open and self._ends(self._open[-1].kind):
            self._end()
        else:
            self._begin(character)

    def _put(self, character: str) -> None:
        self._plain.append(character)
        self._units += utf16_length(character)
        self._at += 1
        self._may_quote = character == "\n" or (self._may_quote and character == "\r")

    def _line_break(self) -> None:
        """Go to the next line; a quotation goes on there only after another mark."""
        self._put("\n")
        if self._quoting():
            if self._text.startswith(">", self._at):
                self._at += 1
                self._may_quote = False
            else:
                self._end_quote()

    def _ends(self, kind: str) -> bool:
        if kind == "Italic":
            return self._text.startswith("_", self._at) and not self._text.startswith("__", self._at)
        return kind in _MARKS and self._text.startswith(_MARKS[kind], self._at)

    def _begin(self, character: str) -> None:
        start = self._at
        if character == ">" and self._may_quote and not self._quoting():
            mark, kind = ">", "BlockQuote"
            self._may_quote = False
        else:
            mark, kind = next((found for found in _BEGINS if self._text.startswith(found[0], start)), ("", ""))
        if not kind:
            raise _error(f"Character '{character}' is reserved and must be escaped with the preceding '\\'")
        self._at += len(mark)
        language = ""
        if kind == "Pre":
            named = _LANGUAGE.match(self._text, self._at)
            if named and not self._text.startswith("`", named.end()):
                kind, language, self._at = "PreCode", named[0], named.end()
            broken = _BREAK.match(self._text, self._at)
            self._at = broken.end() if broken else self._at
        self._open.append(_Open(kind, start, len(self._plain), self._units, language))

    def _end(self) -> None:
        opened = self._open.pop()
        self._at += len(_MARKS.get(opened.kind, "_"))
        extra: JsonObject | None = {"language": opened.language} if opened.language else {}
        if opened.kind == "TextUrl":
            extra = link_fields(self._address("a URL") or "".join(self._plain[opened.begin :]), _USER_LINK)
        elif opened.kind == "CustomEmoji":
            address = self._address("a custom emoji URL")
            if address is None:
                raise _error("Custom emoji entity must contain a tg://emoji URL")
            extra = {"custom_emoji_id": _emoji(address)}
        if extra is not None:
            self._add(opened, _TYPES[opened.kind], extra)

    def _add(self, opened: _Open, kind: str, extra: JsonObject) -> None:
        if self._units > opened.offset:
            entity: JsonObject = {"type": kind, "offset": opened.offset, "length": self._units - opened.offset}
            self._entities.append(entity | extra)

    def _address(self, what: str) -> str | None:
        """Give the address in parentheses that follows, None where there is none."""
        if not self._text.startswith("(", self._at):
            return None
        begin = self._at + 1
        self._at = begin
        address = ""
        while self._at < len(self._text) and self._text[self._at] != ")":
            escaped = self._text[self._at + 1 : self._at + 2] if self._text[self._at] == "\\" else ""
            self._at += "\0" < escaped <= _LAST_ASCII
            address += self._text[self._at]
            self._at += 1
        if self._at == len(self._text):
            raise _error(f"Can't find end of {what} at byte offset {self._bytes(begin)}")
        self._at += 1
        return address or " "  # empty parentheses are an address, if no good one

    def _quoting(self) -> bool:
        return any(opened.kind == "BlockQuote" for opened in self._open)

    def _end_quote(self) -> None:
        """End a quotation; two bars at its very end, which begin a spoiler, make it expandable."""
        opened = self._open.pop()
        expandable = opened.kind == "Spoiler" and not "".join(self._plain[opened.begin :]).strip("\r\n")
        if expandable:
            opened = self._open.pop()
        if opened.kind != "BlockQuote":
            self._open.append(opened)
            raise self._unclosed()
        self._add(opened, "expandable_blockquote" if expandable else "blockquote", {})

    def _unclosed(self) -> ApiError:
        last = self._open[-1]
        return _error(f"Can't find end of {last.kind} entity at byte offset {self._bytes(last.at)}")

    def _bytes(self, at: int) -> int:
        return len(self._text[:at].encode("utf-8", "surrogatepass"))


def _error(what: str) -> ApiError:
    return bad_request(f"can't parse entities: {what}")


def _emoji(address: str) -> str:
    try:
        parts = urlsplit(address if "//" in address else address.replace(":", "://", 1))
    except ValueError:
        raise _error("Custom emoji URL must have scheme tg") from None
    if parts.scheme != "tg":
        raise _error("Custom emoji URL must have scheme tg")
    if (parts.hostname or "") == "time":
        raise not_covered("dates in MarkdownV2")
    if (parts.hostname or "") != "emoji":
        raise _error('Custom emoji URL must have host "emoji"')
    found = parse_qs(parts.query).get("id", [""])[0]
    if not found:
        raise _error("Custom emoji URL must have an emoji identifier")
    if not re.fullmatch(r"[1-9]\d{0,18}", found):
        raise _error("Invalid custom emoji identifier specified")
    return found
