"""What can be done with applications. Each function runs inside one transaction of its caller."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import joinedload

from ortenaudigital.audit.commands import record
from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import erase_at
from ortenaudigital.fair.applications.errors import ApplicationsClosed, UnknownExhibitor
from ortenaudigital.fair.applications.letters import APPLICATION, CONFIRM_ADDRESS, DECISION
from ortenaudigital.fair.applications.links import exhibitor_key
from ortenaudigital.fair.applications.models import Assignment, Exhibitor
from ortenaudigital.fair.applications.queries import (
    find_exhibitor_by_request,
    get_exhibitor,
    takes_applications,
)
from ortenaudigital.fair.applications.rules import (
    AT_STAKE,
    CONFIRM_WITHIN,
    State,
    check_decidable,
    check_kept,
    check_rejectable,
)
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import find_and_lock, insert_if_absent, row_count
from ortenaudigital.kernel.sealed import SealedId, seal
from ortenaudigital.outbox.commands import About, Sending, delete_letters, enqueue
from ortenaudigital.queue.rules import Priority

CONTENT = (
    *("name", "kind", "description", "website"),
    *("contact_name", "email", "phone", "wishes"),
)


@dataclass(frozen=True)
class Application:
    """What an exhibitor sends.

    `request_id` is new for each form shown, the same for its repeats.
    """

    request_id: UUID
    name: str
    kind: str
    description: str
    website: str
    contact_name: str
    email: str
    phone: str
    wishes: str
    language: str


def apply(event: Event, application: Application, now: datetime) -> Exhibitor:
    """Take an application, or return the one that the same form with the same content made before.

    Raises ApplicationsClosed.
    """
    request_id = _sealed_id(event, application)
    known = find_exhibitor_by_request(request_id)
    if known is not None:
        return known
    # Whoever calls the event off at this moment waits for us, or we see that it is.
    db.session.refresh(event, ["state"], with_for_update={"read": True})
    if not takes_applications(event, now):
        raise ApplicationsClosed()
    exhibitor_id = uuid4()
    values = asdict(application) | {
        "id": exhibitor_id,
        "event_id": event.id,
        "request_id": request_id,
        "key_hash": fingerprint(exhibitor_key(exhibitor_id)),
        "applied_at": now,
    }
    if not insert_if_absent(Exhibitor, values):
        repeated = find_exhibitor_by_request(request_id)
        if repeated is not None:
            return repeated
    record("stands.applied", exhibitor_id, "exhibitor", now)
    sending = Sending(Priority.HIGH, key=f"{CONFIRM_ADDRESS}:{exhibitor_id}")
    enqueue(CONFIRM_ADDRESS, About(exhibitor_id, application.name, event.id), now, sending)
    return get_exhibitor(exhibitor_id)


def confirm(exhibitor: Exhibitor, now: datetime) -> None:
    """Take the address of an application as confirmed: from now on it is one. Once is enough."""
    unconfirmed = (Exhibitor.id == exhibitor.id, Exhibitor.state == State.UNCONFIRMED)
    changed = db.session.execute(update(Exhibitor).where(*unconfirmed).values(state=State.APPLIED))
    db.session.expire(exhibitor, ["state"])
    if row_count(changed):
        record("stands.confirmed", exhibitor.id, "exhibitor", now)
        sending = Sending(Priority.HIGH, key=f"{APPLICATION}:{exhibitor.id}")
        enqueue(APPLICATION, About(exhibitor.id, exhibitor.name, exhibitor.event_id), now, sending)


def disown(exhibitor: Exhibitor, now: datetime) -> None:
    """Delete an application at the wish of who owns its address, and never made it."""
    _delete([Exhibitor.id == exhibitor.id], "exhibitor", now)


def delete_unconfirmed(now: datetime) -> int:
    """Delete the applications whose address nobody confirmed in time; return how many."""
    return _delete([Exhibitor.applied_at < now - CONFIRM_WITHIN], "worker", now)


def _delete(which: Sequence[ColumnElement[bool]], actor: str, now: datetime) -> int:
    gone = delete(Exhibitor).where(Exhibitor.state == State.UNCONFIRMED, *which)
    ids = db.session.scalars(gone.returning(Exhibitor.id)).all()
    for exhibitor_id in ids:
        record("stands.deleted_unconfirmed", exhibitor_id, actor, now)
    delete_letters([str(exhibitor_id) for exhibitor_id in ids])
    return len(ids)


def _sealed_id(event: Event, application: Application) -> SealedId:
    """Seal the id of an application with all that was sent but the language."""
    sent = asdict(application)
    content = [str(sent[name]) for name in CONTENT]
    return seal("application form", application.request_id, event.slug, *content)


def lock_exhibitor(exhibitor: Exhibitor, now: datetime) -> None:
    """Keep others from deciding until the commit, and read anew.

    Raises UnknownExhibitor or ExhibitorErased.
    """
    if find_and_lock(Exhibitor, exhibitor.id) is None:
        raise UnknownExhibitor()
    ends = erase_at(day.closes_at for day in exhibitor.event.days)
    check_kept(now, ends, exhibitor.erased_at)


def decide(exhibitor: Exhibitor, accept: bool, now: datetime, actor: str) -> None:
    """Accept an exhibitor or turn them down; deciding the same again changes nothing.

    Raises NotConfirmed, StillAssigned or ExhibitorErased.
    """
    # Before its state and its stands are looked at: somebody may be giving it one right now.
    lock_exhibitor(exhibitor, now)
    check_decidable(exhibitor.state)
    state = State.ACCEPTED if accept else State.REJECTED
    if exhibitor.state == state:
        return
    if not accept:
        check_rejectable(len(exhibitor.assignments))
    exhibitor.state = state
    exhibitor.decided_at = now
    record(f"stands.{state}", exhibitor.id, actor, now)
    enqueue(DECISION, About(exhibitor.id, exhibitor.name, exhibitor.event_id), now)


def withdraw(exhibitor: Exhibitor, now: datetime, actor: str) -> None:
    """Take an application out, at the wish of the exhibitor: its slots are free at once.

    Doing it again, or once it was turned down, changes nothing. Raises ExhibitorErased.
    """
    lock_exhibitor(exhibitor, now)
    if exhibitor.state not in AT_STAKE:
        return
    free_slots(exhibitor, now, actor)
    exhibitor.state = State.WITHDRAWN
    exhibitor.decided_at = now
    record("stands.withdrawn", exhibitor.id, actor, now)
    db.session.flush()


def free_slots(exhibitor: Exhibitor, now: datetime, actor: str) -> None:
    """Free what is assigned to an exhibitor that is locked, or held for it."""
    theirs = select(Assignment).where(Assignment.exhibitor_id == exhibitor.id)
    query = theirs.options(joinedload(Assignment.slot)).order_by(Assignment.slot_id)
    for assignment in db.session.scalars(query).unique().all():
        label = assignment.slot.label
        record("stands.taken_back", exhibitor.id, actor, now, stand=label)
        db.session.delete(assignment)
    db.session.flush()
    db.session.expire(exhibitor, ["assignments"])
