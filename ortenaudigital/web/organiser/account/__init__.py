"""What people see and change of their own account."""

from ortenaudigital.web.organiser.account import (
    factors,
    forgotten,
    logins,
    own,
    passkeys,
    second_step,
)

__all__ = ["factors", "forgotten", "logins", "own", "passkeys", "second_step"]
