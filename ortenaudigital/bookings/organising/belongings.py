"""What belongs to a booking besides its tickets, taken along into another."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from ortenaudigital.bookings.groups.models import BookingGroup
from ortenaudigital.bookings.needs.commands import delete_needs
from ortenaudigital.bookings.needs.models import BookingNeeds
from ortenaudigital.bookings.notes.models import BookingNote
from ortenaudigital.bookings.questions.models import Answer
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_if_absent, insert_row


def take_along(into: UUID, other: UUID, now: datetime) -> None:
    """Take needs, answers, notes and the organisation along; what `into` says itself goes before.

    Both are locked.
    """
    _take_needs(into, other)
    _take_answers(into, other)
    _take_notes(into, other, now)
    group = db.session.get(BookingGroup, other)
    if group is not None:
        insert_if_absent(BookingGroup, {"booking_id": into, "organisation": group.organisation})
        db.session.delete(group)


def _take_needs(into: UUID, other: UUID) -> None:
    """Keep all that was told, with the later consent; all of it is to be seen to again."""
    told = [found for each in (into, other) if (found := db.session.get(BookingNeeds, each))]
    if not told or told[-1].booking_id != other:
        return
    latest = max(told, key=lambda each: each.consented_at)
    row = {
        "booking_id": into,
        "kinds": list(dict.fromkeys(kind for each in told for kind in each.kinds)),
        "other": "\n".join(each.other for each in told if each.other),
        "consented_at": latest.consented_at,
        "wording": latest.wording,
    }
    delete_needs([into, other])
    db.session.expire_all()
    insert_row(BookingNeeds, row)


def _take_answers(into: UUID, other: UUID) -> None:
    said = select(Answer.ticket_type_id, Answer.key).where(Answer.booking_id == into)
    given = {(type_id, key) for type_id, key in db.session.execute(said)}
    for answer in db.session.scalars(select(Answer).where(Answer.booking_id == other)):
        if (answer.ticket_type_id, answer.key) not in given:
            one = (Answer.booking_id == other, Answer.ticket_type_id == answer.ticket_type_id)
            moved = update(Answer).where(*one, Answer.key == answer.key).values(booking_id=into)
            db.session.execute(moved.execution_options(synchronize_session=False))
    db.session.execute(delete(Answer).where(Answer.booking_id == other))
    db.session.expire_all()


def _take_notes(into: UUID, other: UUID, now: datetime) -> None:
    theirs = db.session.get(BookingNote, other)
    if theirs is None:
        return
    insert_if_absent(BookingNote, {"booking_id": into, "changed_at": now})
    ours = db.session.get_one(BookingNote, into, populate_existing=True)
    ours.note = "\n".join(filter(None, [ours.note, theirs.note]))
    ours.reason = "\n".join(filter(None, [ours.reason, theirs.reason]))
    ours.changed_at = now
    db.session.delete(theirs)
