"""What a process keeps for a moment: a thousand visitors cost one reading.

It is as old as a public page may be, `PAGE_CACHE_SECONDS`. Whoever decides upon it asks in the end
whether it still holds.
"""

import time
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from flask import current_app

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
MOST = 500


class Kept(Generic[K, V]):
    """Values by key, each for some seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._values: dict[K, tuple[float, V]] = {}

    def get(self, key: K, make: Callable[[], V], holds: Callable[[V], bool] = bool) -> V:
        """Return a value that is still fresh, and holds; else make and keep it."""
        stale_at, value = self._values.get(key, (0.0, None))
        if value is None or stale_at <= time.monotonic() or not holds(value):
            value = make()
            if len(self._values) >= MOST:
                self._values.clear()
            self._values[key] = time.monotonic() + self._seconds, value
        return value


def kept(name: str, times: int = 1) -> Kept[Any, Any]:
    """Return what this app keeps under a name, `times` as long as a public page."""
    known: dict[str, Kept[Any, Any]] = current_app.extensions.setdefault("kept", {})
    if name not in known:
        known[name] = Kept(current_app.config["PAGE_CACHE_SECONDS"] * times)
    return known[name]
