"""The HTML parse mode: tags, entities, errors with their byte offsets, and properties for any text."""

import contextlib
import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local_api.entities import FormattedText, cleaned, span, utf16_length
from bot.local_api.errors import ApiError
from bot.local_api.formatting import message_text
from bot.local_api.html_mode import parse_html
from bot.local_api.json_types import JsonObject

TAGS = ["<b>", "</b>", "<i>", "</i>", "<pre>", "<code class='language-py'>", "</code>", "</pre>", "<a href=\"x.org\">",
        "</a>", "<span class=\"tg-spoiler\">", "</span>", "<blockquote expandable>", "</blockquote>", "<", ">", "&lt;",
        "&#128512;", "&", "=", "'", " ", "\n", "я", "😀", "x"]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "plain", "entities"),
    [
        ("plain", "plain", []),
        ("a &lt;b&gt; &amp; &quot;c&quot; &#1071; &#x42f;", 'a <b> & "c" Я Я', []),
        ("&nbsp; &copy; &#0; &lt no semicolon", "&nbsp; &copy; &#0; < no semicolon", []),
        ("<b>x</b><STRONG>y</STRONG>", "xy", [("bold", 0, 1), ("bold", 1, 1)]),
        ("<i>a<b>b</b></i>", "ab", [("italic", 0, 2), ("bold", 1, 1)]),
        ("😀<u>😀</u>", "😀😀", [("underline", 2, 2)]),
        ("<s>a</s><strike>b</strike><del>c</del>", "abc", [("strikethrough", n, 1) for n in range(3)]),
        ('<span class="tg-spoiler">a</span><tg-spoiler>b</tg-spoiler>', "ab", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
        ("<pre>a</pre><code>b</code>", "ab", [("pre", 0, 1), ("code", 1, 1)]),
        ("<code class='language-py'>b</code>", "b", [("code", 0, 1)]),
        ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ("<blockquote expandable = 'x'>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ("<b></b>x<i>y</>", "xy", [("italic", 1, 1)]),
        ("<a>no address</a>", "no address", []),
    ],
)
def test_parses(source: str, plain: str, entities: list[tuple[str, int, int]]) -> None:
    parsed = parse_html(source)
    assert parsed.text == plain
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in parsed.entities] == entities


@pytest.mark.parametrize(
    ("source", "extra"),
    [
        ('<a href="https://example.org?a=1&amp;b=2">x</a>', {"url": "https://example.org/?a=1&b=2"}),
        ("<a>example.org</a>", {"url": "http://example.org/"}),
        ('<a href="tg://user?id=42">x</a>', {"type": "text_mention", "user": {"id": 42}}),
        ('<pre><code class="language-python">x</code></pre>', {"type": "pre", "language": "python"}),
        ('<code class="language-python"><pre>x</pre></code>', {"type": "pre", "language": "python"}),
        ('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', {"custom_emoji_id": "5368324170671202286"}),
    ],
)
def test_entities_carry_more(source: str, extra: JsonObject) -> None:
    (entity,) = parse_html(source).entities
    assert entity | extra == entity


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("<x>", 'Unsupported start tag "x" at byte offset 0'),
        ("я<kahn@inbox.ru>", 'Unsupported start tag "kahn@inbox.ru" at byte offset 2'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("1 <2", "Unclosed start tag at byte offset 2"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href='x", "Unclosed start tag at byte offset 0"),
        ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ("<a =x>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/y>", "Unexpected end of name token at byte offset 8"),
        ("<span class='x'>y</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<tg-emoji emoji-id='x'>y</tg-emoji>", "Invalid custom emoji identifier specified"),
    ],
)
def test_refuses(source: str, error: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_html(source)
    assert caught.value.status == 400
    assert caught.value.description == f"Bad Request: can't parse entities: {error}"


@given(st.text())
def test_escaped_text_comes_back(text: str) -> None:
    assert parse_html(html.escape(text, quote=False)) == FormattedText(text)
    assert parse_html(html.escape(text, quote=True)).text == text


@given(st.lists(st.sampled_from(TAGS)).map("".join) | st.text())
def test_any_text_parses_or_is_refused(source: str) -> None:
    formatted = FormattedText("refused")
    with contextlib.suppress(ApiError):
        formatted = message_text(source, "HTML", None, too_long="message is too long")
    assert formatted.text == formatted.text.rstrip(" \n")
    for entity in formatted.entities:
        start, stop = span(entity)
        assert 0 <= start < stop <= utf16_length(formatted.text)


def test_cleans_and_trims() -> None:
    bold: JsonObject = {"type": "bold", "offset": 2, "length": 6}
    dirty = FormattedText(" \n\r😀a\tb \u202e c \n", ({**bold, "offset": 3, "length": 20},))
    assert cleaned(FormattedText(" \nx\r\ny  ", (bold,))) == FormattedText(
        "x\ny", ({**bold, "offset": 0, "length": 3},)
    )
    assert cleaned(FormattedText(dirty.text)) == FormattedText("😀a b  c")
    assert cleaned(FormattedText("  ", ({**bold, "offset": 0, "length": 2},))) == FormattedText("")
