"""The table of contacts that an exhibitor takes home."""

from flask_babel import gettext

from ortenaudigital.adapters.tables import Column, Table
from ortenaudigital.exports.registry import wall_clock
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.contacts.queries import list_contacts_for


def contacts_table(exhibitor: Exhibitor) -> Table:
    """List what visitors handed to an exhibitor and have not withdrawn."""
    event = exhibitor.event
    return Table(
        f"kontakte-{event.slug}",
        [
            Column(gettext("Name"), lambda row: row.name),
            Column(gettext("E-Mail"), lambda row: row.shared_email),
            Column(gettext("Telefon"), lambda row: row.phone),
            Column(gettext("Organisation"), lambda row: row.company),
            Column(gettext("Nachricht"), lambda row: row.message),
            Column(gettext("Gegeben am"), lambda row: wall_clock(row.given_at, event)),
        ],
        [each for each in list_contacts_for(exhibitor.id) if each.withdrawn_at is None],
    )
