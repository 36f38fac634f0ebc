"""The recipients of a letter to many as a table, guests and exhibitors alike."""

from flask import g, request
from flask_babel import gettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.adapters.tables import Cell, Column, Table
from ortenaudigital.exports.registry import wall_clock
from ortenaudigital.mailings.models import Mailing
from ortenaudigital.mailings.queries import Recipient, all_recipients, get_mailing
from ortenaudigital.mailings.rules import Audience, Outcome
from ortenaudigital.web.organiser.handing_out import list_file
from ortenaudigital.web.organiser.mailings.rooms import ROOMS, Room
from ortenaudigital.web.shared.answers.tables import words_by

# Who writes to exhibitors takes their list along as well, by the same right.
PERMISSIONS = {
    Audience.GUESTS: Permission.DATA_EXPORT,
    Audience.EXHIBITORS: Permission.FAIR_CHANGE,
}


def wanted_outcome() -> Outcome | None:
    """Return by which outcome the address narrows the recipients."""
    wanted = request.args.get("status", "")
    return Outcome(wanted) if wanted in list(Outcome) else None


def recipients_table(mailing: Mailing, wanted: Outcome | None) -> Table:
    """Return who was chosen, and what became of the letter to each."""
    outcome = words_by("organiser/mailings/parts.html", "outcome_name")
    reason = words_by("organiser/mailings/parts.html", "left_out_reason")
    to_fair = mailing.audience is Audience.EXHIBITORS
    event = mailing.event

    def why(row: Recipient) -> Cell:
        return reason(row.left_out) if row.left_out else row.error

    return Table(
        f"rundbrief-{mailing.id}-{event.slug}",
        [
            Column(
                gettext("Aussteller") if to_fair else gettext("Buchungsnummer"),
                lambda row: row.label,
            ),
            Column(gettext("Name"), lambda row: row.name),
            Column(gettext("E-Mail"), lambda row: row.email),
            Column(gettext("Ergebnis"), lambda row: outcome(row.outcome)),
            Column(gettext("Grund oder Fehler"), why),
            Column(gettext("Zeit"), lambda row: wall_clock(row.at, event)),
        ],
        all_recipients(mailing, wanted),
    )


def _offer(room: Room) -> None:
    def rows(**values: int) -> Table:
        mailing = get_mailing(g.event, room.audience, values[room.id_name])
        return recipients_table(mailing, wanted_outcome())

    path = f"{room.path}/<int:{room.id_name}>"
    list_file(path, f"{room.prefix}recipients", PERMISSIONS[room.audience])(rows)


for each in ROOMS:
    _offer(each)
