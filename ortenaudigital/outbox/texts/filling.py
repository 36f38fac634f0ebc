"""Fill the organisers' words in for one letter: paragraphs as text, and as HTML that is safe."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jinja2.utils import urlize
from markupsafe import Markup, escape

from ortenaudigital.outbox.texts.rules import PLACEHOLDER, Text

# The value of this placeholder alone is a web address; no other may become one.
LINK = "link"
_BETWEEN_PARAGRAPHS = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a letter, for both of its bodies."""

    text: str
    html: Markup


@dataclass(frozen=True)
class Words:
    """What stands in one letter: the subject, and each part as paragraphs.

    `mark` stands around the introduction of plain letters, for whoever looks for it.
    """

    subject: str
    introduction: tuple[Paragraph, ...]
    closing: tuple[Paragraph, ...]
    mark: str = ""


def fill(text: Text, values: Mapping[str, str], mark: str = "") -> Words:
    """Fill in a text; a placeholder that is not known any more leaves nothing behind."""
    return Words(
        _replaced(text.subject, lambda name: values.get(name, "")),
        _paragraphs(text.introduction, values),
        _paragraphs(text.closing, values),
        mark,
    )


def _paragraphs(part: str, values: Mapping[str, str]) -> tuple[Paragraph, ...]:
    # Parted before it is filled: what somebody typed never begins a paragraph.
    written = [each.strip() for each in _BETWEEN_PARAGRAPHS.split(part) if each.strip()]
    return tuple(Paragraph(_plain(each, values), _html(each, values)) for each in written)


def _plain(written: str, values: Mapping[str, str]) -> str:
    return _replaced(written, lambda name: values.get(name, ""))


def _html(written: str, values: Mapping[str, str]) -> Markup:
    # Addresses of the organisers become links before it is filled; those in a name never do. What
    # makes the links escapes as well.
    linked = urlize(written, rel="noopener")

    def value(name: str) -> str:
        filled = values.get(name, "")
        return urlize(filled, rel="noopener") if name == LINK else str(escape(filled))

    # Escaped above, piece by piece.
    return Markup(_replaced(linked, value).replace("\n", "<br>\n"))  # noqa: S704


def _replaced(written: str, value: Callable[[str], str]) -> str:
    return PLACEHOLDER.sub(lambda found: value(found[1]), written)
