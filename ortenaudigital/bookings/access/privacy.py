"""Which personal data invitations hold: whom somebody invited, and for whom a code was made."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select, update

from ortenaudigital.audit.privacy import forget_actors_about, history_of
from ortenaudigital.bookings.access.models import AccessCode, Invitation
from ortenaudigital.events.privacy import event_over
from ortenaudigital.events.rules import erase_at
from ortenaudigital.kernel.addresses import address_key
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.personal import Due, Finding, Holder, Person, Request, columns_of, tables
from ortenaudigital.outbox.privacy import forget_letters, letters_about

NOBODY = dict.fromkeys(("name", "email", "address_key"), "")


class AccessHolder(Holder):
    """Invitations and the labels of codes."""

    columns = {
        **columns_of("invitation", erased=" ".join(NOBODY), no_person="key_hash language"),
        **columns_of("access_code", erased="label", no_person="code_hash"),
    }
    of_event = tables("access_code access_code_type invitation")

    def find(self, person: Person) -> Iterator[Finding]:
        """Find the invitations that went to the address."""
        near = select(Invitation).where(person.may_have(Invitation.email))
        for invitation in db.session.scalars(near.order_by(Invitation.created_at)):
            if person.has(invitation.email):
                yield _finding(invitation)

    def correct(self, request: Request) -> None:
        """Write another name or address; links that were sent stay as they are."""
        right, values = request.correction, dict[str, Any]()
        if right.full_name is not None:
            values["name"] = right.full_name
        if right.email is not None:
            values |= {"email": right.email, "address_key": address_key(right.email)}
        ids = request.ids("invitation")
        if ids and values:
            db.session.execute(update(Invitation).where(Invitation.id.in_(ids)).values(values))

    def erase(self, request: Request) -> None:
        """Forget whom somebody invited; the link opens nothing any more."""
        _forget(request.ids("invitation"), request.now)

    def count_due(self, until: datetime) -> int:
        """Count the invitations and codes of events that are long over."""
        numbers = (
            db.session.scalar(select(func.count()).select_from(each.subquery()))
            for each in (_due_invitations(until), _due_codes(until))
        )
        return sum(number or 0 for number in numbers)

    def erase_due(self, due: Due) -> int:
        """Forget whom events that are long over had invited; return how many rows."""
        ids = db.session.scalars(_due_invitations(due.until).limit(due.most)).all()
        _forget(ids, due.now)
        codes = db.session.scalars(_due_codes(due.until).limit(due.most - len(ids))).all()
        if codes:
            db.session.execute(update(AccessCode).where(AccessCode.id.in_(codes)).values(label=""))
            forget_actors_about([str(each) for each in codes])
        return len(ids) + len(codes)


def _due_invitations(until: datetime) -> Select[UUID]:
    filled = or_(*(getattr(Invitation, column) != "" for column in NOBODY))
    return select(Invitation.id).where(event_over(Invitation.event_id, until), filled)


def _due_codes(until: datetime) -> Select[UUID]:
    return select(AccessCode.id).where(
        event_over(AccessCode.event_id, until), AccessCode.label != ""
    )


def _forget(ids: Sequence[UUID], now: datetime) -> None:
    if not ids:
        return
    values = {**NOBODY, "withdrawn_at": func.coalesce(Invitation.withdrawn_at, now)}
    db.session.execute(update(Invitation).where(Invitation.id.in_(ids)).values(values))
    subjects = [str(each) for each in ids]
    forget_letters(subjects, "")
    forget_actors_about(subjects)


def _finding(invitation: Invitation) -> Finding:
    event = invitation.event
    return Finding(
        key=f"invitation:{invitation.id}",
        label=f"invitation to {event.title}",
        data={
            "event": event.title,
            "name": invitation.name,
            "email": invitation.email,
            "tickets": invitation.number,
            "booked": invitation.used,
            "language": invitation.language,
            "invited_at": invitation.created_at,
            "reminded_at": invitation.reminded_at,
            "opened_at": invitation.opened_at,
            "declined_at": invitation.declined_at,
            "withdrawn_at": invitation.withdrawn_at,
            "erased_at_the_latest": erase_at(day.closes_at for day in event.days),
            "letters": letters_about(str(invitation.id)),
            "history": history_of(str(invitation.id)),
        },
        ids=(invitation.id,),
        names=frozenset({invitation.name} - {""}),
        subjects=frozenset({str(invitation.id), f"event:{invitation.event_id}"}),
    )
