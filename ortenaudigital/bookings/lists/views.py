"""Save, list, rename and delete views of the list of bookings. Inside the caller's transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.exc import IntegrityError

from ortenaudigital.audit.commands import record
from ortenaudigital.audit.rules import from_to
from ortenaudigital.bookings.lists.errors import (
    TooManyViews,
    UnknownView,
    ViewExists,
    ViewUnnamed,
)
from ortenaudigital.bookings.lists.models import SavedView
from ortenaudigital.bookings.lists.rules import stored_view
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_if_absent

Values = Mapping[str, Any]

LONGEST_NAME = 40
MOST_VIEWS = 20


@dataclass(frozen=True)
class Viewer:
    """Who looks at the list, and whether they may change what all see."""

    user_id: int
    name: str
    may_share: bool


def list_views(event: Event, viewer: Viewer) -> Sequence[SavedView]:
    """List the views that somebody sees: those of all, then the own ones, by name."""
    query = select(SavedView).where(SavedView.event_id == event.id, _seen_by(viewer))
    own_last = SavedView.user_id.is_not(None)
    return db.session.scalars(query.order_by(own_last, SavedView.name)).all()


def _seen_by(viewer: Viewer) -> ColumnElement[bool]:
    return or_(SavedView.user_id.is_(None), SavedView.user_id == viewer.user_id)


def get_view(event: Event, view_id: int, viewer: Viewer) -> SavedView:
    """Return a view that somebody may change. Raises UnknownView."""
    own = SavedView.user_id == viewer.user_id
    changeable = _seen_by(viewer) if viewer.may_share else own
    query = select(SavedView).where(SavedView.id == view_id, SavedView.event_id == event.id)
    found = db.session.scalar(query.where(changeable).with_for_update())
    if found is None:
        raise UnknownView()
    return found


@dataclass(frozen=True)
class NewView:
    """What a view is called, what it shows as an address says it, and whether all see it."""

    name: str
    query: str
    shared: bool = False


def save_view(event: Event, new: NewView, viewer: Viewer, now: datetime) -> bool:
    """Save what a list is narrowed and sorted by; say whether it is new.

    The same once more is the same view. Raises ViewUnnamed, ViewExists or TooManyViews.
    """
    name = _checked(new.name)
    owner = None if new.shared and viewer.may_share else viewer.user_id
    values = {"event_id": event.id, "user_id": owner, "name": name, "query": stored_view(new.query)}
    seen = list_views(event, viewer)
    for each in seen:
        if (each.name, each.user_id) == (name, owner):
            if each.query == values["query"]:
                return False
            raise ViewExists()
    if len([each for each in seen if each.user_id == owner]) >= MOST_VIEWS:
        raise TooManyViews(most=MOST_VIEWS)
    if not insert_if_absent(SavedView, values | {"created_at": now}):
        raise ViewExists()
    details = _changed(owner, {}, _said(name, str(values["query"])))
    _record("bookings.view_saved", event, viewer, now, details)
    return True


def rename_view(view: SavedView, event: Event, name: str, viewer: Viewer, now: datetime) -> bool:
    """Call a view something else; say whether it is. Raises ViewUnnamed or ViewExists."""
    name = _checked(name)
    if name == view.name:
        return False
    was = _said(view.name, view.query)
    try:
        with db.session.begin_nested():
            view.name = name
            db.session.flush()
    except IntegrityError as error:
        # Of another name, nothing else can be in the way.
        raise ViewExists() from error
    details = _changed(view.user_id, was, _said(view.name, view.query))
    _record("bookings.view_renamed", event, viewer, now, details)
    return True


def delete_view(view: SavedView, event: Event, viewer: Viewer, now: datetime) -> None:
    """Delete a view; the bookings stay as they are."""
    details = _changed(view.user_id, _said(view.name, view.query), _said(None, ""))
    db.session.execute(delete(SavedView).where(SavedView.id == view.id))
    _record("bookings.view_deleted", event, viewer, now, details)


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise ViewUnnamed(most=LONGEST_NAME)
    return name


def _said(name: str | None, query: str) -> Values:
    return {"view": name, "chosen": [f"{key}={value}" for key, value in parse_qsl(query)]}


def _changed(owner: int | None, was: Values, becomes: Values) -> Values:
    # What somebody keeps for themselves is nobody else's business.
    return {"shared": owner is None, **(from_to(was, becomes) if owner is None else {})}


def _record(action: str, event: Event, viewer: Viewer, now: datetime, details: Values) -> None:
    record(action, f"event:{event.id}", viewer.name, now, event_id=event.id, **details)
