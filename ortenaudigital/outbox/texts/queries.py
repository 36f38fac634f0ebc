"""Questions about the organisers' own words, and about kinds that are switched off."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from sqlalchemy import select

from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.texts.models import LetterSwitch, LetterText
from ortenaudigital.outbox.texts.registry import all_kinds
from ortenaudigital.outbox.texts.rules import Text


@dataclass
class Trial:
    """What is tried out while a preview is written: a text that need not be stored.

    `mark` is put around the introduction; `values` are those of the placeholders, once known.
    """

    text: Text
    mark: str = ""
    values: dict[str, str] = field(default_factory=dict)


_trial: ContextVar[Trial | None] = ContextVar("trial", default=None)


@contextmanager
def trying(text: Text, mark: str = "") -> Iterator[Trial]:
    """Let letters be written with a text that is not stored."""
    trial = Trial(text, mark)
    token = _trial.set(trial)
    try:
        yield trial
    finally:
        _trial.reset(token)


def find_trial() -> Trial | None:
    """Return what is tried out right now."""
    return _trial.get()


def find_text(event_id: int | None, kind: str, language: str) -> Text:
    """Return the text of a kind in a language; without one of its own, one that is empty."""
    if event_id is None or kind not in all_kinds():
        return Text()
    row = db.session.get(LetterText, (event_id, kind, language))
    return Text(row.subject, row.introduction, row.closing) if row else Text()


def list_languages_with_text(event_id: int) -> Mapping[str, set[str]]:
    """Return in which languages each kind has a text of its own."""
    query = select(LetterText.kind, LetterText.language).where(LetterText.event_id == event_id)
    found: dict[str, set[str]] = {}
    for kind, language in db.session.execute(query):
        found.setdefault(kind, set()).add(language)
    return found


def switches_of(event_id: int) -> Mapping[str, bool]:
    """Return of every kind with editable texts whether it goes out."""
    query = select(LetterSwitch.kind, LetterSwitch.is_on).where(LetterSwitch.event_id == event_id)
    said = dict(db.session.execute(query).all())
    return {name: kind.needed or said.get(name, kind.usual) for name, kind in all_kinds().items()}


def is_off(event_id: int | None, kind: str) -> bool:
    """Say whether letters of a kind shall not go out."""
    known = all_kinds().get(kind)
    if known is None or known.needed or event_id is None:
        return False
    switch = db.session.get(LetterSwitch, (event_id, kind))
    return not (known.usual if switch is None else switch.is_on)
