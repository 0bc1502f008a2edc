"""The MarkdownV2 parse mode: marks, entities, errors with their byte offsets, and properties for any text."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot
from telegram.constants import ParseMode
from telegram.helpers import escape_markdown

from bot.local_api.client_types import PlayedUser
from bot.local_api.entities import span, utf16_length
from bot.local_api.errors import ApiError
from bot.local_api.markdown_mode import parse_markdown

MARKS = ["*", "_", "__", "~", "||", "`", "```", "[", "]", "(", ")", "![", ">", "**>", "\n", "\r", "\\", "x.org",
         "tg://emoji?id=5", "tg://user?id=1", "я", "😀", "x", " "]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "plain", "entities"),
    [
        ("plain, text", "plain, text", []),
        (r"1\.5 \+ 2 \= 3\.5\!", "1.5 + 2 = 3.5!", []),
        (r"\я \\", "\\я \\", []),
        ("*b* _i_ __u__ ~s~ ||h||", "b i u s h",
         [("bold", 0, 1), ("italic", 2, 1), ("underline", 4, 1), ("strikethrough", 6, 1), ("spoiler", 8, 1)]),
        ("😀*😀*", "😀😀", [("bold", 2, 2)]),
        ("*a _b_*", "a b", [("bold", 0, 3), ("italic", 2, 1)]),
        ("___iu_ u__", "iu u", [("underline", 0, 4), ("italic", 0, 2)]),
        (r"`a*b\`c`", "a*b`c", [("code", 0, 5)]),
        ("```\na > b\n```", "a > b\n", [("pre", 0, 6)]),
        ("```py\nx```", "x", [("pre", 0, 1)]),
        (r"[x](http://x.org/\))", "x", [("text_link", 0, 1)]),
        ("[me](tg://user?id=17)", "me", [("text_mention", 0, 2)]),
        ("[x](nowhere) **", "x ", []),
        ("![😀](tg://emoji?id=5368324170671202286)", "😀", [("custom_emoji", 0, 2)]),
        (">a\n>b\nc", "a\nb\nc", [("blockquote", 0, 4)]),
        (">a\n**>b", "a\nb", [("blockquote", 0, 2), ("blockquote", 2, 1)]),
        (">a\n>b||\nc", "a\nb\nc", [("expandable_blockquote", 0, 4)]),
        (">*a*\n>b", "a\nb", [("blockquote", 0, 3), ("bold", 0, 1)]),
    ],
)  # fmt: skip
def test_marks(source: str, plain: str, entities: list[tuple[str, int, int]]) -> None:
    parsed = parse_markdown(source)
    assert parsed.text == plain
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in parsed.entities] == entities


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("a.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("a>b", "Character '>' is reserved and must be escaped with the preceding '\\'"),
        ("a|b", "Character '|' is reserved and must be escaped with the preceding '\\'"),
        ("я *b", "Can't find end of Bold entity at byte offset 3"),
        ("__a_", "Can't find end of Italic entity at byte offset 3"),
        ("```a", "Can't find end of Pre entity at byte offset 0"),
        ("```py\nx`", "Can't find end of Code entity at byte offset 7"),
        ("[a", "Can't find end of TextUrl entity at byte offset 0"),
        ("[a](b", "Can't find end of a URL at byte offset 4"),
        (">*a\nb*", "Can't find end of Bold entity at byte offset 1"),
        ("![a]", "Custom emoji entity must contain a tg://emoji URL"),
        ("![a](tg://emoji?id=1", "Can't find end of a custom emoji URL at byte offset 5"),
        ("![a](http://emoji?id=1)", "Custom emoji URL must have scheme tg"),
        ("![a](tg://x?id=1)", 'Custom emoji URL must have host "emoji"'),
        ("![a](tg://emoji)", "Custom emoji URL must have an emoji identifier"),
        ("![a](tg://emoji?id=x)", "Invalid custom emoji identifier specified"),
    ],
)
def test_mistakes(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_markdown(source)
    assert caught.value.description == f"Bad Request: can't parse entities: {reason}"


def test_what_is_not_covered() -> None:
    with pytest.raises(ApiError) as caught:
        parse_markdown("![now](tg://time?unix=1)")
    assert caught.value.status == 501


def test_a_language_and_an_address_are_kept() -> None:
    assert parse_markdown("```py\nx```").entities[0]["language"] == "py"
    assert parse_markdown("[x](x.org)").entities[0]["url"] == "http://x.org/"


@given(st.lists(st.sampled_from(MARKS)).map("".join))
def test_any_marks_parse_or_are_refused_and_entities_lie_in_the_text(source: str) -> None:
    with contextlib.suppress(ApiError):
        parsed = parse_markdown(source)
        end = utf16_length(parsed.text)
        assert all(0 <= start < stop <= end for start, stop in map(span, parsed.entities))


@given(st.text())
def test_what_the_library_escapes_comes_back(text: str) -> None:
    assert parse_markdown(escape_markdown(text, version=2)).text == text


async def test_over_the_wire(bot: Bot, ani: PlayedUser) -> None:
    sent = await bot.send_message(ani.id, r"*bold* \/start", parse_mode=ParseMode.MARKDOWN_V2)
    assert sent.text == "bold /start"
    assert [(entity.type, entity.offset, entity.length) for entity in sent.entities] == [
        ("bold", 0, 4),
        ("bot_command", 5, 6),
    ]
