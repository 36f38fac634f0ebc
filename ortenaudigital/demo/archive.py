"""Figures of the first edition, as they stay once nobody is named: counts, and no people."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from ortenaudigital.bookings.models import BookedCount
from ortenaudigital.bookings.queries import QUARTER
from ortenaudigital.checkin.models import AdmissionCount, VisitorCount
from ortenaudigital.checkin.queries import BUCKET
from ortenaudigital.events.models import Day, Event
from ortenaudigital.events.places import take_places
from ortenaudigital.events.queries import list_checkpoints
from ortenaudigital.kernel.clock import step_of
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_if_absent

# Days before the first day and tickets booked then: a slow spring, a busy last week. All assumed;
# about 150 came to the first day, as the newspaper wrote.
BOOKED: Mapping[str, Mapping[int, int]] = {
    "buergerticket": {45: 38, 38: 21, 30: 34, 21: 44, 14: 52, 9: 31, 6: 40, 3: 36, 1: 18},
    "fachticket": {60: 22, 50: 31, 40: 19, 28: 27, 14: 25, 7: 14, 2: 6},
}
# How many came in each quarter of an hour from the opening of a day on.
CAME: Mapping[str, tuple[int, ...]] = {
    "buergerticket": (18, 34, 41, 38, 27, 19, 14, 9, 12, 8, 5, 3),
    "fachticket": (26, 44, 31, 16, 9, 6, 3, 1),
}


def seed_archive(event: Event) -> None:
    """Store how the first edition filled and who came; doing it again adds nothing."""
    first = event.days[0].opens_at
    types = {each.slug: each for each in event.ticket_types}
    for slug, booked in BOOKED.items():
        if db.session.get(VisitorCount, types[slug].id) is None:
            take_places(types[slug].id, sum(booked.values()))
        for days, number in booked.items():
            quarter = step_of(first - timedelta(days=days), QUARTER)
            values = {"ticket_type_id": types[slug].id, "quarter": quarter, "number": number}
            insert_if_absent(BookedCount, values)
    for slug, came in CAME.items():
        values = {"ticket_type_id": types[slug].id, "number": sum(came)}
        insert_if_absent(VisitorCount, values)
    for each in list_checkpoints(event):
        if each.is_entrance:
            for values in _admissions(each.day, {slug: types[slug].id for slug in CAME}):
                insert_if_absent(AdmissionCount, {"checkpoint_id": each.id, **values})


def _admissions(day: Day, types: Mapping[str, int]) -> Iterator[dict[str, int]]:
    is_first = day is day.event.days[0]
    for slug, came in CAME.items():
        # Citizens were invited to the second day, to which some of the others came again.
        if is_first and slug == "buergerticket":
            continue
        for place, number in enumerate(came):
            step = step_of(day.opens_at + place * timedelta(minutes=15), BUCKET)
            admitted = number if is_first or slug == "buergerticket" else number // 4
            counts = {"admitted": admitted, "outside": 0, "walk_ins": 0}
            yield {"ticket_type_id": types[slug], "step": step, **counts}
