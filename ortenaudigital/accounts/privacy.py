"""Which personal data accounts hold: who may log in, in which role, and since when they did."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import delete, select

from ortenaudigital.accounts.errors import AddressTaken, LastOwner
from ortenaudigital.accounts.factors.models import Authenticator, Passkey, RecoveryCode
from ortenaudigital.accounts.factors.queries import get_factors
from ortenaudigital.accounts.models import LoginSession, Membership, User
from ortenaudigital.accounts.permissions import Role
from ortenaudigital.accounts.resets.models import PasswordReset
from ortenaudigital.accounts.team.models import TeamInvitation
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.constraints import constraint_as
from ortenaudigital.kernel.db.rows import lock
from ortenaudigital.kernel.personal import (
    Finding,
    Going,
    Holder,
    Person,
    Request,
    columns_of,
    tables,
)
from ortenaudigital.outbox.commands import delete_letters


class AccountsHolder(Holder):
    """Accounts, their roles, and the browsers that are logged in to them."""

    columns = {
        **columns_of("user", account="email name password fs_uniquifier"),
        **columns_of("login_session", account="token_hash device", no_person="by_second_factor"),
        **columns_of("membership", no_person="role"),
        **columns_of("team_invitation", account="email key_hash", no_person="role"),
        **columns_of("passkey", account="credential_id public_key name"),
        **columns_of("recovery_code", account="code_hash"),
        **columns_of("password_reset", account="email key_hash"),
    }
    of_event = tables("membership team_invitation")

    def find(self, person: Person) -> Iterator[Finding]:
        """Find the account with the address."""
        for user in db.session.scalars(select(User).where(person.may_have(User.email))):
            if person.has(user.email):
                yield _finding(user)
        invited = select(TeamInvitation).where(person.may_have(TeamInvitation.email))
        for each in db.session.scalars(invited):
            if person.has(each.email):
                data = {"email": each.email, "role": each.role.value, "sent_at": each.sent_at}
                key = f"team_invitation:{each.id}"
                yield Finding(key, "invitation to a team", data, (each.id,))
        asked = select(PasswordReset).where(person.may_have(PasswordReset.email))
        for reset in db.session.scalars(asked):
            if person.has(reset.email):
                data = {"email": reset.email, "asked_at": reset.asked_at}
                yield Finding(
                    f"password_reset:{reset.id}", "wanted a new password", data, (reset.id,)
                )

    def correct(self, request: Request) -> None:
        """Write another name or address. Raises AddressTaken."""
        right = request.correction
        if right.email is not None:
            # Links belong to the address that was wrong; the right one gets its own.
            _delete_links(request)
        for user in _users(request):
            if right.full_name is not None:
                user.name = right.full_name
            if right.email is not None:
                with constraint_as("uq_user_email", AddressTaken):
                    user.email = right.email.lower()
                    db.session.flush()

    def erase(self, request: Request) -> None:
        """Delete the account, which ends its logins, and invitations. Raises LastOwner."""
        _delete_links(request)
        for user in _users(request):
            _keep_an_owner(user)
            for table in (LoginSession, Membership, Authenticator, Passkey, RecoveryCode):
                db.session.execute(delete(table).where(table.user_id == user.id))
            db.session.execute(delete(User).where(User.id == user.id))

    def erase_event(self, going: Going) -> int:
        """Delete the invitations to the team, and their letters, which are of no event."""
        of_event = select(TeamInvitation.id).where(TeamInvitation.event_id == going.event_id)
        ids = db.session.scalars(of_event).all()
        delete_letters([str(each) for each in ids])
        db.session.execute(delete(TeamInvitation).where(TeamInvitation.id.in_(ids)))
        return len(ids)


def _finding(user: User) -> Finding:
    sessions = db.session.scalars(select(LoginSession).where(LoginSession.user_id == user.id))
    factors = get_factors(user.id)
    data: dict[str, Any] = {
        "email": user.email,
        "name": user.name,
        "active": user.active,
        "roles": [
            {"role": each.role.value, "event": each.event_id or "all"} for each in user.memberships
        ],
        "authenticator_app_since": factors.app_since,
        "passkeys": [{"name": each.name, "since": each.added_at} for each in factors.passkeys],
        "logins": [
            {"since": each.started_at, "seen_at": each.seen_at, "device": each.device}
            for each in sessions
        ],
    }
    return Finding(
        key=f"account:{user.id}",
        label=f"account of {user.name or user.email}",
        data=data,
        ids=(user.id,),
        names=frozenset(filter(None, [user.name])),
        subjects=frozenset({f"user:{user.id}"}),
    )


def _delete_links(request: Request) -> None:
    invited = TeamInvitation.id.in_(request.ids("team_invitation"))
    db.session.execute(delete(TeamInvitation).where(invited))
    asked = PasswordReset.id.in_(request.ids("password_reset"))
    db.session.execute(delete(PasswordReset).where(asked))


def _users(request: Request) -> list[User]:
    return [lock(db.session.get_one(User, each)) for each in request.ids("account")]


def _keep_an_owner(user: User) -> None:
    """Refuse to delete the last one who may do everything. Raises LastOwner."""
    owners = (
        select(Membership.user_id)
        .where(Membership.role == Role.OWNER, Membership.event_id.is_(None))
        .order_by(Membership.id)
        .with_for_update()
    )
    if db.session.scalars(owners).all() == [user.id]:
        raise LastOwner()
