"""How long a link for a new password works."""

from datetime import datetime, timedelta

VALID = timedelta(hours=1)


def is_valid(asked_at: datetime, now: datetime) -> bool:
    """Say whether a link still sets a password."""
    return now - asked_at < VALID
