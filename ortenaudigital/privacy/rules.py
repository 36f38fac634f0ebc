"""When personal data goes, on plain values."""

from datetime import datetime, timedelta

# What will be erased is announced a day before, so that somebody can see a mistake.
NOTICE = timedelta(days=1)
# A clock that ran ahead by less than this erases nothing before its event is over; one that ran
# ahead by more is not believed before an operator says so.
LONGEST_GAP = timedelta(days=14)


def is_believable(now: datetime, newest: datetime | None) -> bool:
    """Say whether `now` can be true, given the newest moment that was stored."""
    return newest is None or now <= newest + LONGEST_GAP


def is_ripe(now: datetime, announced_at: datetime, due_until: datetime) -> bool:
    """Say whether what was announced may be carried out."""
    return now >= due_until and now >= announced_at + NOTICE
