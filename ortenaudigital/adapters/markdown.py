"""Texts of organisers with a few marks: lists, links, bold, headings. Sanitised, as HTML or plain.

Only what is listed means something, so that a text without these marks looks as it was typed: a
line that ends is a line that ends, and `2. Oktober` is no list.
"""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

_MEANT = ("emphasis", "escape", "heading", "link", "list", "newline", "paragraph")
_TAGS = {"a", "br", "em", "h3", "li", "p", "strong", "ul"}
_SCHEMES = {"http", "https", "mailto", "tel"}
# Pages have headings of their own above the text.
_HEADING = "h3"


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"breaks": True, "html": False})
    return parser.enable(list(_MEANT))


_MARKDOWN = _parser()


@lru_cache(maxsize=64)
def as_html(text: str) -> str:
    """Return a text as HTML that holds nothing but paragraphs, lists, links, bold and headings."""
    tokens = _MARKDOWN.parse(_plain_numbers(text))
    for token in tokens:
        if token.type.startswith("heading"):
            token.tag = _HEADING
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes=_SCHEMES,
        link_rel="noopener nofollow",
    ).strip()


def as_text(text: str) -> str:
    """Return the words of a text without its marks, for descriptions and calendars."""
    lines = []
    for token in _MARKDOWN.parse(_plain_numbers(text)):
        if token.type == "inline":
            said = (_word(each.type, each.content) for each in token.children or ())
            lines.append("".join(said))
    return "\n".join(lines)


def _word(kind: str, content: str) -> str:
    return "\n" if kind in ("softbreak", "hardbreak") else content


def _plain_numbers(text: str) -> str:
    """Keep `1. Oktober` at the beginning of a line from becoming a list of its own."""
    lines = text.split("\n")
    return "\n".join(
        line.replace(".", "\\.", 1) if _begins_with_number(line) else line for line in lines
    )


def _begins_with_number(line: str) -> bool:
    number, point, _ = line.strip().partition(".")
    return bool(point) and number.isdigit()
