"""A floor for tests: a hall with a stage, and the stands of an event in a row on its plan."""

from ortenaudigital.events.models import Event
from ortenaudigital.fair.inventory.editing.areas import AreaValues, save_area
from ortenaudigital.fair.inventory.editing.history import Editor
from ortenaudigital.fair.inventory.editing.stages import PitchOrder, add_pitches, save_stage
from ortenaudigital.fair.inventory.editing.stands import Placed, place_stands
from ortenaudigital.fair.inventory.queries import list_areas, list_stages, list_stands
from ortenaudigital.kernel.db import transaction
from tests.factories import BOOKED_AT

HALL = AreaValues("Saal", 1000, 600, "", 9000, 5, {"K1": 3000, "K2": 6000})


def make_floor(event: Event) -> dict[str, str]:
    """Give an event a hall of 10 × 6 m; return the ids of hall, stage and first stand by name."""
    editor = Editor(event, None, BOOKED_AT, "olga")
    with transaction():
        save_area(editor, None, HALL)
    area, stands = list_areas(event)[-1], list_stands(event)
    with transaction():
        place_stands(
            editor,
            [
                Placed(stand.id, area.id, 100 + 300 * number, 100, 200, 100, 0)
                for number, stand in enumerate(stands)
            ],
        )
    with transaction():
        save_stage(editor, None, "Bühne", area.id)
    stage = list_stages(event)[-1]
    with transaction():
        order = PitchOrder(event.last_day.id, "10:00", "10:30", 15, 0)
        add_pitches(editor, stage, order)
    ids = {"area_id": area.id, "stage_id": stage.id, "stand_id": stands[0].id}
    return {name: str(number) for name, number in ids.items()}
