"""What is true of places, whoever has booked, waits or was offered some: asked of the database."""

from collections import Counter

from sqlalchemy import select

from ortenaudigital.bookings.holds.models import Hold, HoldState
from ortenaudigital.bookings.letters import CANCELLATION, CONFIRMATION
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.wait_list.letters import ENDED, JOINED, OFFER
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.bookings.wait_list.rules import OPEN, EntryState
from ortenaudigital.events.models import Quota, TicketType
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.models import Letter


def check_truth() -> None:
    """Check all that must hold at every moment."""
    db.session.rollback()
    db.session.expire_all()
    for quota in db.session.scalars(select(Quota)):
        assert quota.size is None or quota.taken <= quota.size
        # Only places beyond its own may be given away twice, and those of the house never.
        assert quota.extra * 2 <= (quota.size or 0) - quota.extra
        assert quota.slug or not quota.extra
    _check_offers()
    _check_that_nobody_is_overtaken()
    _check_letters()
    db.session.rollback()


def check_rest() -> None:
    """Check what holds besides, once the worker has done its rounds."""
    assert not db.session.scalars(select(Quota.id).where(Quota.freed > 0)).all()
    is_open = Hold.state == HoldState.OPEN
    held = db.session.scalars(select(Hold.id).where(is_open)).all()
    offered = select(WaitListEntry.hold_id).where(WaitListEntry.state == EntryState.OFFERED)
    assert set(held) == set(db.session.scalars(offered))
    if not _waiting():
        assert not db.session.scalars(select(Quota.id).where(Quota.saved > 0)).all()
    db.session.rollback()


def _check_offers() -> None:
    """Whoever has an offer has places that are held, and whoever booked has a booking."""
    for entry in db.session.scalars(select(WaitListEntry)).unique():
        if entry.state is EntryState.OFFERED:
            assert entry.hold is not None
            assert (entry.hold.state, entry.hold.number) == (HoldState.OPEN, entry.number)
        if entry.state is EntryState.BOOKED:
            assert entry.hold is not None
            assert entry.hold.state is HoldState.USED
            assert entry.booking is not None


def _waiting() -> list[WaitListEntry]:
    query = select(WaitListEntry).where(WaitListEntry.state == EntryState.WAITING)
    return list(db.session.scalars(query).unique())


def _check_that_nobody_is_overtaken() -> None:
    """What everybody may have fits nobody who waits."""
    left = {each.id: each.left for each in db.session.scalars(select(TicketType))}
    for entry in _waiting():
        assert left[entry.ticket_type_id] < entry.number, (left, entry.number)


def _check_letters() -> None:
    """Whatever happened to somebody, there is a letter that says it, once."""
    written: dict[str, Counter[str]] = {}
    for subject, kind in db.session.execute(select(Letter.subject_id, Letter.kind)):
        written.setdefault(subject, Counter())[kind] += 1
    for entry in db.session.scalars(select(WaitListEntry)).unique():
        kinds = written.get(str(entry.id), Counter())
        ended = entry.state not in (*OPEN, EntryState.BOOKED)
        assert kinds[JOINED] == 1
        assert kinds[OFFER] == (entry.hold_id is not None)
        # Who was erased while they waited is written nothing more.
        assert kinds[ENDED] == ended or entry.erased_at is not None
    for booking in db.session.scalars(select(Booking)).unique():
        kinds = written.get(str(booking.id), Counter())
        assert kinds[CONFIRMATION] == 1
        cancelled = len(booking.valid_tickets) < len(booking.tickets)
        if booking.erased_at is None:
            assert (kinds[CANCELLATION] > 0) == cancelled
