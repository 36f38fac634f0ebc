"""Which personal data contacts hold: what visitors handed to exhibitors."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select, update

from ortenaudigital.audit.privacy import forget_actors_about, history_of
from ortenaudigital.events.privacy import event_over
from ortenaudigital.events.rules import erase_at
from ortenaudigital.fair.contacts.commands import delete_grants
from ortenaudigital.fair.contacts.models import ContactGrant
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.personal import Due, Finding, Holder, Person, Request, columns_of, tables
from ortenaudigital.outbox.privacy import letters_about

HANDED = ("name", "email", "shares_email", "phone", "company", "message")


class ContactsHolder(Holder):
    """Contacts. They are deleted as a whole, with the people of their event or when they ask."""

    columns = columns_of(
        "contact_grant",
        deleted="name email phone company message",
        no_person="key_hash code_hash language shares_email",
    )
    of_event = tables("contact_grant")

    def find(self, person: Person) -> Iterator[Finding]:
        """Find what was handed over with the address."""
        query = select(ContactGrant).where(person.may_have(ContactGrant.email))
        for grant in db.session.scalars(query.order_by(ContactGrant.given_at)).unique():
            if person.has(grant.email):
                yield _finding(grant)

    def correct(self, request: Request) -> None:
        """Write another name or address."""
        right = request.correction
        values = {"name": right.full_name, "email": right.email}
        wanted = {name: value for name, value in values.items() if value is not None}
        if wanted and (ids := request.ids("handed")):
            theirs = update(ContactGrant).where(ContactGrant.id.in_(ids))
            db.session.execute(theirs.where(ContactGrant.name != "").values(wanted))

    def erase(self, request: Request) -> None:
        """Delete what somebody handed over; the exhibitor sees it no more."""
        _delete(request.ids("handed"))

    def count_due(self, until: datetime) -> int:
        """Count the contacts of events that are long over."""
        return db.session.scalar(select(func.count()).select_from(_due(until).subquery())) or 0

    def erase_due(self, due: Due) -> int:
        """Delete some of the contacts of events that are long over."""
        ids = list(db.session.scalars(_due(due.until).limit(due.most)))
        _delete(ids)
        return len(ids)


def _finding(grant: ContactGrant) -> Finding:
    receiver = grant.exhibitor.name if grant.exhibitor else "nobody yet"
    data = {
        "event": grant.event.title,
        "handed_to": receiver,
        **{name: getattr(grant, name) for name in HANDED},
        "language": grant.language,
        "given_at": grant.given_at,
        "confirmed_at": grant.confirmed_at,
        "withdrawn_at": grant.withdrawn_at,
        "erased_at_the_latest": erase_at(day.closes_at for day in grant.event.days),
        "letters": letters_about(str(grant.id)),
        "history": history_of(str(grant.id)),
    }
    return Finding(
        key=f"handed:{grant.id.hex[:8]}",
        label=f"contact handed to {receiver}, {grant.event.title}",
        data=data,
        ids=(grant.id,),
        names=frozenset(filter(None, [grant.name])),
    )


def _due(until: datetime) -> Select[UUID]:
    return select(ContactGrant.id).where(event_over(ContactGrant.event_id, until))


def _delete(ids: list[UUID]) -> None:
    if ids:
        delete_grants(ContactGrant.id.in_(ids))
        forget_actors_about([str(each) for each in ids])
