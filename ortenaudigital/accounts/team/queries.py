"""Questions about teams. `event_id` is None for the whole house."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from ortenaudigital.accounts.errors import UnknownInvitation, UnknownMember
from ortenaudigital.accounts.models import Membership, User
from ortenaudigital.accounts.team.models import TeamInvitation
from ortenaudigital.accounts.team.rules import is_valid
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db


def list_members(event_id: int | None) -> Sequence[Membership]:
    """List who belongs to an event by a role of its own, or to the whole house."""
    theirs = select(Membership).where(Membership.event_id.is_not_distinct_from(event_id))
    with_users = theirs.options(joinedload(Membership.user)).order_by(Membership.id)
    return db.session.scalars(with_users).all()


def list_without_role() -> Sequence[User]:
    """List accounts that belong nowhere: they log in, and see nothing but themselves."""
    none = ~User.memberships.any()
    return db.session.scalars(select(User).where(none).order_by(User.email)).all()


def find_addresses(user_ids: Collection[int]) -> dict[int, str]:
    """Return the addresses of accounts that are still there."""
    query = select(User.id, User.email).where(User.id.in_(user_ids))
    return dict(db.session.execute(query).all())


def find_people(words: str, most: int) -> Sequence[int]:
    """Return the ids of accounts whose name or address has some words; the newest."""
    here = (each.icontains(words.strip(), autoescape=True) for each in (User.name, User.email))
    query = select(User.id).where(or_(*here)).order_by(User.id.desc()).limit(most)
    return db.session.scalars(query).all()


def list_team_invitations(event_id: int | None) -> Sequence[TeamInvitation]:
    """List who was invited and has not accepted yet."""
    theirs = TeamInvitation.event_id.is_not_distinct_from(event_id)
    return db.session.scalars(
        select(TeamInvitation).where(theirs).order_by(TeamInvitation.sent_at, TeamInvitation.id)
    ).all()


def get_member(event_id: int | None, member_id: int) -> Membership:
    """Return somebody of a team. Raises UnknownMember."""
    found = db.session.get(Membership, member_id)
    if found is None or found.event_id != event_id:
        raise UnknownMember()
    return found


def get_team_invitation(event_id: int | None, invitation_id: UUID) -> TeamInvitation:
    """Return an open invitation to a team. Raises UnknownInvitation."""
    found = db.session.get(TeamInvitation, invitation_id)
    if found is None or found.event_id != event_id:
        raise UnknownInvitation()
    return found


def get_team_invitation_by_key(key: str, now: datetime) -> TeamInvitation:
    """Return the invitation that a link opens. Raises UnknownInvitation, also if it is too old."""
    same = select(TeamInvitation).where(TeamInvitation.key_hash == fingerprint(key))
    found = db.session.scalar(same)
    if found is None or not is_valid(found.sent_at, now):
        raise UnknownInvitation()
    return found
