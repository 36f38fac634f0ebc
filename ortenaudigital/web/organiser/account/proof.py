"""The password once more, before what a stranger at an open browser must not do."""

from flask_login import current_user

from ortenaudigital.accounts.commands import prove_password
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.limits.commands import Claim, spend
from ortenaudigital.limits.rules import LOGINS_TO_ACCOUNT


def prove_own_password(password: str | None) -> None:
    """Look whether this is the password of who is logged in. Raises WrongPassword, TooMany."""
    # Whoever finds a browser that is logged in shall not try passwords out.
    spend([Claim(LOGINS_TO_ACCOUNT, f"own:{current_user.id}")], utc_now())
    prove_password(current_user, password or "")
