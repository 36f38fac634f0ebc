"""What can be done with applications. Each function runs inside one transaction of its caller."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, update

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.questions.rules import Given
from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import erase_at
from ortenaudigital.fair.applications.answers.commands import store_answers
from ortenaudigital.fair.applications.errors import ApplicationsClosed, UnknownExhibitor
from ortenaudigital.fair.applications.letters import APPLICATION, CONFIRM_ADDRESS
from ortenaudigital.fair.applications.links import exhibitor_key
from ortenaudigital.fair.applications.models import Exhibitor, Need, NeedDay
from ortenaudigital.fair.applications.queries import (
    find_exhibitor_by_request,
    get_exhibitor,
    takes_applications,
)
from ortenaudigital.fair.applications.rules import (
    CONFIRM_WITHIN,
    Needs,
    State,
    check_kept,
)
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import (
    find_and_lock,
    insert_if_absent,
    insert_row,
    insert_rows,
    row_count,
)
from ortenaudigital.kernel.sealed import SealedId, seal
from ortenaudigital.outbox.commands import About, Sending, delete_letters, enqueue
from ortenaudigital.queue.rules import Priority

CONTENT = (
    *("name", "kind", "description", "website"),
    *("contact_name", "email", "phone", "wishes"),
)
MORE = ("language", "translations", "tags", "logo_id")


NO_NEEDS = Needs()


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
    translations: Mapping[str, str] = field(default_factory=dict)
    tags: str = ""
    logo_id: UUID | None = None
    needs: Needs = NO_NEEDS
    answers: Mapping[str, Given] = field(default_factory=dict)


def apply(
    event: Event, application: Application, now: datetime, *, known_address: bool = False
) -> Exhibitor:
    """Take an application, or return the one that the same form with the same content made before.

    With `known_address` whoever sends it has read our letter to that address, and need not confirm
    it once more. Raises ApplicationsClosed.
    """
    request_id = seal_application(event, application)
    known = find_exhibitor_by_request(request_id)
    if known is not None:
        return known
    # Whoever calls the event off at this moment waits for us, or we see that it is.
    db.session.refresh(event, ["state"], with_for_update={"read": True})
    if not takes_applications(event, now):
        raise ApplicationsClosed()
    state = State.APPLIED if known_address else State.UNCONFIRMED
    exhibitor, is_new = store_application(event, application, state, now)
    if is_new:
        record("stands.applied", exhibitor.id, "exhibitor", now, event_id=exhibitor.event_id)
        kind = APPLICATION if known_address else CONFIRM_ADDRESS
        sending = Sending(Priority.HIGH, key=f"{kind}:{exhibitor.id}")
        enqueue(kind, About(exhibitor.id, application.name, event.id), now, sending)
    return exhibitor


def store_application(
    event: Event, application: Application, state: State, now: datetime
) -> tuple[Exhibitor, bool]:
    """Store an application with its needs and answers; say whether it is new."""
    exhibitor_id, request_id = uuid4(), seal_application(event, application)
    values = {name: getattr(application, name) for name in (*CONTENT, *MORE)} | {
        "id": exhibitor_id,
        "event_id": event.id,
        "request_id": request_id,
        "key_hash": fingerprint(exhibitor_key(exhibitor_id)),
        "state": state,
        "applied_at": now,
    }
    if not insert_if_absent(Exhibitor, values):
        repeated = find_exhibitor_by_request(request_id)
        if repeated is not None:
            return repeated, False
    _store_needs(event, exhibitor_id, application.needs, now)
    store_answers(exhibitor_id, event.exhibitor_questions, application.answers)
    return get_exhibitor(exhibitor_id), True


def _store_needs(event: Event, exhibitor_id: UUID, needs: Needs, now: datetime) -> None:
    if needs == NO_NEEDS:
        return
    accepted_at = now if needs.terms_accepted else None
    same = ("width_cm", "depth_cm", "power_w", "network", "accessible", "pitch", "passes")
    values = {name: getattr(needs, name) for name in (*same, "wish_stand")}
    insert_row(Need, values | {"exhibitor_id": exhibitor_id, "terms_accepted_at": accepted_at})
    days = [day.id for day in event.days if day.id in needs.days]
    if days:
        insert_rows(NeedDay, [{"exhibitor_id": exhibitor_id, "day_id": each} for each in days])


def confirm(exhibitor: Exhibitor, now: datetime) -> None:
    """Take the address of an application as confirmed: from now on it is one. Once is enough."""
    unconfirmed = (Exhibitor.id == exhibitor.id, Exhibitor.state == State.UNCONFIRMED)
    changed = db.session.execute(update(Exhibitor).where(*unconfirmed).values(state=State.APPLIED))
    db.session.expire(exhibitor, ["state"])
    if row_count(changed):
        moved = {"was": State.UNCONFIRMED.value, "becomes": State.APPLIED.value}
        where = exhibitor.event_id
        record("stands.confirmed", exhibitor.id, "exhibitor", now, event_id=where, **moved)
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
    rows = db.session.execute(gone.returning(Exhibitor.id, Exhibitor.event_id)).all()
    for exhibitor_id, event_id in rows:
        record("stands.deleted_unconfirmed", exhibitor_id, actor, now, event_id=event_id)
    delete_letters([str(exhibitor_id) for exhibitor_id, _ in rows])
    return len(rows)


def seal_application(event: Event, application: Application) -> SealedId:
    """Seal the id of an application with all that was sent but the language."""
    content = [str(getattr(application, name)) for name in CONTENT]
    needs = "" if application.needs == NO_NEEDS else application.needs
    more = (application.translations, application.tags, application.logo_id, needs)
    # Left out where there is none, so that repeats of older forms find what those made.
    content += [str(each) for each in (*more, application.answers) if each]
    return seal("application form", application.request_id, event.slug, *content)


def lock_exhibitor(exhibitor: Exhibitor, now: datetime) -> None:
    """Keep others from deciding until the commit, and read anew.

    Raises UnknownExhibitor or ExhibitorErased.
    """
    if find_and_lock(Exhibitor, exhibitor.id) is None:
        raise UnknownExhibitor()
    ends = erase_at(day.closes_at for day in exhibitor.event.days)
    check_kept(now, ends, exhibitor.erased_at)
