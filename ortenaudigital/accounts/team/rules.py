"""Who may give which role, and how long an invitation lasts."""

from collections.abc import Collection
from datetime import datetime, timedelta

from ortenaudigital.accounts.permissions import PERMISSIONS, Permission, Role

VALID = timedelta(days=7)
# What nobody accepted names somebody for no reason.
KEPT = timedelta(days=30)


def givable_roles(own: frozenset[Permission]) -> list[Role]:
    """List the roles that hold no more than somebody may do; nobody makes others more powerful."""
    return [role for role in Role if PERMISSIONS[role] <= own]


def is_valid(sent_at: datetime, now: datetime) -> bool:
    """Say whether an invitation can be accepted."""
    return now - sent_at < VALID


def leaves_an_owner(owners: Collection[int], without: int) -> bool:
    """Say whether somebody may do everything when this account may no more."""
    return bool(set(owners) - {without})
