"""Nobody gives more than they have, links get old, and somebody always may do everything."""

from datetime import timedelta

from ortenaudigital.accounts.permissions import PERMISSIONS, Permission, Role
from ortenaudigital.accounts.team.rules import VALID, givable_roles, is_valid, leaves_an_owner
from tests.factories import BOOKED_AT


def test_an_owner_gives_every_role_others_none_above_their_own() -> None:
    assert givable_roles(frozenset(Permission)) == list(Role)
    assert Role.OWNER not in givable_roles(PERMISSIONS[Role.ORGANISER])
    assert givable_roles(PERMISSIONS[Role.FAIR_OFFICE]) == [Role.FAIR_OFFICE]
    assert givable_roles(frozenset()) == []


def test_an_invitation_is_valid_for_a_week() -> None:
    assert is_valid(BOOKED_AT, BOOKED_AT + VALID - timedelta(seconds=1))
    assert not is_valid(BOOKED_AT, BOOKED_AT + VALID)


def test_one_owner_remains() -> None:
    assert leaves_an_owner([1, 2], 1)
    assert not leaves_an_owner([1], 1)
    assert not leaves_an_owner([], 1)
