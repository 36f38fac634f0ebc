"""How a letter of a kind would look, and what usually stands in it; nobody gets it."""

import re
from dataclasses import dataclass, replace
from typing import Any

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.outbox.texts.queries import trying
from ortenaudigital.outbox.texts.registry import get_kind
from ortenaudigital.outbox.texts.rules import Text

# Stands in plain letters around the introduction, while it is looked for.
MARK = "\x1e"


@dataclass(frozen=True)
class Standard:
    """What usually stands in the letters of a kind, with placeholders for what is an example's.

    `letter` is one with this text.
    """

    subject: str
    introduction: str
    letter: Composed
    closing: str = ""


def preview(kind: str, event: Any, language: str, text: Text) -> Composed:
    """Write a letter about nobody with a text that need not be stored. Raises UnknownKind."""
    with trying(text):
        return get_kind(kind).example(event, language)


def standard_text(kind: str, event: Any, language: str) -> Standard:
    """Return what usually stands in the letters of a kind. Raises UnknownKind."""
    with trying(Text(), MARK) as trial:
        letter = get_kind(kind).example(event, language)
    parts = letter.text.split(MARK)
    introduction = parts[1] if len(parts) > 2 else ""
    return Standard(
        _general(letter.subject, trial.values, get_kind(kind).placeholders),
        _general(_unwrapped(introduction), trial.values, get_kind(kind).placeholders),
        replace(letter, text=letter.text.replace(f"{MARK}\n", "")),
    )


def _unwrapped(text: str) -> str:
    paragraphs = [" ".join(each.split()) for each in re.split(r"\n\s*\n", text.strip())]
    return "\n\n".join(each for each in paragraphs if each)


def _general(text: str, values: dict[str, str], known: tuple[str, ...]) -> str:
    # The longest first: a title may hold another value.
    for name, value in sorted(values.items(), key=lambda pair: -len(pair[1])):
        if name in known and value:
            # Whole words: a number may be a part of another.
            text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", "{" + name + "}", text)
    return text
