"""Places: the one module where they are taken and given back.

A ticket takes a place of every quota that its type draws on, all or none. Rows are locked in one
order: event, ticket types, holds, quotas, days, each by their ids. So whoever moves places of
several types locks all of these first, and then comes here once. Places that are held
(`bookings/holds`) are taken as well, by no ticket yet.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from blinker import Signal
from sqlalchemy import ColumnElement, Integer, Table, bindparam, case, func, or_, select, update
from sqlalchemy.orm import aliased

from ortenaudigital.events.errors import DayFull, QuotaFull, SoldOut
from ortenaudigital.events.models import Day, Event, Quota, TicketType, draws_on
from ortenaudigital.events.revisions import next_revisions
from ortenaudigital.events.rules import DEFAULT_LANGUAGE
from ortenaudigital.kernel.db import connection, db
from ortenaudigital.kernel.db.driver import Prepared, driver_of
from ortenaudigital.kernel.db.rows import row_count

# Sent inside the transaction that gives places back, with `freed`: how many more there are now, by
# the ids of quotas. These are locked, ticket types of others that draw on them are not.
places_freed = Signal()

_TABLE: Table = Quota.__table__  # type: ignore[assignment]  # a table, always
# Built once: a statement that is made anew costs more to compile than to run.
_COUNT = bindparam("number", type_=Integer)
_TYPE_ID = bindparam("ticket_type_id", type_=Integer)
# What is kept for those who wait is not for whoever comes along.
_KEPT = Quota.freed + Quota.saved
# 1 for whoever stands at the door: unlike who booked, they do come, and need a real place.
_REAL = bindparam("real", type_=Integer)
_MAY_BE_TAKEN = Quota.size - Quota.extra * _REAL
_HAS_PLACES = or_(Quota.size.is_(None), Quota.taken + _KEPT + _COUNT <= _MAY_BE_TAKEN)
_locked = aliased(Quota)
# Locks in the order of ids, in whatever order PostgreSQL comes to update.
_DRAWN_ON = (
    select(_locked.id)
    .join(draws_on, draws_on.c.quota_id == _locked.id)
    .where(draws_on.c.ticket_type_id == _TYPE_ID)
    .order_by(_locked.id)
    .with_for_update(of=_locked, key_share=True)
)
_WANTED = (
    select(func.count()).select_from(draws_on).where(draws_on.c.ticket_type_id == _TYPE_ID)
).scalar_subquery()
# Read once the row of the type is locked: whoever changes the event locks it as well.
_EVENT_ID = select(TicketType.event_id).where(TicketType.id == _TYPE_ID).scalar_subquery()
_VERSION = select(Event.version).where(Event.id == _EVENT_ID).scalar_subquery()
_VERSION_OF_TYPE = select(_VERSION)
_TAKE_ALL = Prepared(
    update(_TABLE)
    .where(_TABLE.c.id.in_(_DRAWN_ON), _HAS_PLACES)
    .values(taken=_TABLE.c.taken + _COUNT)
    .returning(_TABLE.c.id, _WANTED.label("wanted"), _VERSION.label("version"))
)
# Never of a day: that is what fire safety allows.
_LACKING = _TABLE.c.taken + _TABLE.c.freed + _TABLE.c.saved + _COUNT - _TABLE.c.size
_GRANT = (
    update(_TABLE)
    .where(_TABLE.c.id.in_(_DRAWN_ON), _TABLE.c.size.is_not(None), _LACKING > 0)
    .where(_TABLE.c.id.not_in(select(Day.quota_id).where(Day.quota_id.is_not(None))))
    .values(
        size=_TABLE.c.size + _LACKING,
        extra=_TABLE.c.extra + _LACKING,
        granted=_TABLE.c.granted + _LACKING,
    )
)
# Those that nobody has, and that nobody waits for.
_LEFT = _TABLE.c.size - _TABLE.c.taken - _TABLE.c.freed - _TABLE.c.saved
_UNUSED = case((_TABLE.c.granted > _LEFT, _LEFT), else_=_TABLE.c.granted)
_TAKE_BACK = (
    update(_TABLE)
    .where(_TABLE.c.size.is_not(None), _UNUSED > 0)
    .values(
        size=_TABLE.c.size - _UNUSED,
        extra=_TABLE.c.extra - _UNUSED,
        granted=_TABLE.c.granted - _UNUSED,
    )
    .returning(_TABLE.c.granted)
)
_OF_QUOTA = update(_TABLE).where(_TABLE.c.id == bindparam("quota_id"))
_MOVE = _OF_QUOTA.values(taken=_TABLE.c.taken + _COUNT)
_TAKE = _MOVE.where(_HAS_PLACES)


@dataclass(frozen=True)
class Taken:
    """Places that were taken: a revision for each, and the version of the event by then."""

    revisions: range
    version: int


def take_places(ticket_type_id: int, number: int, *, real: bool = False) -> Taken:
    """Take places of a ticket type, all or none. Raises SoldOut.

    The guarded UPDATE decides, however many ask at once. `real`: none of those by which a quota is
    overbooked.
    """
    revisions = next_revisions(ticket_type_id, number)
    values = {"ticket_type_id": ticket_type_id, "number": number, "real": int(real)}
    taken = driver_of(connection()).rows(_TAKE_ALL, values)
    quota_ids = [quota_id for quota_id, _, _ in taken]
    if not taken or len(taken) < taken[0][1]:
        _undo(dict.fromkeys(quota_ids, number))
        raise _sold_out(ticket_type_id, Quota.id.not_in(quota_ids), real)
    return Taken(revisions, taken[0][2])


def grant_places(ticket_type_id: int, number: int, instead_of: int | None = None) -> None:
    """Add as many extra places as lack for so many tickets of a type; lock the type before.

    `instead_of`: of which type they are now; what both draw on lacks nothing. What is kept for
    those who wait stays kept. The house holds no more for that: if a day is full, the places cannot
    be taken all the same.
    """
    values = {"ticket_type_id": ticket_type_id, "number": number}
    has_them = select(draws_on.c.quota_id).where(draws_on.c.ticket_type_id == instead_of)
    db.session.execute(_GRANT.where(_TABLE.c.id.not_in(has_them)), values)


def take_granted_back(quota_id: int) -> int | None:
    """Take back the extra places of a quota that nobody has; return how many extra ones are left.

    None if there were none. The guarded UPDATE decides, whoever books meanwhile.
    """
    left = db.session.scalar(_TAKE_BACK.where(_TABLE.c.id == quota_id))
    return None if left is None else int(left)


def held_places(ticket_type_id: int, number: int) -> Taken:
    """Draw revisions for places that were taken before, and say which version the event has."""
    revisions = next_revisions(ticket_type_id, number)
    version = connection().execute(_VERSION_OF_TYPE, {"ticket_type_id": ticket_type_id})
    return Taken(revisions, version.scalar_one())


def release_places(places: Mapping[int, int]) -> None:
    """Give places back, so many by the id of their ticket type. Lock these types before."""
    move_places({type_id: -number for type_id, number in places.items()})


def move_places(places: Mapping[int, int], *, real: bool = False) -> None:
    """Take places of some ticket types and give back others, all or none. Raises SoldOut.

    `places` are those to take by the id of their type, below zero those to give back. Lock these
    types before. `real` as for `take_places`.
    """
    moved = _by_quota(places)
    done: dict[int, int] = {}
    for quota_id, number in sorted((key, each) for key, each in moved.items() if each):
        values = {"quota_id": quota_id, "number": number}
        if number > 0:
            values["real"] = int(real)
        if not row_count(db.session.execute(_TAKE if number > 0 else _MOVE, values)):
            _undo(done)
            raise _sold_out(_first_taker(places, quota_id), Quota.id == quota_id, real)
        done[quota_id] = number
    tell_freed({quota_id: -number for quota_id, number in moved.items() if number < 0})


def _by_quota(places: Mapping[int, int]) -> Counter[int]:
    links = select(draws_on).where(draws_on.c.ticket_type_id.in_(places))
    moved: Counter[int] = Counter()
    for type_id, quota_id in db.session.execute(links):
        moved[quota_id] += places[type_id]
    return moved


def _undo(taken: Mapping[int, int]) -> None:
    # Who gets no place at the door is answered in the same transaction.
    for quota_id, number in sorted(taken.items()):
        db.session.execute(_MOVE, {"quota_id": quota_id, "number": -number})


def _first_taker(places: Mapping[int, int], quota_id: int) -> int:
    drawing = select(draws_on.c.ticket_type_id).where(draws_on.c.quota_id == quota_id)
    takers = [int(each) for each in db.session.scalars(drawing) if places.get(each, 0) > 0]
    return min(takers)


def _sold_out(ticket_type_id: int, which: ColumnElement[bool], real: bool) -> SoldOut:
    """Say which of the quotas that are full is the tightest."""
    free = Quota.size - Quota.extra * int(real) - Quota.taken - _KEPT
    left = case((free > 0, free), else_=0)
    query = (
        select(Quota.slug, Quota.title, TicketType.title.label("own"), Day.date, left.label("left"))
        .join(draws_on, draws_on.c.quota_id == Quota.id)
        .outerjoin(TicketType, TicketType.quota_id == Quota.id)
        .outerjoin(Day, Day.quota_id == Quota.id)
        .where(draws_on.c.ticket_type_id == ticket_type_id, which)
        .order_by(left, Quota.id)
    )
    full = db.session.execute(query.limit(1)).one()
    if full.date is not None:
        return DayFull(date=full.date, left=full.left, ticket_type_id=ticket_type_id)
    title = full.own or full.title or {DEFAULT_LANGUAGE: full.slug}
    return QuotaFull(title=title, left=full.left, ticket_type_id=ticket_type_id)


def tell_freed(freed: Mapping[int, int]) -> None:
    """Tell whoever waits for places, such as a wait list, how many more quotas have now."""
    if freed:
        places_freed.send(Quota, freed=freed)
