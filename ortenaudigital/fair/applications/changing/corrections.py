"""Correct the entry of an exhibitor, and keep what is different once it was decided about.

Inside one transaction of the caller.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from ortenaudigital.audit.commands import record
from ortenaudigital.audit.rules import from_to
from ortenaudigital.fair.applications.commands import lock_exhibitor
from ortenaudigital.fair.applications.errors import ApplicationOver
from ortenaudigital.fair.applications.models import Difference, Exhibitor
from ortenaudigital.fair.applications.rules import AT_STAKE, State
from ortenaudigital.kernel.db import db

CORRECTABLE = frozenset(
    (
        *("name", "kind", "description", "translations", "website", "links", "tags"),
        *("contact_name", "phone", "wishes", "logo_id"),
    )
)


def correct(
    exhibitor: Exhibitor,
    values: Mapping[str, Any],
    now: datetime,
    actor: str,
    *,
    by_organiser: bool = False,
) -> bool:
    """Write other values of the entry; say whether any is different.

    After a decision each difference is kept for the organisers, if it is not theirs.
    Raises ApplicationOver or ExhibitorErased.
    """
    lock_exhibitor(exhibitor, now)
    if exhibitor.state not in (State.UNCONFIRMED, *AT_STAKE):
        raise ApplicationOver()
    others = {
        field: value
        for field, value in values.items()
        if field in CORRECTABLE and getattr(exhibitor, field) != value
    }
    before = {field: getattr(exhibitor, field) for field in others}
    for field, value in others.items():
        if not by_organiser and exhibitor.state in (State.ACCEPTED, State.WAIT_LISTED):
            was = _said(getattr(exhibitor, field))
            difference = {"field": field, "was": was, "becomes": _said(value), "changed_at": now}
            db.session.add(Difference(exhibitor_id=exhibitor.id, **difference))
        setattr(exhibitor, field, value)
    if others:
        details = from_to(before, dict(sorted(others.items())), only_named=CORRECTABLE - {"kind"})
        where = exhibitor.event_id
        record("stands.changed", exhibitor.id, actor, now, event_id=where, **details)
    db.session.flush()
    return bool(others)


def _said(value: Any) -> str:
    if isinstance(value, Mapping):
        return "\n".join(f"{key}: {words}" for key, words in sorted(value.items()))
    return "" if value is None else str(value)


def list_differences(exhibitor_id: UUID) -> Sequence[Difference]:
    """List what was changed after the decision and nobody has looked at, the oldest first."""
    query = select(Difference).where(
        Difference.exhibitor_id == exhibitor_id, Difference.seen_at.is_(None)
    )
    return db.session.scalars(query.order_by(Difference.id)).all()


def mark_seen(exhibitor: Exhibitor, last_id: int, now: datetime, actor: str) -> None:
    """Take the differences up to one as seen; later ones still want to be looked at."""
    theirs = (Difference.exhibitor_id == exhibitor.id, Difference.id <= last_id)
    shown = update(Difference).where(*theirs, Difference.seen_at.is_(None))
    db.session.execute(shown.values(seen_at=now))
    record("stands.changes_seen", exhibitor.id, actor, now, event_id=exhibitor.event_id)
