"""Saved views of the list of bookings: under a name, for oneself or for all of an event."""

from collections.abc import Callable

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.bookings.lists.rules import stored_view
from ortenaudigital.bookings.lists.views import (
    NewView,
    Viewer,
    delete_view,
    get_view,
    rename_view,
    save_view,
)
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.access.guards import actor, has, needs
from ortenaudigital.web.shared.answers.refusals import words_of


def viewer() -> Viewer:
    """Return who looks at the list, and whether they may change what all see."""
    return Viewer(current_user.id, actor(), has(Permission.BOOKINGS_CHANGE))


def _done(do: Callable[[], object], words: str, query: str) -> ResponseReturnValue:
    try:
        with transaction():
            do()
    except DomainError as error:
        flash(words_of(error), "danger")
    else:
        flash(words, "success")
    address = url_for("organiser.bookings", slug=g.event.slug)
    stored = stored_view(query)
    return redirect(f"{address}?{stored}" if stored else address, 303)


@organiser.post("/<slug>/buchungen/ansichten")
@needs(Permission.BOOKINGS_READ)
def save_bookings_view() -> ResponseReturnValue:
    """Save what the list is narrowed and sorted by under a name."""
    name, query = request.form.get("name", ""), request.form.get("query", "")
    new = NewView(name, query, shared=bool(request.form.get("shared")))

    def save() -> None:
        save_view(g.event, new, viewer(), utc_now())

    return _done(save, gettext("Die Ansicht ist gespeichert."), query)


@organiser.post("/<slug>/buchungen/ansichten/<int:view_id>/name")
@needs(Permission.BOOKINGS_READ)
def rename_bookings_view(view_id: int) -> ResponseReturnValue:
    """Call a view something else."""
    name, who = request.form.get("name", ""), viewer()

    def rename() -> None:
        view = get_view(g.event, view_id, who)
        rename_view(view, g.event, name, who, utc_now())

    query = request.form.get("query", "")
    return _done(rename, gettext("Die Ansicht hat den neuen Namen."), query)


@organiser.post("/<slug>/buchungen/ansichten/<int:view_id>/loeschen")
@needs(Permission.BOOKINGS_READ)
def delete_bookings_view(view_id: int) -> ResponseReturnValue:
    """Delete a view; the bookings stay as they are."""
    who = viewer()

    def drop() -> None:
        delete_view(get_view(g.event, view_id, who), g.event, who, utc_now())

    query = request.form.get("query", "")
    return _done(drop, gettext("Die Ansicht ist gelöscht. Die Buchungen sind geblieben."), query)
