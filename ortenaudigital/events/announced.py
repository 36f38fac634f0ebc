"""What guests were told before the last change, for the letter that says what changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

DayAsTold = tuple[date, datetime, datetime]


@dataclass(frozen=True)
class FormerDay:
    """A day as it was: its date, and the moments its doors were to open and close."""

    date: date
    opens_at: datetime
    closes_at: datetime
    title: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Announced:
    """The days by id, the place, and a cancellation, as they were; only what has changed."""

    days: Mapping[int, DayAsTold] = field(default_factory=dict)
    place: str | None = None
    cancelled: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return it as the database keeps it."""
        days = {
            str(day_id): [day.isoformat(), opens_at.isoformat(), closes_at.isoformat()]
            for day_id, (day, opens_at, closes_at) in self.days.items()
        }
        return {"days": days, "place": self.place, "cancelled": self.cancelled}

    def former(self, day_id: int) -> FormerDay | None:
        """Return a day as it was, None if it has not changed."""
        told = self.days.get(day_id)
        return FormerDay(*told) if told else None


def announced_of(stored: Mapping[str, Any] | None) -> Announced:
    """Read what the database keeps."""
    if not stored:
        return Announced()
    days = {
        int(day_id): (date.fromisoformat(day), *_moments(hours))
        for day_id, (day, *hours) in stored["days"].items()
    }
    return Announced(days, stored["place"], bool(stored.get("cancelled")))


def _moments(texts: Iterable[str]) -> tuple[datetime, datetime]:
    opens_at, closes_at = map(datetime.fromisoformat, texts)
    return opens_at, closes_at


def merged(older: Announced, newer: Announced) -> Announced:
    """Join two changes, of which nobody has been told the older one yet."""
    days = {**newer.days, **older.days}
    return Announced(days, older.place or newer.place, older.cancelled or newer.cancelled)
