"""Write letters by time, and take what people answer; inside a transaction of the caller."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, update

from ortenaudigital.audit.commands import record
from ortenaudigital.audit.rules import from_to
from ortenaudigital.bookings.changes import HOLDER, cancel_tickets
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.reminders.letters import DAY_BEFORE, MISSED, REMINDER, THANKS
from ortenaudigital.bookings.reminders.models import AttendanceAnswer, LetterRound
from ortenaudigital.bookings.reminders.queries import Wanted, list_to_write, list_valid_tickets
from ortenaudigital.bookings.reminders.rules import PAUSE, Answer, Due, Occasion
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import find_and_lock, insert_if_absent, lock, row_count
from ortenaudigital.outbox.commands import About, Sending, enqueue
from ortenaudigital.outbox.queries import was_written
from ortenaudigital.outbox.texts.queries import is_off
from ortenaudigital.queue.rules import Priority

MOST_AT_ONCE = 500
KINDS = {
    Occasion.REMINDER: REMINDER,
    Occasion.DAY_BEFORE: DAY_BEFORE,
    Occasion.THANKS: THANKS,
}
# Who did not come may get another letter than who did.
KINDS_FOR = {
    occasion: (kind, MISSED) if occasion is Occasion.THANKS else (kind,)
    for occasion, kind in KINDS.items()
}
FindWhoCame = Callable[[Sequence[UUID]], Iterable[UUID]]
_door: set[FindWhoCame] = set()


def know_who_came(find: FindWhoCame) -> None:
    """Say who knows which tickets were let in: the door, which is above bookings."""
    _door.add(find)


def write_next(event: Event, due: Due, now: datetime) -> bool:
    """Write some of the letters that are due; say whether there may be more of them.

    However often and by however many workers it is called, each booking gets one for this date.
    """
    kind = KINDS[due.occasion]
    round_ = _take_turn(event, kind, due.date, now)
    if round_ is None:
        return False
    wanted = Wanted(due.ticket_type_ids, due.moment, round_.reached, _spared(kind, now))
    found = list_to_write(event, wanted, MOST_AT_ONCE)
    kinds = _kinds(event, kind, [each.id for each in found])
    for booking_id, reference in found:
        one = kinds.get(booking_id)
        if one is not None:
            key = f"{one}:{due.date}:{booking_id}"
            sending = Sending(Priority.BULK, f"{one}:{event.id}:{due.date}", key)
            enqueue(one, About(booking_id, reference, event.id), now, sending)
    if len(found) < MOST_AT_ONCE:
        round_.finished_at = now
        return False
    round_.reached = found[-1].id
    return True


def _take_turn(event: Event, kind: str, day: date, now: datetime) -> LetterRound | None:
    values = {"event_id": event.id, "kind": kind, "date": day, "begun_at": now}
    insert_if_absent(LetterRound, values)
    round_ = find_and_lock(LetterRound, event.id, kind, day)
    return None if round_ is None or round_.finished_at is not None else round_


def _spared(kind: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    # Their day was moved after they had been asked: the letter about that says all.
    return (was_written(kind, Booking.id, now - PAUSE),) if kind == REMINDER else ()


def _kinds(event: Event, kind: str, booking_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Say which letter each booking gets: after the event, that depends on who came."""
    if kind != THANKS:
        return {} if is_off(event.id, kind) else dict.fromkeys(booking_ids, kind)
    tickets = list_valid_tickets(booking_ids)
    ids = list(tickets)
    came = {tickets[each] for find in _door for each in find(ids)}
    # Where nobody was scanned, nobody is known to have stayed away.
    kinds = {each: THANKS if each in came else MISSED for each in booking_ids}
    return {each: kind for each, kind in kinds.items() if not is_off(event.id, kind)}


def answer(booking: Booking, wanted: Answer, positions: set[int], now: datetime) -> int:
    """Store what somebody answers to a reminder; return how many tickets are cancelled by it.

    Raises EventOver, BookingCalledOff, BookingErased or TicketsInside, as `cancel_tickets` does.
    """
    valid = {ticket.position: ticket for ticket in booking.valid_tickets}
    if wanted is Answer.COMES:
        given_back: set[int] = set()
    elif wanted is Answer.STAYS_AWAY:
        given_back = set(valid)
    else:
        given_back = positions & set(valid)
    number = cancel_tickets(booking, given_back, now, HOLDER) if given_back else 0
    for type_id in {ticket.ticket_type_id for ticket in valid.values()}:
        returned = sum(valid[each].ticket_type_id == type_id for each in given_back)
        _note(booking, type_id, returned if number else 0, now)
    record(
        "bookings.answered",
        booking.id,
        HOLDER,
        now,
        event_id=booking.event_id,
        answer=wanted.value,
        returned=number,
    )
    return number


def _note(booking: Booking, type_id: int, returned: int, now: datetime) -> None:
    key = {"booking_id": booking.id, "ticket_type_id": type_id}
    if insert_if_absent(AttendanceAnswer, {**key, "returned": returned, "answered_at": now}):
        return
    known = db.session.get(AttendanceAnswer, tuple(key.values()))
    if known is not None:
        known = lock(known)
        known.returned += returned
        known.answered_at = now


def want_only_necessary(booking: Booking, only: bool, now: datetime, actor: str = HOLDER) -> None:
    """Store whether somebody wants letters that nobody has to have."""
    changed = update(Booking).where(Booking.id == booking.id, Booking.only_necessary.is_(not only))
    if row_count(db.session.execute(changed.values(only_necessary=only))):
        record(
            "bookings.letters_wanted",
            booking.id,
            actor,
            now,
            event_id=booking.event_id,
            only_necessary=only,
            **from_to({"only_necessary": not only}, {"only_necessary": only}),
        )
