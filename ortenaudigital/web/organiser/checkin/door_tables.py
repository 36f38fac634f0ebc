"""The lists of the door as tables: conflicts, phones, every scan, and how many came."""

from flask import g, request
from flask_babel import gettext

from ortenaudigital.adapters.tables import Column, Table
from ortenaudigital.checkin.exports import report_table, scans_table
from ortenaudigital.checkin.models import Device
from ortenaudigital.checkin.queries import list_devices
from ortenaudigital.checkin.scans.conflicts import Disagreement, list_conflicts
from ortenaudigital.exports.registry import wall_clock
from ortenaudigital.web.organiser.handing_out import list_file
from ortenaudigital.web.shared.answers.tables import words_by
from ortenaudigital.web.shared.language import texts


@list_file("/<slug>/einlass", "attendance")
def attendance_rows() -> Table:
    """Return how many were expected and came, by day and kind of ticket."""
    return report_table(g.event)


@list_file("/<slug>/einlass/scans", "scans")
def scans_rows() -> Table:
    """Return every scan; tickets by their numbers, nobody by name."""
    return scans_table(g.event)


@list_file("/<slug>/einlass/konflikte", "conflicts")
def conflicts_rows() -> Table:
    """Return the conflicts that are open, or those that were settled, as the address chooses."""
    event, settled = g.event, request.args.get("status") == "settled"
    title = words_by("macros/door.html", "conflict_title")
    verdict = words_by("macros/door.html", "verdict_word")
    return Table(
        f"konflikte-{event.slug}",
        [
            Column(gettext("Zeit"), lambda row: wall_clock(row.scan.scanned_at, event)),
            Column(gettext("Gerät"), lambda row: row.scan.device.name),
            Column(gettext("Konfliktart"), title),
            Column(gettext("Ticketnummer"), _number),
            Column(gettext("Name"), _name),
            Column(gettext("Das Gerät zeigte"), lambda row: verdict(row.scan.shown)),
            Column(gettext("Es gilt"), lambda row: verdict(row.scan.verdict)),
            Column(gettext("Gezählt um"), lambda row: wall_clock(row.counted_at, event)),
            Column(gettext("Erledigt am"), lambda row: wall_clock(row.scan.settled_at, event)),
        ],
        list_conflicts(event, settled, most=None),
    )


def _number(row: Disagreement) -> str:
    ticket = row.scan.ticket
    return f"{ticket.booking.reference}-{ticket.position}" if ticket else ""


def _name(row: Disagreement) -> str:
    ticket = row.scan.ticket
    return (ticket.display_name or ticket.booking.name) if ticket else ""


@list_file("/<slug>/geraete", "devices")
def devices_rows() -> Table:
    """Return the devices, with what each may do and what it last said."""
    event, state = g.event, words_by("macros/words.html", "device_state")
    return Table(
        f"geraete-{event.slug}",
        [
            Column(gettext("Gerät"), lambda row: row.name),
            Column(gettext("Zustand"), state),
            Column(gettext("Kontrollpunkt"), _place),
            Column(gettext("Von Hand einlassen"), lambda row: "x" if row.may_override else ""),
            Column(gettext("Plätze für Spontaneinlass"), lambda row: _sum(row, "number")),
            Column(gettext("Davon vergeben"), lambda row: _sum(row, "used")),
            Column(gettext("Noch nicht gesendet"), lambda row: row.unsent),
            Column(gettext("Fassung der App"), lambda row: row.app_version),
            Column(gettext("Gekoppelt am"), lambda row: wall_clock(row.paired_at, event)),
            Column(gettext("Zuletzt gemeldet"), lambda row: wall_clock(row.last_seen_at, event)),
        ],
        list_devices(event),
    )


def _place(device: Device) -> str:
    return texts(device.checkpoint.title) if device.checkpoint else gettext("Eingang des Tages")


def _sum(device: Device, name: str) -> int:
    return sum(getattr(share, name) for share in device.shares)
