"""The organisers' own words in a letter: plain paragraphs with placeholders; on plain values."""

import re
from collections.abc import Collection
from dataclasses import dataclass, fields

from ortenaudigital.kernel.errors import N_, DomainError, NotFound
from ortenaudigital.kernel.plain_text import readable

PARTS = ("subject", "introduction", "closing")
MOST = {"subject": 150, "introduction": 4000, "closing": 4000}
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class UnknownPlaceholder(DomainError):
    """A text has something in braces that this letter knows nothing about."""

    code = "unknown_placeholder"
    message = N_(
        "Den Platzhalter „%(name)s“ gibt es in diesem Brief nicht. Möglich sind: %(known)s."
    )


class LooseBrace(DomainError):
    """A text has a brace that belongs to no placeholder."""

    code = "loose_brace"
    message = N_(
        "Eine geschweifte Klammer gehört zu keinem Platzhalter. Ein Platzhalter sieht so aus: "
        "{%(example)s}."
    )


class LetterNeeded(DomainError):
    """A kind of letter was to be switched off without which tickets or rights are worth nothing."""

    code = "letter_needed"
    message = N_(
        "Dieser Brief lässt sich nicht abschalten: Ohne ihn wüssten die Gäste nicht, was gilt."
    )


class UnknownKind(NotFound):
    """There is no such kind of letter, or nobody may change its texts."""

    code = "unknown_letter_kind"
    message = N_("Diesen Brief gibt es nicht.")


@dataclass(frozen=True)
class Text:
    """Subject, introduction and closing of a letter; an empty part stays as it usually is."""

    subject: str = ""
    introduction: str = ""
    closing: str = ""

    def __bool__(self) -> bool:
        """Say whether anything is other than usual."""
        return any(getattr(self, each.name) for each in fields(self))


def tidy(text: Text) -> Text:
    """Return a text without hidden characters, and its subject in one line."""
    return Text(
        " ".join(readable(text.subject).split()),
        *(readable(each).strip() for each in (text.introduction, text.closing)),
    )


def check_placeholders(text: Text, known: Collection[str]) -> None:
    """Refuse what no letter of this kind can fill in. Raises UnknownPlaceholder or LooseBrace."""
    for part in PARTS:
        written = getattr(text, part)
        for name in PLACEHOLDER.findall(written):
            if name not in known:
                raise UnknownPlaceholder(name=name, known=", ".join(known))
        if re.search(r"[{}]", PLACEHOLDER.sub("", written)):
            raise LooseBrace(example=next(iter(known)))
