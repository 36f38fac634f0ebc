"""What people see and change of their own account."""

from ortenaudigital.web.organiser.account import forgotten, logins, own

__all__ = ["forgotten", "logins", "own"]
