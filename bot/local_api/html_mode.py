"""The HTML parse mode (Bot API, "HTML style"), with Telegram's error texts and byte offsets.

Not covered: tags that came after Bot API 9 other than `blockquote expandable`.
"""

import re
import string
from dataclasses import dataclass

from bot.local_api.entities import FormattedText, in_order, link_fields, utf16_length
from bot.local_api.errors import ApiError, bad_request
from bot.local_api.json_types import JsonObject

_TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
_CHARACTER = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|([A-Za-z]+));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_SPACE = " \t\r\n\v\0"
_TOKEN = frozenset(string.ascii_letters + string.digits + ".-")
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
_USER_LINK = re.compile(r"tg://user/?\?id=(\d{1,18})$", re.IGNORECASE)
_LONGEST_NUMERIC = 10  # "&#" with its digits must be shorter
_END = "\0"


def parse_html(text: str) -> FormattedText:
    """Give the plain text and its entities, neither cleaned nor trimmed.

    A link to `tg://user?id=N` becomes a `text_mention` whose user holds the id only.
    Raises `ApiError` 400 "can't parse entities: …".
    """
    return _Parser(text).parse()


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    argument: str
    offset: int  # UTF-16 units
    piece: int  # index into the pieces of plain text


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._pieces: list[str] = []
        self._units = 0
        self._open: list[_Open] = []
        self._entities: list[JsonObject] = []

    def parse(self) -> FormattedText:
        while self._at < len(self._text):
            if self._text[self._at] == "<":
                if self._peek(1) == "/":
                    self._end_tag()
                else:
                    self._start_tag()
            else:
                self._put(self._decoded_character())
        if self._open:
            raise bad_request(
                f"can't parse entities: Can't find end tag corresponding to start tag \"{self._open[-1].tag}\""
            )
        plain = "".join(self._pieces)
        if any("\ud800" <= character <= "\udfff" for character in plain):
            raise bad_request(
                "can't parse entities: Text contains invalid Unicode characters after decoding HTML entities,"
                " check for unmatched surrogate code units"
            )
        return FormattedText(plain, in_order(_without_code_language(entity) for entity in self._entities))

    def _peek(self, ahead: int = 0) -> str:
        at = self._at + ahead
        return self._text[at] if at < len(self._text) else _END

    def _put(self, piece: str) -> None:
        self._pieces.append(piece)
        self._units += utf16_length(piece)

    def _error(self, what: str, start: int, after: str = "") -> ApiError:
        offset = len(self._text[:start].encode("utf-8", "surrogatepass"))
        return bad_request(f"can't parse entities: {what} at byte offset {offset}{after}")

    def _decoded_character(self) -> str:
        match = _CHARACTER.match(self._text, self._at) if self._peek() == "&" else None
        decoded = _decode(match) if match else ""
        if match and decoded:
            self._at = match.end()
            return decoded
        self._at += 1
        return self._text[self._at - 1]

    def _start_tag(self) -> None:
        start = self._at
        self._at += 1
        tag = self._word(">")
        if self._peek() == _END:
            raise self._error("Unclosed start tag", start)
        if tag not in _TYPES:
            raise self._error(f'Unsupported start tag "{tag}"', start)
        argument = ""
        while self._peek() != ">":
            self._skip_space()
            if self._peek() == ">":
                break
            name, value = self._attribute(tag, start)
            argument = _argument(tag, name, value) or argument
        self._at += 1
        if tag == "span" and argument != "spoiler":
            raise self._error('Tag "span" must have class "tg-spoiler"', start)
        self._open.append(_Open(tag, argument, self._units, len(self._pieces)))

    def _word(self, stops: str) -> str:
        begin = self._at
        while self._peek() not in _SPACE and self._peek() not in stops:
            self._at += 1
        return self._text[begin : self._at].translate(_LOWER)

    def _skip_space(self) -> None:
        while self._peek() != _END and self._peek() in _SPACE:
            self._at += 1

    def _attribute(self, tag: str, start: int) -> tuple[str, str]:
        name = self._word("=>")
        if not name:
            raise self._error(f'Empty attribute name in the tag "{tag}"', start)
        self._skip_space()
        if tag == "blockquote" and name == "expandable" and self._peek() != "=":
            return name, name
        if self._peek() != "=":
            raise self._error(f'Expected equal sign in declaration of an attribute of the tag "{tag}"', start)
        self._at += 1
        self._skip_space()
        if self._peek() == _END:
            raise self._error(f'Unclosed start tag "{tag}"', start)
        value = self._quoted() if self._peek() in "'\"" else self._token()
        if self._peek() == _END:
            raise self._error("Unclosed start tag", start)
        return name, value

    def _token(self) -> str:
        begin = self._at
        while self._peek() in _TOKEN:
            self._at += 1
        if self._peek() not in _SPACE and self._peek() != ">":
            raise self._error("Unexpected end of name token", begin)
        return self._text[begin : self._at].translate(_LOWER)

    def _quoted(self) -> str:
        quote = self._peek()
        self._at += 1
        value: list[str] = []
        while self._peek() not in {quote, _END}:
            value.append(self._decoded_character())
        if self._peek() == quote:
            self._at += 1
        return "".join(value)

    def _end_tag(self) -> None:
        start = self._at
        if not self._open:
            raise self._error("Unexpected end tag", start)
        self._at += 2
        tag = self._word(">")
        self._skip_space()
        if self._peek() != ">":
            raise self._error("Unclosed end tag", start)
        self._at += 1
        opened = self._open.pop()
        if tag and tag != opened.tag:
            raise self._error("Unmatched end tag", start, f', expected "</{opened.tag}>", found "</{tag}>"')
        if self._units > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity: JsonObject = {
            "type": _TYPES[opened.tag], "offset": opened.offset, "length": self._units - opened.offset,
        }  # fmt: skip
        if opened.tag == "a":
            linked = link_fields(opened.argument or "".join(self._pieces[opened.piece :]), _USER_LINK)
            if linked is None:
                return
            entity |= linked
        elif opened.tag == "tg-emoji":
            if not re.fullmatch(r"[1-9]\d{0,18}", opened.argument):
                raise bad_request("can't parse entities: Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = opened.argument
        elif opened.tag == "blockquote" and opened.argument:
            entity["type"] = "expandable_blockquote"
        elif opened.tag in {"pre", "code"}:
            self._close_code(entity, opened.argument)
            return
        self._entities.append(entity)

    def _close_code(self, entity: JsonObject, language: str) -> None:
        """Code of a language inside `pre`, or `pre` inside it, over the same text, is one `pre` with a language."""
        if language:
            entity["language"] = language
        last = self._entities[-1] if self._entities else {}
        same = all(last.get(key) == entity[key] for key in ("offset", "length"))
        if same and {last.get("type"), entity["type"]} == {"pre", "code"} and (last | entity).get("language"):
            self._entities[-1] = last | entity | {"type": "pre"}
        else:
            self._entities.append(entity)


def _decode(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name:
        return _NAMED.get(name, "")
    if len(match.group().rstrip(";")) >= _LONGEST_NUMERIC:
        return ""
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x10FFFF else ""  # noqa: PLR2004 - the last code point of Unicode


def _argument(tag: str, name: str, value: str) -> str:
    if (tag, name) in {("a", "href"), ("tg-emoji", "emoji-id"), ("blockquote", "expandable")}:
        return value
    if (tag, name) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    if (tag, name) == ("span", "class") and value.startswith("tg-"):
        return value.removeprefix("tg-")
    return ""


def _without_code_language(entity: JsonObject) -> JsonObject:
    if entity["type"] != "code":
        return entity
    return {key: value for key, value in entity.items() if key != "language"}
