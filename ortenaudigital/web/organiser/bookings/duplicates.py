"""Bookings that may be one person's, to be merged."""

from flask import g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.adapters.tables import Column, Table
from ortenaudigital.bookings.groups.queries import organisations_of
from ortenaudigital.bookings.organising.duplicates import list_duplicates
from ortenaudigital.exports.registry import wall_clock
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.handing_out import list_file
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


@list_file("/<slug>/buchungen/doppelt", "duplicates")
def duplicates_rows() -> Table:
    """Return the same bookings; those that may be one person's have one number."""
    event, groups = g.event, list_duplicates(g.event)
    organisations = organisations_of([each.id for group in groups for each in group])
    return Table(
        f"doppelt-{event.slug}",
        [
            Column(gettext("Gruppe"), lambda row: row[0]),
            Column(gettext("Buchungsnummer"), lambda row: row[1].reference),
            Column(gettext("Name"), lambda row: row[1].name),
            Column(gettext("Organisation"), lambda row: organisations.get(row[1].id, "")),
            Column(gettext("E-Mail"), lambda row: row[1].email),
            Column(gettext("Gültige Tickets"), lambda row: row[1].ticket_count),
            Column(gettext("Gebucht am"), lambda row: wall_clock(row[1].created_at, event)),
        ],
        [(number, each) for number, group in enumerate(groups, start=1) for each in group],
    )
