"""Change what an exhibitor needs, and beside whom it shall stand or not, for organisers.

Inside one transaction of the caller.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert

from ortenaudigital.audit.commands import record
from ortenaudigital.audit.rules import from_to
from ortenaudigital.fair.applications.commands import lock_exhibitor
from ortenaudigital.fair.applications.errors import ApplicationOver
from ortenaudigital.fair.applications.models import Exhibitor, Need, NeedDay
from ortenaudigital.fair.applications.queries import find_need, list_wanted_days
from ortenaudigital.fair.applications.rules import AT_STAKE, Needs, State
from ortenaudigital.kernel.db import db

FIELDS = (
    *("width_cm", "depth_cm", "power_w", "network", "accessible", "pitch", "passes"),
    "wish_stand",
)
# Names of organisations, which the history does not repeat.
BESIDE = ("group_name", "apart_from")


@dataclass(frozen=True)
class Beside:
    """Of which group an exhibitor is, and the names of whom it shall not stand beside."""

    group_name: str = ""
    apart_from: str = ""


def needs_of(exhibitor: Exhibitor) -> Needs:
    """Return what an exhibitor needs, as it is stored."""
    need = find_need(exhibitor.id) or Needs()
    days = tuple(day.id for day in list_wanted_days(exhibitor.id))
    return Needs(days=days, **{name: getattr(need, name) for name in FIELDS})


def change_needs(
    exhibitor: Exhibitor, needs: Needs, beside: Beside, now: datetime, actor: str
) -> bool:
    """Write other needs; say whether any is different. Terms stay as they were taken.

    Raises ApplicationOver or ExhibitorErased.
    """
    lock_exhibitor(exhibitor, now)
    if exhibitor.state not in (State.UNCONFIRMED, *AT_STAKE):
        raise ApplicationOver()
    as_it_is = Beside(exhibitor.group_name, exhibitor.apart_from)
    before = _said(exhibitor, needs_of(exhibitor), as_it_is)
    after = _said(exhibitor, needs, beside)
    if before == after:
        return False
    _write(exhibitor, needs, beside)
    details = from_to(before, after, only_named=BESIDE)
    where = exhibitor.event_id
    record("stands.needs_changed", exhibitor.id, actor, now, event_id=where, **details)
    return True


def _said(exhibitor: Exhibitor, needs: Needs, beside: Beside) -> dict[str, Any]:
    values = {name: getattr(needs, name) for name in FIELDS}
    days = [day.date for day in exhibitor.event.days if day.id in needs.days]
    return {**values, "days": days, **{name: getattr(beside, name) for name in BESIDE}}


def _write(exhibitor: Exhibitor, needs: Needs, beside: Beside) -> None:
    need = find_need(exhibitor.id)
    if need is None:
        need = Need(exhibitor_id=exhibitor.id)
        db.session.add(need)
    for name in FIELDS:
        setattr(need, name, getattr(needs, name))
    for name in BESIDE:
        setattr(exhibitor, name, getattr(beside, name))
    db.session.execute(delete(NeedDay).where(NeedDay.exhibitor_id == exhibitor.id))
    rows = [
        {"exhibitor_id": exhibitor.id, "day_id": day.id}
        for day in exhibitor.event.days
        if day.id in needs.days
    ]
    if rows:
        db.session.execute(insert(NeedDay), rows)
    db.session.flush()
