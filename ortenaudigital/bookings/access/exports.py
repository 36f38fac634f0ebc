"""The tables of invitations and codes for spreadsheets."""

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ortenaudigital.adapters.tables import Column, Table
from ortenaudigital.bookings.access.links import code_of, code_url
from ortenaudigital.bookings.access.models import AccessCode, Invitation
from ortenaudigital.bookings.access.queries import select_invitations
from ortenaudigital.bookings.access.rules import InvitationState, written_code
from ortenaudigital.events.models import Event
from ortenaudigital.exports.registry import in_german, wall_clock
from ortenaudigital.kernel.paging import WholeList


def codes_table(event: Event) -> Table:
    """List the codes of an event, the newest first, with the link of each."""
    codes = select(AccessCode).where(AccessCode.event_id == event.id)
    types = selectinload(AccessCode.ticket_types)
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
        WholeList(codes.options(types), (AccessCode.created_at, AccessCode.id)),
    )


def _types(row: AccessCode) -> str:
    return ", ".join(in_german(each.title, each.slug) for each in row.ticket_types)


def invitations_table(event: Event, state: InvitationState | None = None) -> Table:
    """List the invitations to an event, the newest first: all, or those in a state."""
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
        WholeList(select_invitations(event, state), (Invitation.created_at, Invitation.id)),
    )
