"""Offer places that came free to those who wait: inside one transaction of the caller.

What is given back while somebody waits is kept (`Quota.freed`) in the same transaction, so that
nobody who comes along overtakes them. A round of the worker then offers it: it locks all ticket
types of the event for which somebody waits, then the quotas, which whoever gave a place back could
not have done in that order any more.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select, update

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.holds.commands import Wish, hold_places, release_holds
from ortenaudigital.bookings.holds.models import HoldPurpose
from ortenaudigital.bookings.rules import is_under
from ortenaudigital.bookings.wait_list.commands import AT_ONCE, about
from ortenaudigital.bookings.wait_list.errors import NotWaiting, RightGone, TooFewPlaces
from ortenaudigital.bookings.wait_list.letters import ENDED, OFFER
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.bookings.wait_list.queries import IS_WAITING, WAITING_WITH_RIGHTS, get_entry
from ortenaudigital.bookings.wait_list.rules import (
    EntryState,
    Outcome,
    Places,
    Waiting,
    ends_at,
    next_offers,
    offer_until,
    saves,
)
from ortenaudigital.events.models import Event, Quota, TicketType, draws_on
from ortenaudigital.events.rules import Access, Phase, booking_phase
from ortenaudigital.kernel.db import connection, db
from ortenaudigital.kernel.db.rows import row_count
from ortenaudigital.outbox.commands import enqueue

WORKER = "worker"
AT_A_TIME = 1000


def keep_freed(_: object, freed: Mapping[int, int]) -> None:
    """Keep places that come free for those who wait, in the transaction that gives them back."""
    waits = exists().where(
        draws_on.c.quota_id == Quota.id,
        WaitListEntry.ticket_type_id == draws_on.c.ticket_type_id,
        IS_WAITING,
    )
    for quota_id, number in sorted(freed.items()):
        kept = update(Quota).where(Quota.id == quota_id, waits)
        kept = kept.values(freed=Quota.freed + number)
        db.session.execute(kept.execution_options(synchronize_session=False))


def end_expired(_: object, hold_ids: frozenset[UUID], now: datetime) -> None:
    """Take those off the list who did not answer in time, and tell them."""
    expired = (
        update(WaitListEntry)
        .where(WaitListEntry.hold_id.in_(hold_ids), WaitListEntry.state == EntryState.OFFERED)
        .values(state=EntryState.EXPIRED, ended_at=now)
        .returning(WaitListEntry.id)
    )
    for entry_id in connection().scalars(expired).all():
        entry = get_entry(entry_id)
        event_id = entry.ticket_type.event_id
        record("bookings.wait_list_expired", entry_id, WORKER, now, event_id=event_id)
        enqueue(ENDED, about(entry_id, entry.ticket_type), now)


@dataclass(frozen=True)
class _Locked:
    """The ticket types of an event that can be offered, by id, and all its quotas."""

    types: Mapping[int, TicketType]
    quotas: Sequence[Quota]

    def places(self) -> Places:
        """Return the places that are free for those who wait."""
        limited = {each.id: each for each in self.quotas if each.size is not None}
        return Places(
            free={key: max((each.size or 0) - each.taken, 0) for key, each in limited.items()},
            size={key: each.size or 0 for key, each in limited.items()},
            fresh={each.id for each in self.quotas if each.freed},
        )


def offer_places(event_id: int, now: datetime) -> int:
    """Offer the free places of an event to those who wait; return how many offers were made.

    What is left, and is saved for nobody, is for whoever comes along.
    """
    event, locked = _lock(event_id, now)
    outcome = _decide(event, locked, now)
    _keep(locked.quotas, {})
    made = sum(_offer(each, locked, event, now) for each in outcome.offered)
    _count_passed_over(outcome.passed_over)
    _keep(locked.quotas, outcome.saved)
    return made


def let_go(event_id: int, now: datetime) -> bool:
    """Give to everybody what is kept for nobody; say whether nobody can use it.

    What a round of the worker does that has nothing to offer: whoever finds all places gone need
    not wait for it. If there is anybody whom it fits, all stays as it is: only the worker offers,
    since the letters and their deadlines are its business.
    """
    event, locked = _lock(event_id, now)
    outcome = _decide(event, locked, now)
    if outcome.offered:
        return False
    _count_passed_over(outcome.passed_over)
    _keep(locked.quotas, outcome.saved)
    return True


def _decide(event: Event, locked: _Locked, now: datetime) -> Outcome:
    last = _last_end(event, locked.types.values())
    save = last is not None and saves(now, last)
    return next_offers(locked.places(), _waiting(locked.types, now=now), save=save)


def offer_now(entry_id: UUID, reason: str, now: datetime, actor: str) -> None:
    """Offer places to somebody out of turn, if there are any, saved ones among them.

    Raises NotWaiting, RightGone or TooFewPlaces.
    """
    entry = get_entry(entry_id)
    event, locked = _lock(entry.ticket_type.event_id, now)
    db.session.refresh(entry)
    ticket_type = locked.types.get(entry.ticket_type_id)
    if entry.state is not EntryState.WAITING or ticket_type is None:
        raise NotWaiting()
    wanted = next(_waiting({ticket_type.id: ticket_type}, entry.id, now=now), None)
    if wanted is None or (wanted.right_left is not None and wanted.right_left < wanted.number):
        raise RightGone()
    places = locked.places()
    left = min((places.free[key] for key in wanted.draws_on if key in places.free), default=None)
    if left is not None and left < entry.number:
        raise TooFewPlaces(left=left)
    kept = {each.id: (each.freed, each.saved) for each in locked.quotas}
    _keep(locked.quotas, {})
    _offer(wanted, locked, event, now)
    for each in locked.quotas:
        db.session.refresh(each)
        free = None if each.size is None else each.size - each.taken
        each.freed = _at_most(kept[each.id][0], free)
        each.saved = _at_most(kept[each.id][1], free if free is None else free - each.freed)
    db.session.flush()
    more: dict[str, Any] = {"event_id": event.id, "reason": reason}
    record("bookings.wait_list_offered_by_hand", entry_id, actor, now, **more)


def _at_most(number: int, most: int | None) -> int:
    return number if most is None else max(min(number, most), 0)


def _lock(event_id: int, now: datetime) -> tuple[Event, _Locked]:
    """Lock what is needed to offer places of an event; no types, if nothing can be booked."""
    waits = exists().where(WaitListEntry.ticket_type_id == TicketType.id, IS_WAITING)
    types = select(TicketType).where(TicketType.event_id == event_id, waits)
    types = types.order_by(TicketType.id).with_for_update(of=TicketType, key_share=True)
    fresh = {"populate_existing": True}
    found = db.session.scalars(types.execution_options(**fresh)).unique().all()
    quotas = select(Quota).where(Quota.event_id == event_id).order_by(Quota.id)
    quotas = quotas.with_for_update(key_share=True).execution_options(**fresh)
    locked = db.session.scalars(quotas).all()
    # Read once the types are locked: whoever changes the event locks them as well.
    event = db.session.get_one(Event, event_id, populate_existing=True)
    offered = {each.id: each for each in found if _is_offered(event, each, now)}
    return event, _Locked(offered, locked)


def _is_offered(event: Event, ticket_type: TicketType, now: datetime) -> bool:
    ends = [day.closes_at for day in ticket_type.days]
    opens_at = ticket_type.booking_opens_at or event.booking_opens_at
    phase = booking_phase(event.state, now, opens_at, _closes_at(event, ticket_type), ends)
    return phase is Phase.OPEN and ticket_type.access is not Access.EXHIBITORS


def _last_end(event: Event, types: Iterable[TicketType]) -> datetime | None:
    return max((_ends_at(event, each) for each in types), default=None)


def _ends_at(event: Event, ticket_type: TicketType) -> datetime:
    last = max(day.closes_at for day in ticket_type.days)
    return ends_at(_closes_at(event, ticket_type), last)


def _closes_at(event: Event, ticket_type: TicketType) -> datetime | None:
    return ticket_type.booking_closes_at or event.booking_closes_at


def _waiting(
    types: Mapping[int, TicketType], entry_id: UUID | None = None, *, now: datetime
) -> Iterator[Waiting]:
    """Read who waits, in the order of coming, and no more of them than somebody looks at.

    Without those whose address is not under a domain that opens their type. `entry_id`: only them.
    """
    entry = WaitListEntry
    query = WAITING_WITH_RIGHTS.where(entry.ticket_type_id.in_(types), IS_WAITING)
    if entry_id is not None:
        query = query.where(entry.id == entry_id)
    query = query.order_by(entry.created_at, entry.id)
    with closing(db.session.execute(query.execution_options(yield_per=AT_A_TIME))) as rows:
        for row in rows:
            if (waiting := _as_waiting(row, types[row.ticket_type_id], now)) is not None:
                yield waiting


def _as_waiting(row: Any, ticket_type: TicketType, now: datetime) -> Waiting | None:
    quotas = frozenset(quota.id for quota in ticket_type.draws_on)
    common = (row.id, ticket_type.id, quotas, row.number, row.passed_over)
    if ticket_type.access is Access.PUBLIC:
        return Waiting(*common)
    if row.access_code_id is not None:
        gone = row.code_withdrawn_at is not None or (row.ends_at is not None and row.ends_at <= now)
        size = 0 if gone else row.size
        left = None if size is None else size - row.code_used - row.code_offered
        return Waiting(*common, row.access_code_id, left, row.ends_at)
    if row.invitation_id is not None:
        gone = row.withdrawn_at is not None or row.declined_at is not None
        left = 0 if gone else row.invited - row.invitation_used - row.invitation_offered
        return Waiting(*common, row.invitation_id, left)
    return Waiting(*common) if is_under(row.email, ticket_type.domains) else None


def _offer(waiting: Waiting, locked: _Locked, event: Event, now: datetime) -> bool:
    ticket_type = locked.types[waiting.ticket_type_id]
    ends_at = _ends_at(event, ticket_type)
    until = offer_until(now, event.offer_hours, ends_at, waiting.right_ends_at)
    wish = Wish(ticket_type.id, waiting.number)
    hold_id = hold_places(wish, HoldPurpose.OFFER, until, now)
    guarded = (
        update(WaitListEntry)
        .where(WaitListEntry.id == waiting.key, IS_WAITING)
        .values(state=EntryState.OFFERED, hold_id=hold_id, offered_at=now)
    )
    if row_count(connection().execute(guarded)) != 1:
        # Gone in this moment; the next round offers the places to somebody else.
        release_holds([hold_id], now)
        return False
    more = {"event_id": event.id, "number": waiting.number}
    record("bookings.wait_list_offered", waiting.key, WORKER, now, **more)
    enqueue(OFFER, about(waiting.key, ticket_type), now, AT_ONCE)
    return True


def _count_passed_over(entry_ids: Sequence[UUID]) -> None:
    if entry_ids:
        counted = update(WaitListEntry).where(WaitListEntry.id.in_(entry_ids), IS_WAITING)
        counted = counted.values(passed_over=WaitListEntry.passed_over + 1)
        connection().execute(counted)


def _keep(quotas: Sequence[Quota], saved: Mapping[int, int]) -> None:
    """Keep what is saved up, and nothing else."""
    for quota in quotas:
        quota.freed, quota.saved = 0, saved.get(quota.id, 0)
    db.session.flush()
