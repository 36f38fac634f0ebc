"""What can be done at the fair. Each function runs inside one transaction of its caller."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, select, update

from ortenaudigital.audit.commands import record
from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import erase_at
from ortenaudigital.fair.errors import ApplicationsClosed, SlotTaken, UnknownExhibitor, UnknownSlot
from ortenaudigital.fair.letters import APPLICATION, ASSIGNMENT, CONFIRM_ADDRESS, DECISION
from ortenaudigital.fair.links import exhibitor_key
from ortenaudigital.fair.models import Assignment, Exhibitor, Slot
from ortenaudigital.fair.queries import find_exhibitor_by_request, get_exhibitor, takes_applications
from ortenaudigital.fair.rules import (
    CONFIRM_WITHIN,
    State,
    check_assignable,
    check_decidable,
    check_kept,
    check_rejectable,
)
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.constraints import constraint_as
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


def _lock(exhibitor: Exhibitor, now: datetime) -> None:
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
    _lock(exhibitor, now)
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


def assign(slot: Slot, exhibitor: Exhibitor, now: datetime, actor: str) -> None:
    """Give a slot to an exhibitor. Raises NotAccepted, or SlotTaken which names the holder.

    Raises ExhibitorErased, and UnknownSlot if the event file has no such stand any more.
    """
    _lock(exhibitor, now)
    check_assignable(exhibitor.state)
    if find_and_lock(Slot, slot.id) is None:
        raise UnknownSlot()
    assignment = Assignment(
        slot_id=slot.id, exhibitor_id=exhibitor.id, assigned_at=now, assigned_by=actor
    )
    with constraint_as("uq_assignment_slot_id", lambda: _taken(slot)):
        db.session.add(assignment)
        db.session.flush()
    db.session.expire(exhibitor, ["assignments"])
    record("stands.assigned", exhibitor.id, actor, now, stand=slot.stand.label)
    enqueue(ASSIGNMENT, About(exhibitor.id, exhibitor.name, exhibitor.event_id), now)


def _taken(slot: Slot) -> SlotTaken:
    db.session.refresh(slot, ["assignment"])
    holder = slot.assignment.exhibitor.name if slot.assignment else "?"
    return SlotTaken(stand=slot.stand.label, holder=holder)


def take_back(slot: Slot, exhibitor: Exhibitor, now: datetime, actor: str) -> None:
    """Take a slot back from an exhibitor.

    Raises ExhibitorErased, and UnknownSlot if it is not theirs.
    """
    _lock(exhibitor, now)
    held = (Assignment.slot_id == slot.id, Assignment.exhibitor_id == exhibitor.id)
    assignment = db.session.scalars(select(Assignment).where(*held)).unique().one_or_none()
    if assignment is None:
        raise UnknownSlot()
    db.session.delete(assignment)
    db.session.flush()
    db.session.expire(exhibitor, ["assignments"])
    db.session.expire(slot, ["assignment"])
    record("stands.taken_back", exhibitor.id, actor, now, stand=slot.stand.label)
    enqueue(ASSIGNMENT, About(exhibitor.id, exhibitor.name, exhibitor.event_id), now)
