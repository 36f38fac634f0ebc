"""Choose among who booked: by the filters of the list of bookings, each address once."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    func,
    insert,
    literal,
    null,
    select,
)

from ortenaudigital.bookings.lists.filters import Filters, are_many, conditions_of
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.search import OF_STATE
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.lookups import each_of, unindexed
from ortenaudigital.kernel.paging import counted
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
        reason, count = self._reason(), func.count()
        query = select(reason, Booking.language, count).where(*self._where())
        rows = db.session.execute(query.group_by(reason, Booking.language)).all()
        return summed(
            [*((LeftOut(why) if why else None, *rest) for why, *rest in rows), *self._twice()]
        )

    def _twice(self) -> Iterator[tuple[LeftOut | None, str, int]]:
        """Count who has a letter about another booking: they were counted among those who get one.

        Only of addresses that several have it is asked which of them comes first; to put all in
        order took most of the time.
        """
        chosen = self._chosen_of(self._shared(), many=are_many(self.event))
        query = select(chosen.c.language, func.count()).group_by(chosen.c.language)
        again = chosen.c.left_out == LeftOut.SAME_ADDRESS.value
        for language, number in db.session.execute(query.where(again)):
            yield LeftOut.SAME_ADDRESS, language, number
            yield None, language, -number

    def _shared(self) -> Select[str]:
        of_event = (Booking.event_id == self.event.id, Booking.erased_at.is_(None))
        key = Booking.address_key
        return select(key).where(*of_event, key != "").group_by(key).having(func.count() > 1)

    def at_least(self, most: int) -> int:
        """Count the bookings that are chosen and reached, no further than one more than `most`."""
        query = select(Booking.id).where(*self._where(many=True), self._reason().is_(None))
        return db.session.scalar(select(counted(query, most))) or 0

    def first(self, most: int) -> Sequence[UUID]:
        """Return the bookings of some who get a letter, so many at most, the oldest first.

        They are those whom the oldest bookings that are chosen belong to.
        """
        many = are_many(self.event)
        oldest = select(Booking.address_key).where(*self._where(many), self._reason().is_(None))
        oldest = oldest.order_by(Booking.created_at, Booking.id).limit(most)
        keys = set(db.session.scalars(oldest))
        chosen = self._chosen_of(keys, many)
        query = select(chosen.c.id).where(chosen.c.left_out.is_(None))
        return db.session.scalars(query.order_by(chosen.c.created_at, chosen.c.id)).all()

    def store(self, mailing_id: int) -> None:
        """Write the recipients by one statement, however many; the order is that of booking."""
        chosen = self._chosen(self._where())
        columns = ("mailing_id", "booking_id", "left_out")
        rows = select(literal(mailing_id), chosen.c.id, chosen.c.left_out)
        rows = rows.order_by(chosen.c.created_at, chosen.c.id)
        db.session.execute(insert(MailingRecipient).from_select(columns, rows))

    def _chosen_of(self, keys: Collection[str] | Select[str], many: bool) -> Subquery:
        # Said, so that the index is known by it.
        there = Booking.address_key != ""
        key = Booking.address_key
        known = each_of(key, keys) if isinstance(keys, Select) else key.in_(keys)
        return self._chosen(self._where(many, by_moment=False), there, known)

    def _chosen(self, where: Iterable[ColumnElement[bool]], *more: ColumnElement[bool]) -> Subquery:
        columns = (Booking.id, Booking.language, Booking.created_at)
        # Of several with one address, one gets the letter: if it can, with valid tickets, the
        # oldest.
        unreached = (self._reason().is_not(None), Booking.cancelled_at.is_not(None))
        order = (*unreached, Booking.created_at, Booking.id)
        place = func.row_number().over(partition_by=Booking.address_key, order_by=order)
        again = and_(self._reason().is_(None), place > 1)
        left_out = case((again, LeftOut.SAME_ADDRESS.value), else_=self._reason())
        query = select(*columns, left_out.label("left_out")).where(*where, *more)
        return query.subquery()

    def _where(self, many: bool = False, by_moment: bool = True) -> Iterator[ColumnElement[bool]]:
        """Yield who is chosen; `many`: of very many bookings only some are looked at.

        Unless they are found `by_moment`, SQLite shall not take the index of moments.
        """
        yield Booking.event_id == self.event.id
        booked = Booking.created_at if by_moment else unindexed(Booking.created_at)
        yield booked <= self.until
        # They name nobody any more.
        yield Booking.erased_at.is_(None)
        yield from conditions_of(self.filters, one_by_one=many)
        if self.filters.state in OF_STATE:
            yield OF_STATE[self.filters.state]

    def _reason(self) -> ColumnElement[Any]:
        """Say why no letter can go to a booking, whoever else has its address."""
        unwanted = and_(literal(not self.needed), Booking.only_necessary)
        return case(
            (Booking.address_key == "", LeftOut.NO_ADDRESS.value),
            (Booking.undelivered_at.is_not(None), LeftOut.BOUNCED.value),
            (unwanted, LeftOut.UNWANTED.value),
            else_=null(),
        )
