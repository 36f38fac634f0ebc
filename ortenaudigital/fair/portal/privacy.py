"""Which personal data the portal holds: colleagues with links, what was written and confirmed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, or_, select, update

from ortenaudigital.events.privacy import event_over
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.portal.contact.models import ContactChange
from ortenaudigital.fair.portal.corrections.models import Correction
from ortenaudigital.fair.portal.furniture.models import FurnitureOrder
from ortenaudigital.fair.portal.messages.models import Message
from ortenaudigital.fair.portal.papers.models import PaperConfirmation
from ortenaudigital.fair.portal.people.models import Person as Colleague
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.personal import Due, Finding, Holder, Person, Request, columns_of, tables
from ortenaudigital.outbox.privacy import forget_letters, letters_about

SOMEBODY = "exhibitor"
# All that is about one exhibitor goes as a whole, once the exhibitor is forgotten.
OF_EXHIBITOR = (
    *(Colleague, Message, Correction),
    *(ContactChange, FurnitureOrder, PaperConfirmation),
)


class PortalHolder(Holder):
    """Colleagues of exhibitors, messages, corrections, and who confirmed documents."""

    columns = {
        **columns_of("person", deleted="name email", no_person="key_hash"),
        **columns_of("message", deleted="author words"),
        **columns_of("correction", deleted="old new asked_by answer", no_person="outcome"),
        **columns_of("contact_change", deleted="email former_email", no_person="key_hash"),
        **columns_of("paper", published="title url content"),
        **columns_of("paper_confirmation", deleted="confirmed_by"),
        **columns_of("furniture_order", no_person="item"),
    }
    of_event = tables(
        "correction contact_change furniture_order message paper paper_confirmation "
        "pass_booking pass_grant person"
    )

    def find(self, person: Person) -> Iterator[Finding]:
        """Find the links of the address, and what is kept of exhibitors that are theirs."""
        near = select(Colleague).where(person.may_have(Colleague.email))
        for colleague in db.session.scalars(near.order_by(Colleague.invited_at)).unique():
            if person.has(colleague.email):
                yield _finding(colleague)
        for exhibitor in _their_exhibitors(person):
            found = _portal_of(exhibitor)
            if any(found.data.values()):
                yield found

    def correct(self, request: Request) -> None:
        """Write another name or address of a colleague; links that were sent stay as they are."""
        right, values = request.correction, dict[str, Any]()
        if right.full_name is not None:
            values["name"] = right.full_name
        if right.email is not None:
            values["email"] = right.email
        ids = request.ids("colleague")
        if ids and values:
            db.session.execute(update(Colleague).where(Colleague.id.in_(ids)).values(values))

    def erase(self, request: Request) -> None:
        """Forget a colleague, whose link opens nothing any more, or an exhibitor's portal."""
        ids = request.ids("colleague")
        _forget_authors(request.person, ids)
        db.session.execute(delete(Colleague).where(Colleague.id.in_(ids)))
        forget_letters([str(each) for each in ids], "")
        _empty(request.ids("portal"))

    def count_due(self, until: datetime) -> int:
        """Count the exhibitors whose event is long over, and of whom something is kept here."""
        return db.session.scalar(select(func.count()).select_from(_due(until).subquery())) or 0

    def erase_due(self, due: Due) -> int:
        """Forget what is kept of exhibitors whose event is long over."""
        ids = db.session.scalars(_due(due.until).limit(due.most)).all()
        _empty(ids)
        return len(ids)


def _their_exhibitors(person: Person) -> list[Exhibitor]:
    near = select(Exhibitor).where(person.may_have(Exhibitor.email))
    return [each for each in db.session.scalars(near).unique() if person.has(each.email)]


def _finding(colleague: Colleague) -> Finding:
    return Finding(
        key=f"colleague:{colleague.id.hex[:8]}",
        label=f"link to the portal of {colleague.exhibitor.name}",
        data={
            "name": colleague.name,
            "email": colleague.email,
            "invited_at": colleague.invited_at,
            "revoked_at": colleague.revoked_at,
            "letters": letters_about(str(colleague.id)),
        },
        ids=(colleague.id,),
        names=frozenset({colleague.name} - {""}),
        subjects=frozenset({str(colleague.id), f"event:{colleague.exhibitor.event_id}"}),
    )


def _portal_of(exhibitor: Exhibitor) -> Finding:
    written = select(Message).where(Message.exhibitor_id == exhibitor.id).order_by(Message.id)
    wanted = select(Correction).where(Correction.exhibitor_id == exhibitor.id)
    confirmed = select(PaperConfirmation).where(PaperConfirmation.exhibitor_id == exhibitor.id)
    data = {
        "messages": [
            {"at": each.written_at, "by": each.author, "words": each.words}
            for each in db.session.scalars(written).unique()
        ],
        "corrections": [
            {"at": each.asked_at, "by": each.asked_by, "old": each.old, "new": each.new}
            for each in db.session.scalars(wanted).unique()
        ],
        "documents": [
            {"at": each.confirmed_at, "by": each.confirmed_by, "document": each.paper_id}
            for each in db.session.scalars(confirmed)
        ],
    }
    label = f"messages and corrections of {exhibitor.name}"
    return Finding(f"portal:{exhibitor.id.hex[:8]}", label, data, ids=(exhibitor.id,))


def _forget_authors(person: Person, ids: Sequence[UUID]) -> None:
    exhibitors = select(Colleague.exhibitor_id).where(Colleague.id.in_(ids))
    for table, column in (
        (Message, Message.author),
        (Correction, Correction.asked_by),
        (PaperConfirmation, PaperConfirmation.confirmed_by),
    ):
        theirs = (table.exhibitor_id.in_(exhibitors), func.lower(column) == person.address.lower())
        db.session.execute(update(table).where(*theirs).values({column.key: SOMEBODY}))


def _due(until: datetime) -> Select[UUID]:
    kept = [select(table.exhibitor_id) for table in OF_EXHIBITOR]
    some = or_(*(Exhibitor.id.in_(each) for each in kept))
    return select(Exhibitor.id).where(event_over(Exhibitor.event_id, until), some)


def _empty(exhibitor_ids: Sequence[UUID]) -> None:
    if not exhibitor_ids:
        return
    people = select(Colleague.id).where(Colleague.exhibitor_id.in_(exhibitor_ids))
    changes = select(ContactChange.id).where(ContactChange.exhibitor_id.in_(exhibitor_ids))
    subjects = [*db.session.scalars(people), *db.session.scalars(changes)]
    for table in OF_EXHIBITOR:
        db.session.execute(delete(table).where(table.exhibitor_id.in_(exhibitor_ids)))
    forget_letters([str(each) for each in subjects], "")
