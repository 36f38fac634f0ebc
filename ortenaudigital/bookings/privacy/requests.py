"""Addresses that wait for a letter: another one of a booking, or one that asked for its links."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import delete, or_, select

from ortenaudigital.bookings.models import AddressChange, LinkRequest
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.personal import Finding, Person


def by_request(person: Person) -> Iterator[Finding]:
    """Find what was asked for with the address of a person, some days ago at most."""
    for change in _changes(person):
        data = {"email": change.email, "former_email": change.former_email}
        yield Finding(
            key=f"address change:{change.id}",
            label=f"another address for booking {change.booking.reference}",
            data=data | {"asked_at": change.asked_at, "confirmed_at": change.confirmed_at},
            ids=(change.id,),
        )
    for wanted in _link_requests(person):
        yield Finding(
            key=f"links:{wanted.id}",
            label="the links of their bookings, asked for again",
            data={"email": wanted.email, "asked_at": wanted.asked_at},
            ids=(wanted.id,),
        )


def _changes(person: Person) -> list[AddressChange]:
    theirs = or_(person.may_have(AddressChange.email), person.may_have(AddressChange.former_email))
    near = db.session.scalars(select(AddressChange).where(theirs).order_by(AddressChange.asked_at))
    return [each for each in near if person.has(each.email) or person.has(each.former_email)]


def _link_requests(person: Person) -> list[LinkRequest]:
    near = select(LinkRequest).where(person.may_have(LinkRequest.email))
    rows = db.session.scalars(near.order_by(LinkRequest.asked_at))
    return [each for each in rows if person.has(each.email)]


def forget_requests(person: Person) -> None:
    """Delete what was asked for with the address of a person; its letters are not written."""
    changes = [each.id for each in _changes(person)]
    wanted = [each.id for each in _link_requests(person)]
    db.session.execute(delete(AddressChange).where(AddressChange.id.in_(changes)))
    db.session.execute(delete(LinkRequest).where(LinkRequest.id.in_(wanted)))


def forget_changes_of(booking_ids: Sequence[UUID]) -> None:
    """Delete other addresses of bookings that name nobody any more."""
    of_bookings = AddressChange.booking_id.in_(booking_ids)
    db.session.execute(delete(AddressChange).where(of_bookings))
