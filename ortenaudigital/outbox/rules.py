"""When a letter is tried again."""

from datetime import timedelta

MAX_ATTEMPTS = 12
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=4)
# When the server refused one letter with words that concern all: others are tried before it.
HELD_DELAY = timedelta(seconds=30)


def retry_delay(attempts: int) -> timedelta:
    """Return how long to wait after so many failed attempts: it doubles, up to four hours."""
    # Bounded before the power: 2**attempts would overflow a timedelta.
    return min(FIRST_DELAY * int(2 ** min(attempts - 1, 12)), LONGEST_DELAY)


def gives_up(attempts: int, permanent: bool) -> bool:
    """Say whether a failure is the last one."""
    return permanent or attempts >= MAX_ATTEMPTS
