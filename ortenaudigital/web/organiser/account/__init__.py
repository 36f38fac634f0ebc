"""What people see and change of their own account."""

from ortenaudigital.web.organiser.account import logins, own

__all__ = ["logins", "own"]
