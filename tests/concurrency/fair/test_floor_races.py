"""Several organisers change the floor at the same moment: each change is whole, none is lost."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from flask import Flask

from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.fair.inventory.editing.history import Editor, floor_version
from ortenaudigital.fair.inventory.editing.stands import (
    RowOrder,
    StandValues,
    add_row,
    delete_stands,
    get_stands,
    save_stand,
    values_of,
)
from ortenaudigital.fair.inventory.editing.undoing import undo
from ortenaudigital.fair.inventory.queries import list_stands
from tests.concurrency.fair.desk import SIX, Desk
from tests.concurrency.together import behind, together
from tests.factories import BOOKED_AT


def editor(slug: str, since: int | None = None) -> Editor:
    return Editor(get_event(slug), since, BOOKED_AT, "olga")


def row(slug: str) -> Callable[[], None]:
    def add() -> None:
        add_row(editor(slug), RowOrder(StandValues("B1"), 3))

    return add


def note(slug: str, since: int, text: str) -> Callable[[], None]:
    def write() -> None:
        desk = editor(slug, since)
        stand = list_stands(desk.event)[0]
        save_stand(desk, stand, replace(values_of(stand), note=text))

    return write


def test_rows_that_are_added_at_once_all_get_names_of_their_own(
    context: Flask, event: Event
) -> None:
    slug = event.slug
    told = Counter(together(context, *(row(slug) for _ in range(SIX))))
    assert told == {"None": SIX}
    labels = {stand.label for stand in list_stands(get_event(slug))}
    assert labels == {"A1", "A2", *(f"B{number + 1}" for number in range(3 * SIX))}
    assert floor_version(get_event(slug)) == SIX


def test_of_changes_of_one_stand_at_once_one_is_made_and_the_others_are_told(
    context: Flask, event: Event
) -> None:
    slug, since = event.slug, floor_version(event)
    told = Counter(together(context, *(note(slug, since, f"{n}") for n in range(SIX))))
    assert told == {"None": 1, "floor_changed_meanwhile": SIX - 1}


def test_deleting_behind_an_assignment_is_refused(context: Flask, event: Event) -> None:
    desk = Desk(event)

    def delete() -> None:
        mine = editor(desk.slug)
        delete_stands(mine, get_stands(mine.event, [list_stands(mine.event)[0].id]))

    assert behind(context, desk.assign, delete) == "slot_held"
    assert desk.stands() == 1


def test_undoing_at_once_takes_back_one_change_each(context: Flask, event: Event) -> None:
    slug = event.slug
    for _ in range(2):
        together(context, row(slug))
    told = Counter(together(context, *(lambda: undo(editor(slug)).label for _ in range(4))))
    assert told == {"B1–B3": 1, "B4–B6": 1, "nothing_to_undo": 2}
    assert len(list_stands(get_event(slug))) == 2
