"""Which personal data accounts hold: who may log in, in which role, and since when they did."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import delete, select

from ortenaudigital.accounts.errors import AddressTaken, LastOwner
from ortenaudigital.accounts.models import LoginSession, Membership, User
from ortenaudigital.accounts.permissions import Role
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.constraints import constraint_as
from ortenaudigital.kernel.db.rows import lock
from ortenaudigital.kernel.personal import Finding, Holder, Person, Request, columns_of


class AccountsHolder(Holder):
    """Accounts, their roles, and the browsers that are logged in to them."""

    columns = {
        **columns_of("user", account="email name password fs_uniquifier"),
        **columns_of("login_session", account="token_hash device"),
        **columns_of("membership", no_person="role"),
    }

    def find(self, person: Person) -> Iterator[Finding]:
        """Find the account with the address."""
        for user in db.session.scalars(select(User).where(person.may_have(User.email))):
            if person.has(user.email):
                yield _finding(user)

    def correct(self, request: Request) -> None:
        """Write another name or address. Raises AddressTaken."""
        right = request.correction
        for user in _users(request):
            if right.full_name is not None:
                user.name = right.full_name
            if right.email is not None:
                with constraint_as("uq_user_email", AddressTaken):
                    user.email = right.email.lower()
                    db.session.flush()

    def erase(self, request: Request) -> None:
        """Delete the account, which ends its logins. Raises LastOwner."""
        for user in _users(request):
            _keep_an_owner(user)
            for table in (LoginSession, Membership):
                db.session.execute(delete(table).where(table.user_id == user.id))
            db.session.execute(delete(User).where(User.id == user.id))


def _finding(user: User) -> Finding:
    sessions = db.session.scalars(select(LoginSession).where(LoginSession.user_id == user.id))
    data: dict[str, Any] = {
        "email": user.email,
        "name": user.name,
        "active": user.active,
        "roles": [
            {"role": each.role.value, "event": each.event_id or "all"} for each in user.memberships
        ],
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
