"""Who comes first in a queue, when something is tried again, and when no more; on plain values."""

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum

# What every queue calls these two; how something ends well, each says in its own words.
WAITING = "waiting"
FAILED = "failed"


class Priority(IntEnum):
    """Who comes first: the lower number, whoever waits for longer."""

    # Somebody sits in front of the screen and waits for it.
    HIGH = 0
    NORMAL = 10
    # The same to hundreds of people: it leaves when nothing else is to be done.
    BULK = 20


@dataclass(frozen=True)
class Patience:
    """How often something is tried, and how long it waits in between: each time twice as long."""

    most_attempts: int
    first_delay: timedelta = timedelta()
    longest_delay: timedelta = timedelta()

    def delay(self, attempts: int) -> timedelta:
        """Return how long to wait after so many failed attempts."""
        # Bounded before the power: 2**attempts would overflow a timedelta.
        return min(self.first_delay * int(2 ** min(attempts - 1, 12)), self.longest_delay)

    def gives_up(self, attempts: int, permanent: bool = False) -> bool:
        """Say whether the failure after so many attempts is the last one."""
        return permanent or attempts >= self.most_attempts
