"""Ask to erase an event, confirm it, refuse, take back: inside the caller's transaction.

Of two who decide at the same moment, the database lets one: each changes the row only while it is
open.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from ortenaudigital.audit.commands import record
from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import EventState
from ortenaudigital.jobs.commands import request_job
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import find_and_lock, insert_if_absent, row_count
from ortenaudigital.outbox.commands import About, Sending, enqueue
from ortenaudigital.privacy.whole_event.errors import (
    AlreadyAsked,
    NoOwnerLongEnough,
    NoSecondOwner,
    NotOpen,
    NotWhoAsked,
    SamePerson,
    UnknownErasure,
)
from ortenaudigital.privacy.whole_event.letters import ASKED, BATCH, OUTCOME
from ortenaudigital.privacy.whole_event.models import EventErasure
from ortenaudigital.privacy.whole_event.queries import (
    count_content,
    find_open,
    get_erasure,
    list_lapsed,
    list_seconds,
    list_unfinished,
    read_facts,
)
from ortenaudigital.privacy.whole_event.rules import ErasureState, check_erasable, has_lapsed

JOB = "privacy.erase_event"
LANGUAGE = "de"
WORKER = "worker"


@dataclass(frozen=True)
class Owner:
    """Who asks or decides: by the number of the account, and as the history knows them."""

    user_id: int
    actor: str


def ask(event_id: int, owner: Owner, reason: str, now: datetime) -> EventErasure:
    """Ask for an event to be erased, and tell those who may confirm it.

    Raises AlreadyAsked, NoSecondOwner, and what `check_erasable` raises.
    """
    event = _locked(event_id)
    check_erasable(read_facts(event, now), now)
    seconds = list_seconds(event.id, owner.user_id, now)
    if not seconds:
        raise NoSecondOwner()
    erasure = _asked(event, owner.user_id, reason, now)
    record("privacy.erasure_asked", erasure.subject, owner.actor, now, slug=erasure.slug)
    for user in seconds:
        enqueue(ASKED, About(user.id, erasure.title), now, Sending(batch=f"{BATCH}{erasure.id}"))
    return erasure


def _asked(event: Event, user_id: int | None, reason: str, now: datetime) -> EventErasure:
    # One that nobody confirmed in time must not stand in the way until the worker has seen it.
    lapse(now)
    values = {
        "event_id": event.id,
        "slug": event.slug,
        "title": event.title,
        "first_day": event.days[0].date,
        "state": ErasureState.OPEN,
        "asked_at": now,
        "asked_by_id": user_id,
        "reason": reason,
    }
    if not insert_if_absent(EventErasure, values):
        raise AlreadyAsked()
    erasure = find_open(event.id, now)
    if erasure is None:
        raise AlreadyAsked()
    return erasure


def confirm(erasure_id: int, owner: Owner, now: datetime) -> None:
    """Have an event erased: from now on nobody sees it. Raises SamePerson and NoOwnerLongEnough.

    Also NotOpen, and what `check_erasable` raises.
    """
    erasure = get_erasure(erasure_id)
    if erasure.asked_by_id == owner.user_id:
        raise SamePerson()
    seconds = list_seconds(erasure.event_id, erasure.asked_by_id, now)
    if owner.user_id not in [each.id for each in seconds]:
        raise NoOwnerLongEnough()
    _begin(erasure, owner.user_id, owner.actor, now)


def erase_by_command(event_id: int, reason: str, actor: str, now: datetime) -> EventErasure:
    """Have an event erased by who has the server, where no second owner can confirm it.

    Raises AlreadyAsked, and what `check_erasable` raises.
    """
    event = _locked(event_id)
    check_erasable(read_facts(event, now), now)
    erasure = _asked(event, None, reason, now)
    record("privacy.erasure_asked", erasure.subject, actor, now, slug=erasure.slug)
    _begin(erasure, None, actor, now)
    return erasure


def _begin(erasure: EventErasure, user_id: int | None, actor: str, now: datetime) -> None:
    # The event first, as whoever changes it does: what it is now decides.
    event = _locked(erasure.event_id)
    check_erasable(read_facts(event, now), now)
    counts = count_content(event)
    _settle(erasure, ErasureState.CONFIRMED, now, decided_by_id=user_id, counts=counts)
    event.state = EventState.ERASING
    event.version += 1
    db.session.flush()
    record("privacy.erasure_confirmed", erasure.subject, actor, now, slug=erasure.slug, **counts)
    request_erasing(erasure.id, now)


def request_erasing(erasure_id: int, now: datetime) -> None:
    """Have the worker do it; asked twice it is done once."""
    request_job(JOB, f"erasure:{erasure_id}", {"erasure": str(erasure_id)}, LANGUAGE, now)


def refuse(erasure_id: int, owner: Owner, answer: str, now: datetime) -> None:
    """Refuse, and say why. Raises SamePerson and NotOpen."""
    erasure = get_erasure(erasure_id)
    if erasure.asked_by_id == owner.user_id:
        raise SamePerson()
    state = ErasureState.REFUSED
    _settle(erasure, state, now, decided_by_id=owner.user_id, answer=answer)
    record("privacy.erasure_refused", erasure.subject, owner.actor, now, slug=erasure.slug)
    tell_outcome(erasure, state, now)


def withdraw(erasure_id: int, owner: Owner, now: datetime) -> None:
    """Take a request back. Raises NotWhoAsked and NotOpen."""
    erasure = get_erasure(erasure_id)
    if erasure.asked_by_id != owner.user_id:
        raise NotWhoAsked()
    _settle(erasure, ErasureState.WITHDRAWN, now, decided_by_id=owner.user_id)
    record("privacy.erasure_withdrawn", erasure.subject, owner.actor, now, slug=erasure.slug)


def _settle(erasure: EventErasure, state: ErasureState, now: datetime, **values: Any) -> None:
    """Change an open request, if nobody was faster. Raises NotOpen."""
    if has_lapsed(erasure.asked_at, now) or not _changed(
        erasure.id, ErasureState.OPEN, state=state, decided_at=now, **values
    ):
        raise NotOpen()
    db.session.expire(erasure)


def _changed(erasure_id: int, before: ErasureState, **values: Any) -> bool:
    one = (EventErasure.id == erasure_id, EventErasure.state == before)
    changed = update(EventErasure).where(*one).values(**values)
    quietly = changed.execution_options(synchronize_session=False)
    return row_count(db.session.execute(quietly)) == 1


def lapse(now: datetime) -> int:
    """Forget the requests that nobody confirmed in time, and tell who asked; return how many."""
    number = 0
    for erasure_id in list_lapsed(now):
        if _changed(erasure_id, ErasureState.OPEN, state=ErasureState.LAPSED, decided_at=now):
            erasure = get_erasure(erasure_id)
            record("privacy.erasure_lapsed", erasure.subject, WORKER, now, slug=erasure.slug)
            tell_outcome(erasure, ErasureState.LAPSED, now)
            number += 1
    return number


def finish(erasure_id: int, now: datetime) -> None:
    """Note that nothing of the event is left; doing it again changes nothing."""
    erased = ErasureState.ERASED
    if not _changed(erasure_id, ErasureState.CONFIRMED, state=erased, finished_at=now):
        return
    erasure = get_erasure(erasure_id)
    db.session.refresh(erasure)
    details = {"slug": erasure.slug, "event": erasure.event_id, **erasure.counts}
    record("privacy.event_erased", erasure.subject, WORKER, now, **details)
    tell_outcome(erasure, erased, now)


def tell_outcome(erasure: EventErasure, state: ErasureState, now: datetime) -> None:
    """Write to who asked what came of it."""
    if erasure.asked_by_id is not None:
        once = Sending(key=f"{erasure.subject}:{state}")
        enqueue(OUTCOME, About(erasure.id, erasure.title), now, once)


def go_on(now: datetime) -> int:
    """Ask again for what was confirmed and is not done, whatever ended its job; return how many."""
    ids = list_unfinished()
    for erasure_id in ids:
        request_erasing(erasure_id, now)
    return len(ids)


def _locked(event_id: int) -> Event:
    event = find_and_lock(Event, event_id)
    if event is None or event.is_going:
        raise AlreadyAsked() if event else UnknownErasure()
    return event


def find_event_id(slug: str) -> int | None:
    """Find the number of an event, be it one that is being erased."""
    return db.session.scalar(select(Event.id).where(Event.slug == slug))
