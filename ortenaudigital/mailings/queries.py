"""Questions about letters to many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, literal, or_, select

from ortenaudigital.bookings.models import Booking
from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.paging import PAGE_SIZE, WholeList
from ortenaudigital.mailings.errors import UnknownMailing
from ortenaudigital.mailings.models import Mailing, MailingRecipient
from ortenaudigital.mailings.rules import Audience, LeftOut, MailingState, Outcome
from ortenaudigital.outbox.models import Letter, LetterState

# Begins what makes each letter the only one.
KEY = "mailing:"


def get_mailing(event: Event, audience: Audience, mailing_id: int) -> Mailing:
    """Return a letter to many of an event. Raises UnknownMailing."""
    mailing = db.session.get(Mailing, mailing_id)
    if mailing is None or mailing.event_id != event.id or mailing.audience != audience:
        raise UnknownMailing()
    return mailing


def find_by_request(request_id: UUID) -> Mailing:
    """Return the letter that a form began. Raises UnknownMailing."""
    mailing = db.session.scalar(select(Mailing).where(Mailing.request_id == request_id))
    if mailing is None:
        raise UnknownMailing()
    return mailing


def list_mailings(event: Event, audience: Audience, most: int = 200) -> Sequence[Mailing]:
    """List the letters to many of an event, the newest first."""
    query = select(Mailing).where(Mailing.event_id == event.id, Mailing.audience == audience)
    return db.session.scalars(query.order_by(Mailing.id.desc()).limit(most)).all()


def list_due(now: datetime) -> Sequence[int]:
    """List the ids of mailings whose letters are to be written, the oldest first."""
    due = or_(
        Mailing.state == MailingState.SENDING,
        and_(Mailing.state == MailingState.SCHEDULED, Mailing.due_at <= now),
    )
    return db.session.scalars(select(Mailing.id).where(due).order_by(Mailing.id)).all()


def key_of(recipient_id: int) -> str:
    """Return what makes the letter to a recipient the only one."""
    return f"{KEY}{recipient_id}"


def _outcome(mailing: Mailing) -> ColumnElement[str]:
    """Say in SQL what became of the letter to a recipient."""
    came_back = and_(Letter.state == LetterState.FAILED, Letter.sent_at.is_not(None))
    unwritten = Outcome.STOPPED if mailing.state == MailingState.STOPPED else Outcome.PLANNED
    return case(
        (MailingRecipient.left_out.is_not(None), Outcome.LEFT_OUT.value),
        (Letter.id.is_(None), unwritten.value),
        (came_back, Outcome.BOUNCED.value),
        (Letter.state == LetterState.FAILED, Outcome.FAILED.value),
        (Letter.state == LetterState.SENT, Outcome.SENT.value),
        (Letter.state == LetterState.WAITING, Outcome.WAITING.value),
        (Letter.last_error == STOPPED, Outcome.STOPPED.value),
        else_=Outcome.DROPPED.value,
    )


# Why a letter that was written already does not leave.
STOPPED = "stopped"


def _of(mailing: Mailing, *columns: Any) -> Select[Any]:
    key = literal(KEY) + cast(MailingRecipient.id, String)
    query = select(*columns).select_from(MailingRecipient)
    query = query.outerjoin(Letter, Letter.unique_key == key)
    return query.where(MailingRecipient.mailing_id == mailing.id)


def count_outcomes(mailing: Mailing) -> Mapping[Outcome, int]:
    """Count what became of the letters to all recipients."""
    outcome = _outcome(mailing).label("outcome")
    rows = db.session.execute(_of(mailing, outcome, func.count()).group_by(outcome))
    return dict.fromkeys(Outcome, 0) | {Outcome(name): number for name, number in rows}


def count_left_out(mailing: Mailing) -> Mapping[LeftOut, int]:
    """Count who was left out, by reason."""
    query = select(MailingRecipient.left_out, func.count()).where(
        MailingRecipient.mailing_id == mailing.id, MailingRecipient.left_out.is_not(None)
    )
    rows = db.session.execute(query.group_by(MailingRecipient.left_out)).all()
    return {reason: number for reason, number in rows if reason is not None}


@dataclass(frozen=True)
class Recipient:
    """Somebody who was chosen, as a list shows them; names are empty once they are erased."""

    id: int
    subject_id: UUID
    name: str
    label: str
    email: str
    outcome: Outcome
    left_out: LeftOut | None
    at: datetime | None
    error: str | None


@dataclass(frozen=True)
class Recipients:
    """One page of them, in the order in which they are written to."""

    rows: Sequence[Recipient]
    more: bool


def list_recipients(mailing: Mailing, wanted: Outcome | None = None, after: int = 0) -> Recipients:
    """List recipients, all or with one outcome, those that come after an id."""
    query = _recipients(mailing, wanted).where(MailingRecipient.id > after)
    rows = db.session.execute(query.order_by(MailingRecipient.id).limit(PAGE_SIZE + 1)).all()
    return Recipients([_row(row) for row in rows[:PAGE_SIZE]], len(rows) > PAGE_SIZE)


def all_recipients(mailing: Mailing, wanted: Outcome | None = None) -> WholeList:
    """Return all recipients, or those with one outcome, in the order of the pages."""
    return WholeList(
        _recipients(mailing, wanted),
        (MailingRecipient.id,),
        ascending=True,
        prepare=lambda rows: [_row(row) for row in rows],
    )


def _recipients(mailing: Mailing, wanted: Outcome | None) -> Select[Any]:
    outcome = _outcome(mailing)
    own = _guests if mailing.audience is Audience.GUESTS else _exhibitors
    letter = (MailingRecipient.left_out, Letter.sent_at, Letter.last_error)
    query = own(mailing, MailingRecipient.id, outcome, *letter)
    return query if wanted is None else query.where(outcome == wanted.value)


def _guests(mailing: Mailing, *columns: Any) -> Select[Any]:
    person = (Booking.id, Booking.first_name, Booking.last_name, Booking.reference, Booking.email)
    query = _of(mailing, *columns, *person)
    return query.join(Booking, Booking.id == MailingRecipient.booking_id)


def _exhibitors(mailing: Mailing, *columns: Any) -> Select[Any]:
    person = (Exhibitor.id, Exhibitor.contact_name, literal(""), Exhibitor.name, Exhibitor.email)
    query = _of(mailing, *columns, *person)
    return query.join(Exhibitor, Exhibitor.id == MailingRecipient.exhibitor_id)


def _row(row: Any) -> Recipient:
    recipient_id, outcome, left_out, at, error, subject_id, first, last, label, email = row[:10]
    return Recipient(
        id=recipient_id,
        subject_id=subject_id,
        name=f"{first} {last}".strip(),
        label=label,
        email=email,
        outcome=Outcome(outcome),
        left_out=left_out,
        at=at,
        error=error,
    )
