"""Ask for corrections and decide about them, inside one transaction of the caller."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update

from ortenaudigital.audit.commands import record
from ortenaudigital.fair.applications.changing.needs import Beside, change_needs, needs_of
from ortenaudigital.fair.applications.commands import lock_exhibitor
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.rules import Kind
from ortenaudigital.fair.portal.corrections.errors import CorrectionSettled
from ortenaudigital.fair.portal.corrections.letters import ASKED_AGAIN
from ortenaudigital.fair.portal.corrections.models import Correction
from ortenaudigital.fair.portal.corrections.rules import (
    ENTRY,
    NEEDS,
    Outcome,
    check_correctable,
    differences,
)
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.commands import About, Sending, enqueue
from ortenaudigital.queue.rules import Priority


def entry_of(exhibitor: Exhibitor) -> dict[str, Any]:
    """Return the entry and the needs of an exhibitor as plain values that JSON knows."""
    values = {name: getattr(exhibitor, name) for name in ENTRY}
    logo_id = values["logo_id"]
    values |= {"kind": str(values["kind"]), "logo_id": str(logo_id) if logo_id else ""}
    stored = needs_of(exhibitor)
    days = [day.date.isoformat() for day in exhibitor.event.days if day.id in stored.days]
    return values | {name: getattr(stored, name) for name in NEEDS} | {"days": days}


def ask_to_correct(exhibitor: Exhibitor, new: Mapping[str, Any], now: datetime, actor: str) -> bool:
    """Lay another entry before the organisers; say whether it differs from what holds.

    What waited before is replaced. Raises CorrectionsClosed, NotCorrectable or ExhibitorErased.
    """
    lock_exhibitor(exhibitor, now)
    check_correctable(exhibitor.state, now, exhibitor.event.corrections_close_at)
    old = entry_of(exhibitor)
    waiting = (Correction.exhibitor_id == exhibitor.id, Correction.outcome == Outcome.OPEN)
    replaced = {"outcome": Outcome.REPLACED, "decided_at": now}
    db.session.execute(update(Correction).where(*waiting).values(replaced))
    changed = differences(old, new)
    if not changed:
        return False
    correction = Correction(
        event_id=exhibitor.event_id,
        exhibitor_id=exhibitor.id,
        old={each.field: each.old for each in changed},
        new={each.field: each.new for each in changed},
        logo_id=UUID(new["logo_id"]) if new.get("logo_id") else None,
        asked_at=now,
        asked_by=actor,
        outcome=Outcome.OPEN,
    )
    db.session.add(correction)
    db.session.flush()
    record("stands.correction_asked", exhibitor.id, actor, now, event_id=exhibitor.event_id)
    return True


def accept_correction(correction: Correction, now: datetime, actor: str) -> None:
    """Let the entry be as the exhibitor wants it.

    Raises CorrectionSettled, NotCorrectable or ExhibitorErased.
    """
    exhibitor = _settle(correction, Outcome.ACCEPTED, now)
    for name in ENTRY:
        if name in correction.new:
            setattr(exhibitor, name, _stored(name, correction.new[name]))
    db.session.flush()
    _accept_needs(
        exhibitor,
        {name: correction.new[name] for name in NEEDS if name in correction.new},
        now,
        actor,
    )
    record("stands.correction_accepted", exhibitor.id, actor, now, event_id=exhibitor.event_id)


def _accept_needs(exhibitor: Exhibitor, new: dict[str, Any], now: datetime, actor: str) -> None:
    if "days" in new:
        days = [day.id for day in exhibitor.event.days if day.date.isoformat() in new["days"]]
        new = new | {"days": tuple(days)}
    if new:
        beside = Beside(exhibitor.group_name, exhibitor.apart_from)
        change_needs(exhibitor, replace(needs_of(exhibitor), **new), beside, now, actor)


def _stored(name: str, value: Any) -> Any:
    if name == "logo_id":
        return UUID(value) if value else None
    return Kind(value) if name == "kind" else value


def ask_again(correction: Correction, answer: str, now: datetime, actor: str) -> None:
    """Leave the entry as it is, and say why by a letter. Raises as accept_correction does."""
    exhibitor = _settle(correction, Outcome.ASKED_AGAIN, now)
    correction.answer = answer
    db.session.flush()
    record("stands.correction_asked_again", exhibitor.id, actor, now, event_id=exhibitor.event_id)
    about = About(exhibitor.id, exhibitor.name, exhibitor.event_id)
    key = f"{ASKED_AGAIN}:{correction.id}"
    enqueue(ASKED_AGAIN, about, now, Sending(Priority.NORMAL, key=key))


def _settle(correction: Correction, outcome: Outcome, now: datetime) -> Exhibitor:
    exhibitor = correction.exhibitor
    lock_exhibitor(exhibitor, now)
    db.session.refresh(correction)
    if correction.outcome is not Outcome.OPEN:
        raise CorrectionSettled()
    check_correctable(exhibitor.state, now, None)
    correction.outcome, correction.decided_at = outcome, now
    return exhibitor
