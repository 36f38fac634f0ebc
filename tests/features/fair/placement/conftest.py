"""A fair of four stands on two days, a stage with two pitches, and exhibitors with needs."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.fair.applications.models import Exhibitor, Need, NeedDay
from ortenaudigital.fair.placement.changing import By
from ortenaudigital.fair.placement.reading import read_placements
from ortenaudigital.fair.placement.rules.placements import Placements
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.errors import DomainError
from tests.factories import BOOKED_AT, make_event, make_exhibitor

BY = By(BOOKED_AT, "olga@example.org")

STANDS = """
[[area]]
name = "Halle"
width = 20.0
depth = 10.0
[[area.circuits]]
name = "Kreis 1"
limit_w = 4000
[[stand]]
label = "A1"
area = "Halle"
circuit = "Kreis 1"
width = 3.0
depth = 2.0
power_w = 3000
network = true
[[stand]]
label = "A2"
area = "Halle"
circuit = "Kreis 1"
width = 3.0
depth = 2.0
power_w = 3000
[[stand]]
label = "A3"
area = "Halle"
width = 2.0
depth = 1.0
[[stand]]
label = "A4"
area = "Halle"
width = 2.0
depth = 1.0
days = [2027-10-01]
[[stage]]
name = "Bühne"
[[stage.pitches]]
date = 2027-10-01
starts = "10:00"
ends = "10:10"
[[stage.pitches]]
date = 2027-10-01
starts = "10:30"
ends = "10:40"
"""


class Office:
    """The fair office of an event: exhibitors by name, slots by stand and day."""

    def __init__(self, event: Event) -> None:
        self._slug = event.slug

    @property
    def event(self) -> Event:
        """Return the event, in the session there is now: a worker leaves none."""
        return get_event(self._slug)

    def exhibitor(self, name: str, **needs: Any) -> UUID:
        """Make an accepted exhibitor with needs; `days` are counted from 0."""
        days, groups = needs.pop("days", ()), {"group_name": "", "apart_from": ""}
        accepted = needs.pop("accepted", True)
        groups |= {key: needs.pop(key) for key in groups if key in needs}
        row = make_exhibitor(self.event, accepted, name=name)
        with transaction():
            for key, value in groups.items():
                setattr(row, key, value)
            db.session.add(Need(exhibitor_id=row.id, **needs))
            ids = [self.event.days[day].id for day in days]
            db.session.add_all([NeedDay(exhibitor_id=row.id, day_id=day) for day in ids])
        return row.id

    def read(self, by: By = BY) -> Placements:
        """Read whose the slots are."""
        return read_placements(self.event, by.now)

    def slot(self, label: str, day: int = 0) -> int:
        """Return the slot of a stand on a day, counted from 0."""
        wanted = (label, self.event.days[day].id)
        return next(
            each.id for each in self.read().slots.values() if (each.label, each.day) == wanted
        )

    def pitch(self, number: int = 0) -> int:
        """Return a slot of the stage."""
        return self.read().pitches()[number].id

    def held(self, by: By = BY) -> dict[str, str]:
        """Return who has what: `A1/0` by name."""
        found = self.read(by)
        number = {day.id: place for place, day in enumerate(self.event.days)}
        return {
            f"{found.slots[slot].label}/{number[found.slots[slot].day]}": self.name(each.exhibitor)
            for slot, each in found.held.items()
        }

    def name(self, exhibitor: UUID) -> str:
        """Return the name of an exhibitor."""
        return db.session.get_one(Exhibitor, exhibitor).name

    def row(self, exhibitor: UUID) -> Exhibitor:
        """Return an exhibitor as stored."""
        return db.session.get_one(Exhibitor, exhibitor, populate_existing=True)


@pytest.fixture
def office(context: Flask) -> Office:
    return Office(make_event(stands=STANDS))


@pytest.fixture
def refused() -> Callable[..., str]:
    """Do something that the rules refuse, and return what they say."""

    def attempt(command: Callable[..., Any], *values: Any, **named: Any) -> str:
        with pytest.raises(DomainError) as caught, transaction():
            command(*values, **named)
        db.session.rollback()
        return str(caught.value)

    return attempt
