"""Which personal data the fair holds: contacts of exhibitors, and who gave them their stands."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, delete, func, or_, select, update

from ortenaudigital.audit.commands import record
from ortenaudigital.audit.privacy import forget_actors_about, history_of
from ortenaudigital.events.privacy import event_over
from ortenaudigital.events.rules import erase_at
from ortenaudigital.fair.applications.answers.models import ExhibitorAnswer
from ortenaudigital.fair.applications.answers.queries import list_exhibitor_answers
from ortenaudigital.fair.applications.commands import disown
from ortenaudigital.fair.applications.deciding.withdrawing import withdraw
from ortenaudigital.fair.applications.models import Assignment, Difference, Exhibitor, Need, Task
from ortenaudigital.fair.applications.organising.tasks import list_tasks
from ortenaudigital.fair.applications.queries import get_exhibitor
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import lock
from ortenaudigital.kernel.personal import Due, Finding, Holder, Person, Request, columns_of, tables
from ortenaudigital.outbox.privacy import forget_letters, letters_about

NO_CONTACT = dict.fromkeys(
    (
        *("contact_name", "email", "phone", "wishes"),
        *("note", "group_name", "apart_from", "told_of"),
    ),
    "",
)
# Who was not accepted was never published. What is no text goes along.
NO_ENTRY = dict.fromkeys(("name", "description", "website", "links", "tags"), "")
NO_TRANSLATIONS: dict[str, dict[str, str]] = {"translations": {}}
NOTHING_SHOWN = {**NO_ENTRY, **NO_TRANSLATIONS, "logo_id": None}
SOMEBODY = "organiser"


class ApplicationsHolder(Holder):
    """Exhibitors, and what they applied for."""

    columns = {
        **columns_of(
            "exhibitor",
            erased=" ".join((*NO_ENTRY, *NO_TRANSLATIONS, *NO_CONTACT)),
            no_person="key_hash language kind state decided_from",
        ),
        **columns_of("need", erased="wish_stand"),
        **columns_of(
            "exhibitor_answer", deleted="given", published="title options", no_person="key kind"
        ),
        **columns_of("exhibitor_task", deleted="words"),
        **columns_of("exhibitor_change", deleted="was becomes", no_person="field"),
        **columns_of("assignment", erased="assigned_by"),
    }
    of_event = tables(
        "exhibitor exhibitor_answer exhibitor_change exhibitor_task need need_day assignment"
    )

    def find(self, person: Person) -> Iterator[Finding]:
        """Find exhibitors whose contact has the address, and stands that were given with it."""
        query = select(Exhibitor).where(person.may_have(Exhibitor.email))
        for exhibitor in db.session.scalars(query.order_by(Exhibitor.applied_at)).unique():
            if person.has(exhibitor.email):
                yield _finding(exhibitor)
        given = tuple(each.id for each in _given_by(person) if person.has(each.assigned_by))
        if given:
            label = f"stands that they gave to exhibitors: {len(given)}"
            yield Finding("assignments:given", label, {"number": len(given)}, ids=given)

    def correct(self, request: Request) -> None:
        """Write another name or address of a contact."""
        right = request.correction
        for exhibitor_id in request.ids("exhibitor"):
            exhibitor = lock(get_exhibitor(exhibitor_id))
            exhibitor.contact_name = right.full_name or exhibitor.contact_name
            exhibitor.email = right.email or exhibitor.email
            subject, fields = exhibitor.id, right.fields
            more: dict[str, Any] = {"event_id": exhibitor.event_id, "fields": fields}
            record("stands.corrected", subject, request.actor, request.now, **more)
        if right.email is not None:
            _set_giver(request, right.email)

    def erase(self, request: Request) -> None:
        """Forget contacts at their wish; who is at the fair no more needs no stand."""
        _set_giver(request, SOMEBODY)
        for exhibitor_id in request.ids("exhibitor"):
            _erase(get_exhibitor(exhibitor_id), request)

    def count_due(self, until: datetime) -> int:
        """Count the exhibitors whose event is long over."""
        return db.session.scalar(select(func.count()).select_from(_due(until).subquery())) or 0

    def erase_due(self, due: Due) -> int:
        """Forget the contacts of exhibitors whose event is long over."""
        ids = db.session.scalars(_due(due.until).limit(due.most)).all()
        if ids:
            _forget(ids, due.now)
        return len(ids)


def _finding(exhibitor: Exhibitor) -> Finding:
    columns = (*NO_ENTRY, *NO_TRANSLATIONS, "kind", *NO_CONTACT, "language", "state")
    stands = [
        {"stand": each.slot.label, "day": each.slot.day.date} for each in exhibitor.assignments
    ]
    data = {
        "event": exhibitor.event.title,
        **{name: getattr(exhibitor, name) for name in columns},
        "applied_at": exhibitor.applied_at,
        "decided_at": exhibitor.decided_at,
        "erased_at_the_latest": erase_at(day.closes_at for day in exhibitor.event.days),
        "stands": stands,
        "tasks": [each.words for each in list_tasks(exhibitor.id)],
        "changes": _changes(exhibitor.id),
        "answers": [
            {"asked": each.title, "given": list(each.given)}
            for each in list_exhibitor_answers(exhibitor.id)
        ],
        "needs": _needs(exhibitor.id),
        "letters": letters_about(str(exhibitor.id)),
        "history": history_of(str(exhibitor.id)),
    }
    return Finding(
        key=f"exhibitor:{exhibitor.id.hex[:8]}",
        label=f"contact of {exhibitor.name}, {exhibitor.event.title}",
        data=data,
        ids=(exhibitor.id,),
        names=frozenset(filter(None, [exhibitor.contact_name])),
        subjects=frozenset({f"exhibitor:{exhibitor.id}"}),
    )


def _needs(exhibitor_id: UUID) -> dict[str, Any]:
    need = db.session.get(Need, exhibitor_id)
    columns = (column.name for column in Need.__table__.columns if column.name != "exhibitor_id")
    return {name: getattr(need, name) for name in columns} if need else {}


def _changes(exhibitor_id: UUID) -> list[dict[str, Any]]:
    query = select(Difference).where(Difference.exhibitor_id == exhibitor_id)
    columns = ("field", "was", "becomes", "changed_at")
    rows = db.session.scalars(query.order_by(Difference.id))
    return [{name: getattr(row, name) for name in columns} for row in rows]


def _given_by(person: Person) -> Sequence[Assignment]:
    query = select(Assignment).where(person.may_have(Assignment.assigned_by))
    return db.session.scalars(query).unique().all()


def _set_giver(request: Request, name: str) -> None:
    theirs = update(Assignment).where(Assignment.id.in_(request.ids("assignments")))
    db.session.execute(theirs.values(assigned_by=name))


def _erase(exhibitor: Exhibitor, request: Request) -> None:
    lock(exhibitor)
    if exhibitor.state == State.UNCONFIRMED:
        disown(exhibitor, request.now)
        return
    if exhibitor.erased_at is None and request.now < exhibitor.event.last_day.closes_at:
        withdraw(exhibitor, request.now, request.actor)
    _forget([exhibitor.id], request.now)
    entry = " ".join(getattr(exhibitor, column) for column in NO_ENTRY)
    if request.person.is_named(entry):
        theirs = update(Exhibitor).where(Exhibitor.id == exhibitor.id)
        db.session.execute(theirs.values(NOTHING_SHOWN))


def _due(until: datetime) -> Select[UUID]:
    """Select the ids of the exhibitors whose event ended 28 days before `until`, or earlier."""
    unpublished = and_(Exhibitor.state != State.ACCEPTED, _is_filled(NO_ENTRY))
    left = or_(Exhibitor.erased_at.is_(None), unpublished, _is_filled(NO_CONTACT))
    return select(Exhibitor.id).where(event_over(Exhibitor.event_id, until), left)


def _is_filled(columns: dict[str, str]) -> Any:
    return or_(*(getattr(Exhibitor, column) != "" for column in columns))


def _forget(ids: Sequence[UUID], now: datetime) -> None:
    chosen = Exhibitor.id.in_(ids)
    unpublished = update(Exhibitor).where(chosen, Exhibitor.state != State.ACCEPTED)
    db.session.execute(unpublished.values(NOTHING_SHOWN))
    db.session.execute(update(Exhibitor).where(chosen).values({**NO_CONTACT, "erased_at": now}))
    db.session.execute(update(Need).where(Need.exhibitor_id.in_(ids)).values(wish_stand=""))
    for of_them in (Task, Difference, ExhibitorAnswer):
        db.session.execute(delete(of_them).where(of_them.exhibitor_id.in_(ids)))
    theirs = update(Assignment).where(Assignment.exhibitor_id.in_(ids))
    db.session.execute(theirs.values(assigned_by=SOMEBODY))
    subjects = [str(each) for each in ids]
    forget_letters(subjects, label="")
    forget_actors_about(subjects)
