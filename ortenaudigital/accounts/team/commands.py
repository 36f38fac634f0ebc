"""Invite somebody, accept, change a role, remove; inside the caller's transaction.

`event_id` is None for the whole house. `own` is what whoever does it may do there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, or_, select

from ortenaudigital.accounts.commands import HashedPassword, assign_role, create_user, find_user_id
from ortenaudigital.accounts.errors import (
    AddressTaken,
    LastOwner,
    RoleTooHigh,
    UnknownInvitation,
)
from ortenaudigital.accounts.letters import LABEL
from ortenaudigital.accounts.models import Membership, User
from ortenaudigital.accounts.permissions import Permission, Role
from ortenaudigital.accounts.sessions import end_sessions
from ortenaudigital.accounts.team import letters
from ortenaudigital.accounts.team.links import invitation_key
from ortenaudigital.accounts.team.models import TeamInvitation
from ortenaudigital.accounts.team.queries import get_member
from ortenaudigital.accounts.team.rules import KEPT, givable_roles, leaves_an_owner
from ortenaudigital.audit.commands import record
from ortenaudigital.audit.rules import from_to
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.constraints import constraint_as
from ortenaudigital.kernel.db.rows import lock, row_count
from ortenaudigital.outbox.commands import About, enqueue
from ortenaudigital.towns.models import Town


@dataclass(frozen=True)
class Manager:
    """Who decides about a team: as whom the history knows them, what they may, and where."""

    actor: str
    may: frozenset[Permission]
    event_id: int | None = None

    def require(self, *roles: Role) -> None:
        """Refuse to give or take a role that holds more than one's own. Raises RoleTooHigh."""
        if not set(roles) <= set(givable_roles(self.may)):
            raise RoleTooHigh()


def invite(manager: Manager, email: str, role: Role, town_id: int | None, now: datetime) -> None:
    """Write to somebody who has no account yet. Raises RoleTooHigh, AddressTaken."""
    manager.require(role)
    address = email.strip().lower()
    if find_user_id(address) is not None:
        raise AddressTaken()
    here = TeamInvitation.event_id.is_not_distinct_from(manager.event_id)
    again = here & (TeamInvitation.email == address)
    stale = TeamInvitation.sent_at < now - KEPT
    db.session.execute(delete(TeamInvitation).where(again | stale))
    invitation = TeamInvitation(id=uuid4(), email=address, role=role, sent_at=now)
    invitation.event_id, invitation.town_id = manager.event_id, town_id
    invitation.key_hash = fingerprint(invitation_key(invitation.id))
    db.session.add(invitation)
    db.session.flush()
    _send(invitation, manager, "accounts.invited", now)


def send_again(invitation: TeamInvitation, manager: Manager, now: datetime) -> None:
    """Write once more; the link is valid for another week."""
    manager.require(invitation.role)
    lock(invitation).sent_at = now
    _send(invitation, manager, "accounts.invited_again", now)


def _send(invitation: TeamInvitation, manager: Manager, action: str, now: datetime) -> None:
    enqueue(letters.INVITED, About(invitation.id, LABEL), now)
    subject, role = f"team_invitation:{invitation.id}", invitation.role.value
    record(action, subject, manager.actor, now, event_id=manager.event_id, role=role)


def withdraw(invitation: TeamInvitation, manager: Manager, now: datetime) -> None:
    """Take an invitation back: its link leads nowhere. Raises UnknownInvitation."""
    subject = f"team_invitation:{invitation.id}"
    _use_up(invitation.id)
    record("accounts.uninvited", subject, manager.actor, now, event_id=manager.event_id)


def _use_up(invitation_id: UUID) -> None:
    # Whoever deletes the row is the one who accepts or withdraws it; there is no second.
    one = delete(TeamInvitation).where(TeamInvitation.id == invitation_id)
    if row_count(db.session.execute(one)) != 1:
        raise UnknownInvitation()


def accept(invitation: TeamInvitation, name: str, password: HashedPassword, now: datetime) -> None:
    """Make the account. Raises UnknownInvitation, and AddressTaken if there is one meanwhile."""
    email, role = invitation.email, invitation.role
    event_id, town_id = invitation.event_id, invitation.town_id
    _use_up(invitation.id)
    if find_user_id(email) is not None:
        raise AddressTaken()
    with constraint_as("uq_user_email", AddressTaken):
        user = create_user(email, name, password)
    user.town_id = town_id
    assign_role(user.id, role, event_id)
    subject = f"user:{user.id}"
    record("accounts.joined", subject, subject, now, event_id=event_id, role=role.value)


def add_member(email: str, role: Role, manager: Manager, now: datetime) -> bool:
    """Give somebody who has an account a role here; say whether there is such an account.

    Raises RoleTooHigh, and AddressTaken for who belongs here already.
    """
    manager.require(role)
    user_id = find_user_id(email)
    if user_id is None:
        return False
    user = lock(db.session.get_one(User, user_id))
    if any(each.event_id == manager.event_id for each in user.memberships):
        raise AddressTaken()
    assign_role(user_id, role, manager.event_id)
    subject = f"user:{user_id}"
    record(
        "accounts.added", subject, manager.actor, now, event_id=manager.event_id, role=role.value
    )
    return True


def change_member(
    member_id: int, role: Role, town_id: int | None, manager: Manager, now: datetime
) -> None:
    """Write another role and town. Raises UnknownMember, RoleTooHigh, LastOwner."""
    member = _lock_member(manager, member_id)
    was = member.role
    subject = f"user:{member.user_id}"
    if role != was:
        manager.require(was, role)
        _keep_an_owner(member)
        member.role = role
        record(
            "accounts.role_changed",
            subject,
            manager.actor,
            now,
            event_id=manager.event_id,
            was=was.value,
            becomes=role.value,
        )
    user = lock(db.session.get_one(User, member.user_id))
    if user.town_id != town_id:
        values = from_to({"town": _town(user.town_id)}, {"town": _town(town_id)})
        user.town_id = town_id
        record("accounts.town_changed", subject, manager.actor, now, **values)


def _town(town_id: int | None) -> str | None:
    town = db.session.get(Town, town_id) if town_id is not None else None
    return town.short_name if town else None


def remove_member(member_id: int, manager: Manager, now: datetime) -> None:
    """Take somebody's role here and end their logins. Raises UnknownMember and as above."""
    member = _lock_member(manager, member_id)
    manager.require(member.role)
    _keep_an_owner(member)
    subject, moved = f"user:{member.user_id}", {"was": member.role.value, "becomes": None}
    db.session.delete(member)
    db.session.flush()
    end_sessions(member.user_id)
    record("accounts.removed", subject, manager.actor, now, event_id=manager.event_id, **moved)


def _lock_member(manager: Manager, member_id: int) -> Membership:
    """Lock somebody who belongs here. Raises UnknownMember, or RowGone for who was just removed."""
    member = get_member(manager.event_id, member_id)
    if member.role is Role.OWNER:
        _lock_owners(member)
    return lock(member)


def _lock_owners(member: Membership) -> Sequence[int]:
    """Lock all who may do everything where a member belongs, and return their ids.

    In one order, before a single one of them: of two who remove one another, the second waits here.
    """
    where: ColumnElement[bool] = Membership.event_id.is_(None)
    if member.event_id is not None:
        where = or_(where, Membership.event_id == member.event_id)
    owners = select(Membership.id).where(Membership.role == Role.OWNER, where)
    return db.session.scalars(owners.order_by(Membership.id).with_for_update()).all()


def _keep_an_owner(member: Membership) -> None:
    """Refuse to take the role of the last one who may do everything. Raises LastOwner."""
    if member.role is Role.OWNER and not leaves_an_owner(_lock_owners(member), member.id):
        raise LastOwner()
