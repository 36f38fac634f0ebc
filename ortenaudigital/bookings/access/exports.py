"""The tables of invitations and codes for spreadsheets."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ortenaudigital.adapters.tables import Column, Table
from ortenaudigital.bookings.access.links import code_of, code_url
from ortenaudigital.bookings.access.models import AccessCode, Invitation
from ortenaudigital.bookings.access.rules import InvitationState, written_code
from ortenaudigital.events.models import Event
from ortenaudigital.exports.registry import in_german, wall_clock
from ortenaudigital.kernel.db import db

AT_ONCE = 1000


def codes_table(event: Event) -> Table:
    """List the codes of an event, the oldest first, with the link of each."""
    return Table(
        f"codes-{event.slug}",
        [
            Column(gettext("Code"), lambda row: written_code(code_of(row.id))),
            Column(gettext("Link"), lambda row: code_url(event.slug, row.id)),
            Column(gettext("Für wen"), lambda row: row.label),
            Column(gettext("Ticketarten"), _types),
            Column(gettext("Tickets"), lambda row: row.size),
            Column(gettext("Gebucht"), lambda row: row.used),
            Column(gettext("Gilt bis"), lambda row: wall_clock(row.ends_at, event)),
            Column(gettext("Zurückgezogen am"), lambda row: wall_clock(row.withdrawn_at, event)),
        ],
        _codes(event),
    )


def _types(row: AccessCode) -> str:
    return ", ".join(in_german(each.title, each.slug) for each in row.ticket_types)


def _codes(event: Event) -> Iterator[Any]:
    query = select(AccessCode).where(AccessCode.event_id == event.id)
    query = query.options(selectinload(AccessCode.ticket_types))
    ordered = query.order_by(AccessCode.created_at, AccessCode.id)
    yield from db.session.scalars(ordered.execution_options(yield_per=AT_ONCE))


def invitations_table(event: Event) -> Table:
    """List the invitations to an event, the oldest first."""
    words = {
        InvitationState.SENT: gettext("eingeladen"),
        InvitationState.OPENED: gettext("geöffnet"),
        InvitationState.BOOKED: gettext("gebucht"),
        InvitationState.DECLINED: gettext("abgesagt"),
        InvitationState.WITHDRAWN: gettext("zurückgezogen"),
    }
    return Table(
        f"einladungen-{event.slug}",
        [
            Column(gettext("Name"), lambda row: row.name),
            Column(gettext("E-Mail"), lambda row: row.email),
            Column(
                gettext("Ticketart"),
                lambda row: in_german(row.ticket_type.title, row.ticket_type.slug),
            ),
            Column(gettext("Tickets"), lambda row: row.number),
            Column(gettext("Gebucht"), lambda row: row.used),
            Column(gettext("Zustand"), lambda row: words[row.state]),
            Column(gettext("Eingeladen am"), lambda row: wall_clock(row.created_at, event)),
            Column(gettext("Erinnert am"), lambda row: wall_clock(row.reminded_at, event)),
        ],
        _invitations(event),
    )


def _invitations(event: Event) -> Iterator[Any]:
    query = select(Invitation).where(Invitation.event_id == event.id)
    ordered = query.order_by(Invitation.created_at, Invitation.id)
    yield from db.session.scalars(ordered.execution_options(yield_per=AT_ONCE))
