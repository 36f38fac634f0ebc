"""Which personal data the wait list holds, and how it is forgotten."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, case, exists, func, or_, select, update

from ortenaudigital.audit.commands import record
from ortenaudigital.audit.privacy import forget_actors_about, history_of
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.bookings.wait_list.queries import IS_OPEN
from ortenaudigital.bookings.wait_list.rules import EntryState
from ortenaudigital.events.models import Day, admits_to
from ortenaudigital.events.rules import DEFAULT_LANGUAGE, RETENTION, erase_at, text_in
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.personal import Due, Finding, Holder, Person, Request, columns_of, tables
from ortenaudigital.outbox.privacy import forget_letters, letters_about

NOBODY = dict.fromkeys(("first_name", "last_name", "email", "mailbox"), "")


class WaitListHolder(Holder):
    """Those who wait, or have waited."""

    columns = columns_of(
        "wait_list_entry",
        erased=" ".join(NOBODY),
        no_person="state key_hash language access_code_id invitation_id",
    )
    of_event = tables("wait_list_entry")

    def find(self, person: Person) -> Iterator[Finding]:
        """Find who waits with the address."""
        near = select(WaitListEntry).where(person.may_have(WaitListEntry.email))
        query = near.order_by(WaitListEntry.created_at, WaitListEntry.id)
        for entry in db.session.scalars(query).unique():
            if person.has(entry.email):
                yield _finding(entry)

    def correct(self, request: Request) -> None:
        """Write another name or address."""
        right = request.correction
        query = select(WaitListEntry).where(WaitListEntry.id.in_(request.ids("wait-list")))
        for entry in db.session.scalars(query).unique():
            if right.name is not None:
                entry.first_name, entry.last_name = right.name
            if right.email is not None:
                entry.email, entry.mailbox = right.email, right.email.lower()
            record(
                "bookings.wait_list_corrected",
                entry.id,
                request.actor,
                request.now,
                event_id=entry.ticket_type.event_id,
                fields=right.fields,
            )

    def erase(self, request: Request) -> None:
        """Take somebody off the list and forget them; a round gives back what they were offered.

        Not here: ticket types are locked before holds, and others were locked in between.
        """
        _forget(request.ids("wait-list"), request.now)

    def count_due(self, until: datetime) -> int:
        """Count those who waited for what is long over, or who left long ago."""
        return db.session.scalar(select(func.count()).select_from(_due(until).subquery())) or 0

    def erase_due(self, due: Due) -> int:
        """Forget some of those; return how many."""
        ids = db.session.scalars(_due(due.until).limit(due.most)).all()
        _forget(ids, due.now)
        return len(ids)


def _finding(entry: WaitListEntry) -> Finding:
    event, title = entry.event, text_in(entry.ticket_type.title, DEFAULT_LANGUAGE)
    return Finding(
        key=f"wait-list:{entry.id}",
        label=f"wait list of {event.title}, {title}: {entry.name}, places: {entry.number}",
        data=_data(entry),
        ids=(entry.id,),
        names=frozenset({entry.name}),
        subjects=frozenset({str(entry.id), f"event:{event.id}"}),
    )


def _data(entry: WaitListEntry) -> dict[str, Any]:
    return {
        "event": entry.event.title,
        "kind": text_in(entry.ticket_type.title, DEFAULT_LANGUAGE),
        "places": entry.number,
        "first_name": entry.first_name,
        "last_name": entry.last_name,
        "email": entry.email,
        "language": entry.language,
        "state": entry.state,
        "joined_at": entry.created_at,
        "offered_at": entry.offered_at,
        "offered_until": entry.hold.until if entry.hold else None,
        "ended_at": entry.ended_at,
        "erased_at_the_latest": erase_at(day.closes_at for day in entry.event.days),
        "letters": letters_about(str(entry.id)),
        "history": history_of(str(entry.id)),
    }


def _due(until: datetime) -> Select[UUID]:
    """Select the ids of those whose days, or whose waiting, ended 28 days before `until`."""
    later = exists().where(
        admits_to.c.ticket_type_id == WaitListEntry.ticket_type_id,
        and_(admits_to.c.day_id == Day.id, Day.closes_at > until - RETENTION),
    )
    left = WaitListEntry.ended_at <= until - RETENTION
    filled = or_(*(getattr(WaitListEntry, column) != "" for column in NOBODY))
    named = or_(WaitListEntry.erased_at.is_(None), filled)
    return select(WaitListEntry.id).where(or_(~later, left), named)


def _forget(ids: Sequence[UUID], now: datetime) -> None:
    if not ids:
        return
    left = {
        "state": case((IS_OPEN, EntryState.LEFT), else_=WaitListEntry.state),
        "ended_at": case((IS_OPEN, now), else_=WaitListEntry.ended_at),
    }
    values: dict[str, Any] = {**NOBODY, **left, "erased_at": now}
    forgotten = update(WaitListEntry).where(WaitListEntry.id.in_(ids)).values(values)
    db.session.execute(forgotten.execution_options(synchronize_session=False))
    subjects = [str(each) for each in ids]
    forget_letters(subjects)
    forget_actors_about(subjects)
