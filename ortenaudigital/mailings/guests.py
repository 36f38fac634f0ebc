"""Choose among who booked: by the filters of the list of bookings, each address once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, and_, case, func, insert, literal, null, select

from ortenaudigital.bookings.lists.filters import Filters, conditions_of
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.search import OF_STATE
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db
from ortenaudigital.mailings.choosing import Summary, summed
from ortenaudigital.mailings.models import MailingRecipient
from ortenaudigital.mailings.rules import LeftOut


@dataclass(frozen=True)
class GuestChoice:
    """Who booked an event by a moment, and whom a filter lets through.

    `needed`: those are written to as well who want only necessary letters.
    """

    event: Event
    filters: Filters
    until: datetime
    needed: bool

    def summary(self) -> Summary:
        """Count who is chosen, in the database."""
        chosen = self._chosen()
        query = select(chosen.c.left_out, chosen.c.language, func.count())
        rows = db.session.execute(query.group_by(chosen.c.left_out, chosen.c.language)).all()
        return summed([(LeftOut(why) if why else None, *rest) for why, *rest in rows])

    def store(self, mailing_id: int) -> None:
        """Write the recipients by one statement, however many; the order is that of booking."""
        chosen = self._chosen()
        columns = ("mailing_id", "booking_id", "left_out")
        rows = select(literal(mailing_id), chosen.c.id, chosen.c.left_out)
        rows = rows.order_by(chosen.c.created_at, chosen.c.id)
        db.session.execute(insert(MailingRecipient).from_select(columns, rows))

    def at(self, position: int) -> UUID | None:
        """Return the booking at a position among those whose letter leaves, counted from one."""
        chosen = self._chosen()
        query = select(chosen.c.id).where(chosen.c.left_out.is_(None))
        query = query.order_by(chosen.c.created_at, chosen.c.id)
        return db.session.scalar(query.offset(position - 1).limit(1))

    def _chosen(self) -> Subquery:
        columns = (Booking.id, Booking.language, Booking.created_at)
        query = select(*columns, self._left_out().label("left_out")).where(
            Booking.event_id == self.event.id,
            Booking.created_at <= self.until,
            # They name nobody any more.
            Booking.erased_at.is_(None),
            *conditions_of(self.filters),
        )
        if self.filters.state in OF_STATE:
            query = query.where(OF_STATE[self.filters.state])
        return query.subquery()

    def _left_out(self) -> ColumnElement[Any]:
        bounced = Booking.undelivered_at.is_not(None)
        unwanted = and_(literal(not self.needed), Booking.only_necessary)
        # Of several with one address, one gets the letter: if it can, with valid tickets, the
        # oldest.
        first = (bounced, unwanted, Booking.cancelled_at.is_not(None))
        order = (*first, Booking.created_at, Booking.id)
        place = func.row_number().over(partition_by=func.lower(Booking.email), order_by=order)
        return case(
            (Booking.email == "", LeftOut.NO_ADDRESS.value),
            (bounced, LeftOut.BOUNCED.value),
            (unwanted, LeftOut.UNWANTED.value),
            (place > 1, LeftOut.SAME_ADDRESS.value),
            else_=null(),
        )
