"""The letter that brings the link for a new password."""

from uuid import UUID

from ortenaudigital.accounts.commands import find_user_id
from ortenaudigital.accounts.letters import write
from ortenaudigital.accounts.resets.links import reset_url
from ortenaudigital.accounts.resets.models import PasswordReset
from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.kernel.db import db

PASSWORD_RESET = "accounts.password_reset"  # noqa: S105  # the name of a letter


def password_reset(subject_id: str) -> Composed | None:
    """Send the link; None if nobody has an account with that address, or the link was used."""
    asked = db.session.get(PasswordReset, UUID(subject_id))
    if asked is None or find_user_id(asked.email) is None:
        return None
    return write("password_reset", asked.email, reset_url=reset_url(asked.id))
