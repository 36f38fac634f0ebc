"""Write a letter to many, until it is sent: inside one transaction of the caller."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from ortenaudigital.audit.commands import record
from ortenaudigital.audit.rules import from_to
from ortenaudigital.bookings.letters import PLACEHOLDERS as TO_GUESTS
from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.letters import PLACEHOLDERS as TO_EXHIBITORS
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import find_and_lock, insert_if_absent, insert_row
from ortenaudigital.mailings.errors import ChangedMeanwhile, UnknownMailing
from ortenaudigital.mailings.models import Mailing, MailingText
from ortenaudigital.mailings.queries import find_by_request
from ortenaudigital.mailings.rules import Audience, MailingState
from ortenaudigital.outbox.texts.rules import Text, check_placeholders, tidy

PLACEHOLDERS: dict[Audience, tuple[str, ...]] = {
    Audience.GUESTS: TO_GUESTS,
    Audience.EXHIBITORS: TO_EXHIBITORS,
}


@dataclass(frozen=True)
class Draft:
    """What is written, to whom; `selection` as the address of their list says it."""

    audience: Audience
    selection: str
    texts: Mapping[str, Text]
    needed: bool = False


def create(event: Event, draft: Draft, request_id: UUID, now: datetime, actor: str) -> Mailing:
    """Begin a letter to many; the same form makes one, however often it is sent.

    Raises UnknownPlaceholder or LooseBrace.
    """
    texts = _checked(draft)
    values = {
        "event_id": event.id,
        "request_id": request_id,
        "audience": draft.audience,
        "selection": draft.selection,
        "needed": draft.needed,
        "state": MailingState.DRAFT,
        "created_at": now,
    }
    new = insert_if_absent(Mailing, values)
    mailing = find_by_request(request_id)
    if new:
        _write(mailing, texts)
        note(mailing, "begun", now, actor)
    return mailing


def save(mailing: Mailing, draft: Draft, version: int, now: datetime, actor: str) -> None:
    """Change a draft that is still as its page showed it.

    Raises ChangedMeanwhile, UnknownPlaceholder or LooseBrace.
    """
    texts = _checked(draft)
    mailing = locked(mailing, version, MailingState.DRAFT)
    changes = _changes(mailing, draft, texts)
    if not any(changes.values()):
        return
    mailing.selection, mailing.needed = draft.selection, draft.needed
    mailing.version += 1
    mailing.counted = mailing.counted_at = None
    db.session.execute(delete(MailingText).where(MailingText.mailing_id == mailing.id))
    _write(mailing, texts)
    note(mailing, "changed", now, actor, **changes)


def copy(mailing: Mailing, request_id: UUID, now: datetime, actor: str) -> Mailing:
    """Begin another letter that says the same to the same, to be changed at will."""
    draft = Draft(mailing.audience, mailing.selection, mailing.by_language, mailing.needed)
    return create(mailing.event, draft, request_id, now, actor)


def drop(mailing: Mailing, now: datetime, actor: str) -> None:
    """Throw a draft away. Raises ChangedMeanwhile if it is none any more."""
    mailing = locked(mailing, None, MailingState.DRAFT)
    note(mailing, "dropped", now, actor)
    # The database takes the texts along.
    db.session.execute(delete(Mailing).where(Mailing.id == mailing.id))


def locked(mailing: Mailing, version: int | None, *states: MailingState) -> Mailing:
    """Lock a mailing in one of some states, and as it was shown. Raises ChangedMeanwhile."""
    found = find_and_lock(Mailing, mailing.id)
    if found is None:
        raise UnknownMailing()
    if found.state not in states or version not in (None, found.version):
        raise ChangedMeanwhile()
    return found


def about(mailing: Mailing) -> str:
    """Return the subject under which the history tells of a mailing."""
    return f"mailing:{mailing.id}"


def note(mailing: Mailing, deed: str, now: datetime, actor: str, **details: Any) -> None:
    """Write down what was done about a mailing."""
    event_id = mailing.event_id
    record(f"mailings.{deed}", about(mailing), actor, now, event_id=event_id, **details)


def _changes(mailing: Mailing, draft: Draft, texts: Mapping[str, Text]) -> dict[str, Any]:
    """Say what becomes other by a draft; of texts, in which languages."""
    written = {f"text.{each}": text for each, text in mailing.by_language.items()}
    texts = {f"text.{each}": text for each, text in sorted(texts.items())}
    was = {"needed": mailing.needed, "selection": mailing.selection, **written}
    becomes = {"needed": draft.needed, "selection": draft.selection}
    # Whom it goes to may be found by a name.
    secret = ("selection", *written, *texts)
    return from_to(was, {**becomes, **dict.fromkeys(written), **texts}, only_named=secret)


def _checked(draft: Draft) -> dict[str, Text]:
    texts = {language: tidy(text) for language, text in draft.texts.items()}
    for text in texts.values():
        check_placeholders(text, PLACEHOLDERS[draft.audience])
    return {language: text for language, text in texts.items() if text}


def _write(mailing: Mailing, texts: Mapping[str, Text]) -> None:
    for language, text in texts.items():
        words = {"subject": text.subject, "body": text.introduction}
        insert_row(MailingText, {"mailing_id": mailing.id, "language": language, **words})
    db.session.expire(mailing)
