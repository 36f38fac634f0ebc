"""What people see and change of their own account."""

from ortenaudigital.web.organiser.account import (
    app_setup,
    factors,
    forgotten,
    gone,
    logins,
    own,
    passkeys,
    second_step,
)

__all__ = ["app_setup", "factors", "forgotten", "gone", "logins", "own", "passkeys", "second_step"]
