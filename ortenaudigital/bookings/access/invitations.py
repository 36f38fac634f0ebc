"""Invite people, remind them, take invitations back: inside one transaction of the caller."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select, update

from ortenaudigital.audit.commands import record
from ortenaudigital.audit.rules import from_to
from ortenaudigital.bookings.access.errors import NotSendable, OtherNumber
from ortenaudigital.bookings.access.guests import Guest
from ortenaudigital.bookings.access.letters import INVITATION, REMINDER
from ortenaudigital.bookings.access.links import invitation_key
from ortenaudigital.bookings.access.models import Invitation
from ortenaudigital.bookings.access.queries import to_remind
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.events.rules import EventState
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_if_absent, row_count
from ortenaudigital.outbox.commands import About, Sending, enqueue
from ortenaudigital.queue.rules import Priority

INVITED = "invited"


@dataclass(frozen=True)
class Offered:
    """What each of several people is invited to: so many tickets of a type, in a language."""

    ticket_type: TicketType
    number: int
    language: str


def check_sendable(event: Event, now: datetime) -> None:
    """Refuse to send what leads nowhere. Raises NotSendable."""
    if event.state is not EventState.PUBLISHED or now >= event.last_day.closes_at:
        raise NotSendable()


def invite(
    event: Event, offered: Offered, guests: Sequence[Guest], now: datetime, actor: str
) -> int:
    """Invite guests without a fault, each by a letter; return how many, who is invited left out.

    Raises NotSendable.
    """
    check_sendable(event, now)
    batch = f"{INVITATION}:{uuid4()}"
    number = 0
    for guest in guests:
        invitation_id = uuid4()
        values = {
            "id": invitation_id,
            "event_id": event.id,
            "ticket_type_id": offered.ticket_type.id,
            "key_hash": fingerprint(invitation_key(invitation_id)),
            "email": guest.email,
            "address_key": guest.key,
            "name": guest.name,
            "number": offered.number,
            "used": 0,
            "language": offered.language,
            "created_at": now,
        }
        if guest.fault is None and insert_if_absent(Invitation, values):
            _send(INVITATION, invitation_id, event, now, batch)
            number += 1
    if number:
        record("access.invited", f"event:{event.id}", actor, now, number=number)
    return number


def _send(kind: str, invitation_id: UUID, event: Event, now: datetime, batch: str) -> None:
    sending = Sending(Priority.BULK, batch, key=f"{batch}:{invitation_id}")
    enqueue(kind, About(invitation_id, "", event.id), now, sending)


def remind(event: Event, expected: int, now: datetime, actor: str) -> int:
    """Remind all who have not answered, nobody more than once a day; return how many.

    `expected` is the number that whoever sends them has seen. Raises OtherNumber or NotSendable.
    """
    check_sendable(event, now)
    due = update(Invitation).where(to_remind(event, now)).values(reminded_at=now)
    ids = db.session.scalars(
        due.returning(Invitation.id).execution_options(synchronize_session=False)
    ).all()
    if len(ids) != expected:
        raise OtherNumber()
    batch = f"{REMINDER}:{event.id}:{now:%Y-%m-%dT%H:%M:%S}"
    for invitation_id in ids:
        _send(REMINDER, invitation_id, event, now, batch)
    if ids:
        record("access.reminded", f"event:{event.id}", actor, now, number=len(ids))
    return len(ids)


def open_invitation(invitation: Invitation, now: datetime) -> None:
    """Note that somebody pressed the button on its page; the first time counts."""
    first = (Invitation.id == invitation.id, Invitation.opened_at.is_(None))
    db.session.execute(update(Invitation).where(*first).values(opened_at=now))


def decline(invitation: Invitation, now: datetime) -> bool:
    """Note that somebody will not come; not if they have booked. Whoever books later comes."""
    unused = (Invitation.id == invitation.id, Invitation.used == 0)
    values = {"declined_at": now, "opened_at": func.coalesce(Invitation.opened_at, now)}
    undecided = (*unused, Invitation.declined_at.is_(None), Invitation.withdrawn_at.is_(None))
    changed = row_count(db.session.execute(update(Invitation).where(*undecided).values(values)))
    if changed:
        record("access.declined", invitation.id, INVITED, now, event_id=invitation.event_id)
    return db.session.scalar(select(Invitation.used).where(unused[0])) == 0


def withdraw(invitation: Invitation, now: datetime, actor: str) -> bool:
    """Let a link open nothing any more; what was booked with it stays. Once is enough."""
    holds = (Invitation.id == invitation.id, Invitation.withdrawn_at.is_(None))
    changed = row_count(
        db.session.execute(update(Invitation).where(*holds).values(withdrawn_at=now))
    )
    if changed:
        details = {"booked": invitation.used, **from_to({"right": "holds"}, {"right": "withdrawn"})}
        where = invitation.event_id
        record("access.invitation_withdrawn", invitation.id, actor, now, event_id=where, **details)
    return bool(changed)
