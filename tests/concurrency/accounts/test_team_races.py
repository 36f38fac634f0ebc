"""Two owners remove one another; one invitation is accepted twice."""

from functools import partial

from flask import Flask
from sqlalchemy import select

from ortenaudigital.accounts.commands import hashed
from ortenaudigital.accounts.models import Membership, User
from ortenaudigital.accounts.permissions import Permission, Role
from ortenaudigital.accounts.team.commands import Manager, accept, invite, remove_member
from ortenaudigital.accounts.team.models import TeamInvitation
from ortenaudigital.kernel.db import db, transaction
from tests.concurrency.together import behind, together
from tests.factories import BOOKED_AT, PASSWORD, make_organiser

SIX = 6
MANAGER = Manager("olga@example.org", frozenset(Permission))


def remove(email: str) -> None:
    member = select(Membership.id).join(User).where(User.email == email)
    remove_member(db.session.scalars(member).one(), MANAGER, BOOKED_AT)


def test_two_owners_who_remove_one_another_leave_one(app: Flask) -> None:
    with app.app_context():
        make_organiser("olga@example.org")
        make_organiser("emil@example.org")
        late = behind(app, lambda: remove("emil@example.org"), lambda: remove("olga@example.org"))
        assert late == "last_owner"
        db.session.expire_all()
        assert len(db.session.scalars(select(Membership)).all()) == 1


def test_many_who_remove_one_another_at_once_wait_for_one_another(app: Flask) -> None:
    """Each of two held the other one before all owners were looked for."""
    with app.app_context():
        make_organiser("olga@example.org")
        for number in range(SIX):
            pair = [f"{name}{number}@example.org" for name in ("emil", "nele")]
            for each in pair:
                make_organiser(each)
            assert together(app, *(partial(remove, each) for each in pair)) == ["None", "None"]


def test_who_is_removed_twice_at_once_is_removed(app: Flask) -> None:
    with app.app_context():
        for each in ("olga@example.org", "emil@example.org"):
            make_organiser(each)
        members = dict(db.session.execute(select(User.email, Membership.id).join(Membership)).all())

        def once() -> None:
            remove_member(members["emil@example.org"], MANAGER, BOOKED_AT)

        assert behind(app, once, once) in ("row_gone", "unknown_member")


def test_an_invitation_that_is_accepted_twice_makes_one_account(app: Flask) -> None:
    with app.app_context():
        with transaction():
            invite(MANAGER, "neu@example.org", Role.READER, None, BOOKED_AT)
        # Both have opened the link before either presses.
        opened = db.session.scalars(select(TeamInvitation)).one()
        db.session.expunge(opened)
        db.session.rollback()

        def join() -> None:
            accept(opened, "Nele", hashed(PASSWORD), BOOKED_AT)

        came = sorted(together(app, join, join))
        assert came == ["None", "unknown_team_invitation"]
        assert len(db.session.scalars(select(User)).all()) == 1
