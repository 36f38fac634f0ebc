"""Placing for tests: a draft, and a fair of many stands and exhibitors."""

from uuid import UUID

from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.models import Need
from ortenaudigital.fair.placement.drafts import Draft, find_proposal, keep_draft
from ortenaudigital.fair.placement.reading import read_placements
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.factories import make_exhibitor


def make_draft(event: Event, exhibitor: UUID) -> str:
    """Keep a draft that gives the first free stand to an exhibitor; return its id."""
    with transaction():
        placements = read_placements(event, utc_now())
        free = [
            slot.id
            for slot in placements.slots.values()
            if slot.stand is not None and slot.id not in placements.held
        ]
        whose = dict.fromkeys(free[:1], exhibitor)
        keep_draft(event.id, Draft(placements.basis(), False, True, whose, []), utc_now())
    proposal = find_proposal(event)
    assert proposal is not None
    return str(proposal.id)


def stands_text(number: int) -> str:
    """Return the part of an event file with so many stands in two rows of a hall."""
    hall = """
[[area]]
name = "Halle"
width = 120.0
depth = 12.0
"""
    return hall + "".join(
        f"""
[[stand]]
label = "{"AB"[place % 2]}{place // 2 + 1}"
width = {3.0 if place % 3 else 2.0}
depth = 2.0
area = "Halle"
x = {place // 2 * 3.5}
y = {place % 2 * 6.0}
power_w = {3000 if place % 2 else 0}
network = true
"""
        for place in range(number)
    )


def make_crowd(event: Event, number: int, accepted: bool = False) -> list[UUID]:
    """Make exhibitors with needs; every tenth wishes for a stand of its own."""
    ids = [
        make_exhibitor(event, accepted, name=f"Firma {place:02}", email=f"f{place}@example.org").id
        for place in range(number)
    ]
    with transaction():
        for place, exhibitor in enumerate(ids):
            wish = f"B{place // 10 + 1}" if place % 10 == 0 else ""
            power = 2000 if place % 3 == 0 else 0
            db.session.add(
                Need(exhibitor_id=exhibitor, width_cm=200, power_w=power, wish_stand=wish)
            )
    return ids
