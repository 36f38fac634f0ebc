"""Which personal data notes are: deleted with what a booking says of who booked."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, exists, func, select

from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.notes.commands import delete_notes
from ortenaudigital.bookings.notes.models import BookingNote
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.personal import Due, Finding, Holder, Person, Request, columns_of, tables


class NotesHolder(Holder):
    """What organisers noted about bookings."""

    columns = columns_of("booking_note", deleted="note reason")
    of_event = tables("booking_note")

    def find(self, person: Person) -> Iterator[Finding]:
        """Find the notes about a person's bookings, and others that may name them."""
        theirs = [UUID(each) for each in person.ids_of()]
        query = select(BookingNote, Booking.reference).join(
            Booking, Booking.id == BookingNote.booking_id
        )
        for note, reference in db.session.execute(query.where(Booking.id.in_(theirs))):
            yield _finding(note, reference, of=f"booking:{reference}")
        if not person.names:
            return
        for note, reference in db.session.execute(query.where(Booking.id.not_in(theirs))):
            if person.may_be_meant(f"{note.note} {note.reason}"):
                yield _finding(note, reference, certain=f"note:{reference}" in person.also)

    def erase(self, request: Request) -> None:
        """Delete the notes."""
        delete_notes(request.ids("note"))

    def count_due(self, until: datetime) -> int:
        """Count the notes about bookings that name nobody any more."""
        return db.session.scalar(select(func.count()).select_from(_due(until).subquery())) or 0

    def erase_due(self, due: Due) -> int:
        """Delete what is left of notes about bookings that name nobody any more."""
        ids = db.session.scalars(_due(due.until).limit(due.most)).all()
        delete_notes(ids)
        return len(ids)


def _due(until: datetime) -> Select[UUID]:
    erased = exists().where(Booking.id == BookingNote.booking_id, Booking.erased_at <= until)
    return select(BookingNote.booking_id).where(erased)


def _finding(
    note: BookingNote, reference: str, of: str | None = None, certain: bool = True
) -> Finding:
    return Finding(
        key=f"note:{reference}",
        label=f"note about booking {reference}",
        data={"note": note.note, "reason": note.reason, "changed_at": note.changed_at},
        ids=(note.booking_id,),
        of=of,
        certain=certain,
    )
