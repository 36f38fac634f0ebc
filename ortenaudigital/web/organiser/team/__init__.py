"""Who belongs to an event or the whole house, and how people are invited."""

from ortenaudigital.web.organiser.team import accepting, inviting, members

__all__ = ["accepting", "inviting", "members"]
