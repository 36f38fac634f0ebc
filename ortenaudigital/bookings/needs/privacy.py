"""Which personal data needs are: deleted a day after the last day they are for, or at a wish."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, select, update

from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.needs.commands import delete_needs
from ortenaudigital.bookings.needs.models import BookingNeeds, NeedDone
from ortenaudigital.bookings.needs.rules import RETENTION
from ortenaudigital.events.models import Day, admits_to
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.personal import Due, Finding, Holder, Person, Request, columns_of, tables


class NeedsHolder(Holder):
    """What guests need, and who of the organisers saw to it."""

    columns = {
        **columns_of("booking_needs", deleted="kinds other"),
        **columns_of("need_done", deleted="done_by"),
    }
    of_event = tables("booking_needs need_done")

    def find(self, person: Person) -> Iterator[Finding]:
        """Find the needs in a person's bookings, and others in whose words they may be named."""
        theirs = [UUID(each) for each in person.ids_of()]
        query = select(BookingNeeds, Booking.reference).join(
            Booking, Booking.id == BookingNeeds.booking_id
        )
        for needs, reference in db.session.execute(query.where(Booking.id.in_(theirs))):
            yield _finding(needs, reference, of=f"booking:{reference}")
        if not person.names:
            return
        others = query.where(BookingNeeds.other != "", Booking.id.not_in(theirs))
        for needs, reference in db.session.execute(others):
            if person.may_be_meant(needs.other):
                yield _finding(needs, reference, certain=f"needs:{reference}" in person.also)

    def erase(self, request: Request) -> None:
        """Delete the needs, and forget that somebody saw to those of others."""
        delete_needs(request.ids("needs"))
        done_by = select(NeedDone.done_by).where(request.person.may_have(NeedDone.done_by))
        for name in set(db.session.scalars(done_by)):
            if request.person.has(name):
                theirs = update(NeedDone).where(NeedDone.done_by == name)
                db.session.execute(theirs.values(done_by=""))

    def count_due(self, until: datetime) -> int:
        """Count the bookings whose needs nobody has to see to any more."""
        return db.session.scalar(select(func.count()).select_from(_due(until).subquery())) or 0

    def erase_due(self, due: Due) -> int:
        """Delete the needs of those whose days are over, or who come to none."""
        ids = db.session.scalars(_due(due.until).limit(due.most)).all()
        delete_needs(ids)
        return len(ids)


def _due(until: datetime) -> Select[UUID]:
    later = exists().where(
        Ticket.booking_id == BookingNeeds.booking_id,
        Ticket.cancelled_at.is_(None),
        admits_to.c.ticket_type_id == Ticket.ticket_type_id,
        and_(Day.id == admits_to.c.day_id, Day.closes_at > until - RETENTION),
    )
    return select(BookingNeeds.booking_id).where(~later)


def _finding(
    needs: BookingNeeds, reference: str, of: str | None = None, certain: bool = True
) -> Finding:
    return Finding(
        key=f"needs:{reference}",
        label=f"needs told with booking {reference}",
        data={
            "needs": list(needs.kinds),
            "in_their_words": needs.other,
            "consented_at": needs.consented_at,
            "wording": needs.wording,
        },
        ids=(needs.booking_id,),
        of=of,
        certain=certain,
    )
