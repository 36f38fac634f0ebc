"""Questions about invitations and codes."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from ortenaudigital.bookings.access.errors import UnknownCode, UnknownInvitation
from ortenaudigital.bookings.access.links import hash_of_code
from ortenaudigital.bookings.access.models import AccessCode, Invitation
from ortenaudigital.bookings.access.rules import REMINDER_PAUSE, InvitationState
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.paging import Keys, Page, Place, counted, read_page

_HOLDS = Invitation.withdrawn_at.is_(None)
_UNUSED = and_(_HOLDS, Invitation.used == 0)
# The same as `Invitation.state` says of a row.
OF_STATE: dict[InvitationState, ColumnElement[bool]] = {
    InvitationState.WITHDRAWN: Invitation.withdrawn_at.is_not(None),
    InvitationState.BOOKED: and_(_HOLDS, Invitation.used > 0),
    InvitationState.DECLINED: and_(_UNUSED, Invitation.declined_at.is_not(None)),
    InvitationState.OPENED: and_(
        _UNUSED, Invitation.declined_at.is_(None), Invitation.opened_at.is_not(None)
    ),
    InvitationState.SENT: and_(
        _UNUSED, Invitation.declined_at.is_(None), Invitation.opened_at.is_(None)
    ),
}


def find_code(event: Event, code: str) -> AccessCode | None:
    """Find a code of an event by its eight characters."""
    query = select(AccessCode).where(
        AccessCode.code_hash == hash_of_code(code), AccessCode.event_id == event.id
    )
    return db.session.scalar(query.options(selectinload(AccessCode.ticket_types)))


def get_code(event: Event, code_id: UUID) -> AccessCode:
    """Return a code of an event. Raises UnknownCode."""
    code = db.session.get(AccessCode, code_id)
    if code is None or code.event_id != event.id:
        raise UnknownCode()
    return code


def get_invitation(event: Event, invitation_id: UUID) -> Invitation:
    """Return an invitation to an event. Raises UnknownInvitation."""
    invitation = db.session.get(Invitation, invitation_id)
    if invitation is None or invitation.event_id != event.id:
        raise UnknownInvitation()
    return invitation


def get_invitation_by_key(event: str, key: str) -> Invitation:
    """Return the invitation behind a personal link. Raises UnknownInvitation."""
    query = select(Invitation).where(Invitation.key_hash == fingerprint(key))
    invitation = db.session.scalar(query.options(joinedload(Invitation.event)))
    if invitation is None or invitation.event.slug != event:
        raise UnknownInvitation()
    return invitation


def count_invitations(event: Event) -> dict[InvitationState, int]:
    """Count the invitations to an event by how far they have come."""
    numbers = [
        func.count().filter(condition).label(state.value) for state, condition in OF_STATE.items()
    ]
    query = select(*numbers).select_from(Invitation).where(Invitation.event_id == event.id)
    row = db.session.execute(query).one()._mapping
    return {state: row[state.value] for state in OF_STATE}


def select_invitations(event: Event, state: InvitationState | None) -> Select[Invitation]:
    """Select the invitations to an event, all or those in a state."""
    query = select(Invitation).where(Invitation.event_id == event.id)
    return query if state is None else query.where(OF_STATE[state])


def list_invitations(
    event: Event, state: InvitationState | None, after: UUID | None, before: UUID | None
) -> Page[Invitation]:
    """List invitations to an event, the newest first."""
    query = select_invitations(event, state)
    keys = (Invitation.created_at, Invitation.id)
    place = Place(_keys(Invitation, after), _keys(Invitation, before))
    number = db.session.scalar(select(counted(query.with_only_columns(Invitation.id)))) or 0
    return read_page(query, keys, place, number)


def list_codes(event: Event, after: UUID | None, before: UUID | None) -> Page[AccessCode]:
    """List the codes of an event, the newest first."""
    query = select(AccessCode).where(AccessCode.event_id == event.id)
    place = Place(_keys(AccessCode, after), _keys(AccessCode, before))
    number = db.session.scalar(select(counted(query.with_only_columns(AccessCode.id)))) or 0
    shown = query.options(selectinload(AccessCode.ticket_types))
    return read_page(shown, (AccessCode.created_at, AccessCode.id), place, number)


def _keys(table: type[Invitation] | type[AccessCode], row_id: UUID | None) -> Keys | None:
    if row_id is None:
        return None
    return db.session.execute(
        select(table.created_at, table.id).where(table.id == row_id)
    ).one_or_none()


def to_remind(event: Event, now: datetime) -> ColumnElement[bool]:
    """Say in SQL who has not answered, and had no letter within the last day."""
    last = func.coalesce(Invitation.reminded_at, Invitation.created_at)
    open_ones = or_(OF_STATE[InvitationState.SENT], OF_STATE[InvitationState.OPENED])
    due = last <= now - REMINDER_PAUSE
    return and_(Invitation.event_id == event.id, open_ones, due, Invitation.email != "")


def count_to_remind(event: Event, now: datetime) -> int:
    """Count who would be reminded now."""
    return db.session.scalar(select(func.count()).where(to_remind(event, now))) or 0


def known_addresses(ticket_type_id: int, keys: Sequence[str]) -> set[str]:
    """Return which of some addresses are invited to a ticket type already."""
    query = select(Invitation.address_key).where(
        Invitation.ticket_type_id == ticket_type_id, Invitation.address_key.in_(keys), _HOLDS
    )
    return set(db.session.scalars(query))
