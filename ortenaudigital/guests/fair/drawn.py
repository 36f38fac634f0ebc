"""The floor as visitors see it drawn: who has which stand on a day, and which one is looked for."""

from collections.abc import Callable
from datetime import date

from ortenaudigital.fair.inventory.drawing import draw
from ortenaudigital.fair.inventory.shapes import FREE, MARKED, TAKEN, Mark, Plan
from ortenaudigital.guests.fair.floor import Floor, Holding, Place


def draw_day(
    floor: Floor,
    day: date,
    address: Callable[[Holding], str] | None = None,
    sought: Place | None = None,
    metres: bool = False,
) -> Plan:
    """Draw an area on a day; `address` says to which page who has a stand leads."""
    marks = {place.id: _mark(place, day, address, sought) for place in floor.drawn}
    return draw(floor, floor.drawn, marks, floor.picture, metres)


def _mark(
    place: Place, day: date, address: Callable[[Holding], str] | None, sought: Place | None
) -> Mark:
    holder = place.holders.get(day)
    state = MARKED if place is sought else TAKEN if holder else FREE
    where = address(holder) if holder and address else ""
    return Mark(state, holder.name if holder else "", href=where, pin=place is sought)
