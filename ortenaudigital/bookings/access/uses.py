"""Count what invitations and codes are used for: inside the transaction of a booking.

Rows are locked after ticket types and quotas, in bookings and in cancellations alike.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, or_, update

from ortenaudigital.bookings.access.errors import UnknownCode, UnknownInvitation
from ortenaudigital.bookings.access.models import AccessCode, Invitation, opens
from ortenaudigital.bookings.access.rules import check_code, check_invitation
from ortenaudigital.bookings.errors import NotBookable
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.rules import Offer, Right, Way
from ortenaudigital.events.rules import Access
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import row_count


def columns_of(right: Right | None) -> dict[str, Any]:
    """Return what a booking keeps of the right it was made by."""
    if right is None or right.id is None:
        return {}
    name = "access_code_id" if right.way is Way.CODE else "invitation_id"
    return {name: right.id}


def right_of(booking: Booking, offer: Offer) -> Right | None:
    """Return by what a booking was made, for whoever wants one more ticket in it."""
    return right_by(booking.access_code_id, booking.invitation_id, offer.access)


def right_by(code_id: UUID | None, invitation_id: UUID | None, access: Access) -> Right | None:
    """Return by what somebody came to a ticket type, from what is stored about them."""
    if code_id is not None:
        return Right(Way.CODE, code_id)
    if invitation_id is not None:
        return Right(Way.INVITATION, invitation_id)
    # The address is proved by a letter before there are tickets.
    return Right(Way.DOMAIN) if access is Access.INVITATION else None


def check_right(right: Right, number: int, now: datetime) -> None:
    """Refuse what opens nothing any more, or fewer tickets, before anything is taken of it.

    Raises what check_code and check_invitation do, UnknownCode or UnknownInvitation.
    """
    if right.way is Way.CODE:
        code = db.session.get(AccessCode, right.id)
        if code is None:
            raise UnknownCode()
        check_code(code.facts, number, now)
    elif right.way is Way.INVITATION:
        found = db.session.get(Invitation, right.id)
        if found is None:
            raise UnknownInvitation()
        check_invitation(found.number, found.used, number, withdrawn=found.withdrawn_at is not None)


def use_right(right: Right, ticket_type_id: int, number: int, now: datetime) -> None:
    """Count tickets of a type on what opens it; the guarded UPDATE decides.

    Raises what check_code and check_invitation do, and NotBookable for another type.
    """
    if right.way is Way.CODE:
        _use_code(right.id, ticket_type_id, number, now)
    elif right.way is Way.INVITATION:
        _use_invitation(right.id, ticket_type_id, number, now)


def take_back_refusal(right: Right, now: datetime) -> None:
    """Note that somebody who was invited wants to come after all, if there is a place."""
    if right.way is Way.INVITATION:
        values = {"opened_at": func.coalesce(Invitation.opened_at, now), "declined_at": None}
        wanted = update(Invitation).where(Invitation.id == right.id).values(values)
        db.session.execute(wanted.execution_options(synchronize_session=False))


def _use_code(code_id: UUID | None, ticket_type_id: int, number: int, now: datetime) -> None:
    of_type = exists().where(
        opens.c.access_code_id == AccessCode.id, opens.c.ticket_type_id == ticket_type_id
    )
    guarded = (
        update(AccessCode)
        .where(AccessCode.id == code_id, AccessCode.withdrawn_at.is_(None), of_type)
        .where(or_(AccessCode.ends_at.is_(None), AccessCode.ends_at > now))
        .where(or_(AccessCode.size.is_(None), AccessCode.used + number <= AccessCode.size))
        .values(used=AccessCode.used + number)
        .execution_options(synchronize_session=False)
    )
    if row_count(db.session.execute(guarded)):
        return
    code = db.session.get(AccessCode, code_id, populate_existing=True)
    if code is None:
        raise UnknownCode()
    check_code(code.facts, number, now)
    raise NotBookable()


def _use_invitation(
    invitation_id: UUID | None, ticket_type_id: int, number: int, now: datetime
) -> None:
    guarded = (
        update(Invitation)
        .where(Invitation.id == invitation_id, Invitation.ticket_type_id == ticket_type_id)
        .where(Invitation.withdrawn_at.is_(None), Invitation.used + number <= Invitation.number)
        .values(
            used=Invitation.used + number,
            opened_at=func.coalesce(Invitation.opened_at, now),
            declined_at=None,
        )
        .execution_options(synchronize_session=False)
    )
    if row_count(db.session.execute(guarded)):
        return
    invitation = db.session.get(Invitation, invitation_id, populate_existing=True)
    if invitation is None:
        raise UnknownInvitation()
    withdrawn = invitation.withdrawn_at is not None
    check_invitation(invitation.number, invitation.used, number, withdrawn=withdrawn)
    raise NotBookable()


def give_back(booking: Booking, number: int) -> None:
    """Let tickets that were cancelled be booked again by what opened them."""
    table: type[AccessCode] | type[Invitation]
    if booking.access_code_id is not None:
        table, key = AccessCode, booking.access_code_id
    elif booking.invitation_id is not None:
        table, key = Invitation, booking.invitation_id
    else:
        return
    fewer = update(table).where(table.id == key).values(used=table.used - number)
    db.session.execute(fewer.execution_options(synchronize_session=False))
