"""How often a job is tried, and how long what it made is kept."""

from datetime import timedelta

# A job that ends its worker ends it three times, not for ever.
MOST_ATTEMPTS = 3
LEASE = timedelta(minutes=5)
# Documents name people: they are deleted the day after.
KEEP = timedelta(days=1)


def gives_up(attempts: int) -> bool:
    """Say whether a job that failed is not tried again."""
    return attempts >= MOST_ATTEMPTS
