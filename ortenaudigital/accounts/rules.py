"""How long somebody stays logged in."""

from datetime import datetime, timedelta

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
# For who has said that the device is their own.
REMEMBERED_IDLE = timedelta(days=7)
REMEMBERED_LONGEST = timedelta(days=30)


def has_ended(remembered: bool, started_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Say whether a login is over, because of its age or because nobody was there."""
    idle, longest = (REMEMBERED_IDLE, REMEMBERED_LONGEST) if remembered else (IDLE, LONGEST)
    return now - seen_at >= idle or now - started_at >= longest
