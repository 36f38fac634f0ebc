"""The plan as a page to place on: each stand leads to its slot, and is where a name is dropped."""

from collections.abc import Sequence
from datetime import date

from flask import request, url_for
from flask_babel import gettext

from ortenaudigital.events.models import Day, Event
from ortenaudigital.fair.inventory.drawing import draw_each
from ortenaudigital.fair.inventory.queries import list_areas, list_stands
from ortenaudigital.fair.inventory.shapes import FREE, HELD, MARKED, TAKEN, Mark, Plan
from ortenaudigital.pictures.queries import list_facts
from ortenaudigital.web.organiser.fair.placing.shown import Board


def drawn_day(event: Event) -> Day | None:
    """Return the day whose plan is asked for, or was worked on; None for the table."""
    asked = request.values.get("plan", "")
    for day in event.days:
        if day.date == _date(asked):
            return day
    return None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def plans_of(board: Board, day: Day) -> Sequence[Plan]:
    """Draw all areas that have stands with a place, as they are on a day."""
    areas, stands = list_areas(board.event), list_stands(board.event)
    pictures = list_facts([area.background_id for area in areas if area.background_id])
    marks = _marks(board, day)
    return [plan for plan in draw_each(areas, stands, marks, pictures) if plan.shapes]


def _marks(board: Board, day: Day) -> dict[int, Mark]:
    marks = {}
    for stand in board.stands:
        slot = board.slot(stand, day)
        if slot is None:
            marks[stand.id] = Mark(words=str(gettext("nicht angeboten")))
            continue
        who, holding = board.who(slot), board.holding(slot)
        state = TAKEN if who else FREE
        if holding and holding.until:
            state = HELD
        if board.chosen and board.chosen.id == slot.id:
            state = MARKED
        where = url_for(
            "organiser.placing", slug=board.event.slug, zelle=slot.id, plan=day.date.isoformat()
        )
        name = who.name if who else ""
        marks[stand.id] = Mark(state, name, name or str(gettext("frei")), where)
    return marks
