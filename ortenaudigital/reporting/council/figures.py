"""What is reported of an event: plain numbers, which can be stored and read again."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Number = Annotated[int, Field(ge=0)]


class Stored(BaseModel):
    """What is kept as JSON; unknown fields are a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class TypeFigures(Stored):
    """Of a ticket type: tickets booked and still valid, cancelled, people who came.

    A ticket that was cancelled after somebody came with it is among those booked. `walk_ins` got
    their ticket at the door; they are among those who came and not among those who booked.
    """

    slug: str
    title: Mapping[str, str]
    booked: Number
    cancelled: Number
    came: Number
    walk_ins: Number

    @property
    def missing(self) -> int:
        """Return how many of those who booked did not come on any day."""
        return max(0, self.booked - max(0, self.came - self.walk_ins))


class DayFigures(Stored):
    """Of a day: who came through its entrance, by ticket type, and when.

    `arrivals` are pairs of a time of day and how many came in the five minutes from then on.
    """

    date: str
    came: Mapping[str, Number]
    walk_ins: Number
    arrivals: tuple[tuple[str, Number], ...] = ()

    @property
    def total(self) -> int:
        """Return how many people came on that day."""
        return sum(self.came.values())


class Figures(Stored):
    """All that is reported of an event.

    `origins` are pairs of a town and how many bookings named it; small numbers are put together
    before they get in here.
    """

    title: str
    types: tuple[TypeFigures, ...]
    days: tuple[DayFigures, ...]
    exhibitors: Mapping[str, Number] = {}
    origins: tuple[tuple[str, Number], ...] = ()

    @property
    def booked(self) -> int:
        """Return how many tickets were booked and not cancelled."""
        return sum(each.booked for each in self.types)

    @property
    def cancelled(self) -> int:
        """Return how many tickets were cancelled."""
        return sum(each.cancelled for each in self.types)

    @property
    def came(self) -> int:
        """Return how many people came, each once, on however many days."""
        return sum(each.came for each in self.types)

    @property
    def walk_ins(self) -> int:
        """Return how many came without having booked."""
        return sum(each.walk_ins for each in self.types)

    @property
    def missing(self) -> int:
        """Return how many of those who booked did not come."""
        return sum(each.missing for each in self.types)

    @property
    def missing_percent(self) -> int | None:
        """Return how many of a hundred who booked did not come; None if nobody was scanned."""
        if not self.booked or not self.came:
            return None
        return round(100 * self.missing / self.booked)
