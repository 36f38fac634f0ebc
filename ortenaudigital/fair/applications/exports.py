"""The table of exhibitors."""

from collections.abc import Collection
from uuid import UUID

from flask_babel import gettext

from ortenaudigital.adapters.tables import Column, Table
from ortenaudigital.events.models import Event
from ortenaudigital.exports.registry import wall_clock
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.queries import list_exhibitors


def exhibitors_table(event: Event, meant: Collection[UUID] | None = None) -> Table:
    """List the exhibitors of an event by name, all or those with these ids."""
    return Table(
        f"aussteller-{event.slug}",
        [
            Column(gettext("Name"), lambda row: row.name),
            Column(gettext("Art"), lambda row: str(row.kind)),
            Column(gettext("Stand der Bewerbung"), lambda row: str(row.state)),
            Column(gettext("Ansprechperson"), lambda row: row.contact_name),
            Column(gettext("E-Mail"), lambda row: row.email),
            Column(gettext("Telefon"), lambda row: row.phone),
            Column(gettext("Website"), lambda row: row.website),
            Column(gettext("Beschreibung"), lambda row: row.description),
            Column(gettext("Wünsche"), lambda row: row.wishes),
            Column(gettext("Stände"), _stands),
            Column(gettext("Beworben am"), lambda row: wall_clock(row.applied_at, event)),
        ],
        [each for each in list_exhibitors(event) if meant is None or each.id in meant],
    )


def _stands(exhibitor: Exhibitor) -> str:
    held = [each.slot for each in exhibitor.assignments]
    return ", ".join(f"{slot.label} ({slot.day.date})" for slot in held)
