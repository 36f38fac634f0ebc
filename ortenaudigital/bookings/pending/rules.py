"""For how long places are held until an address is confirmed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

CONFIRM_WITHIN = timedelta(hours=6)


def confirm_until(now: datetime, ends: Iterable[datetime | None]) -> datetime:
    """Return until when an address can be confirmed: never longer than what was asked for lasts."""
    return min([now + CONFIRM_WITHIN, *(each for each in ends if each is not None)])
