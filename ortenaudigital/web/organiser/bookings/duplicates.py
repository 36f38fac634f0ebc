"""Bookings that may be one person's, to be merged."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.bookings.groups.queries import organisations_of
from ortenaudigital.bookings.organising.duplicates import list_duplicates
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.access.guards import needs


@organiser.get("/<slug>/buchungen/doppelt")
@needs(Permission.BOOKINGS_READ)
def duplicates() -> ResponseReturnValue:
    """List bookings with the same address, or the same name and organisation."""
    groups = list_duplicates(g.event)
    return render_template(
        "organiser/bookings/duplicates.html",
        event=g.event,
        groups=groups,
        organisations=organisations_of([each.id for group in groups for each in group]),
    )
