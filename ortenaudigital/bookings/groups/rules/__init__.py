"""Who comes with a group."""

from ortenaudigital.bookings.groups.rules.lists import (
    MOST_LINES,
    count_rows,
    read_file,
    read_members,
)
from ortenaudigital.bookings.groups.rules.members import Fault, Group, Member, name_fault

__all__ = [
    "MOST_LINES",
    "Fault",
    "Group",
    "Member",
    "count_rows",
    "name_fault",
    "read_file",
    "read_members",
]
