"""Two people of one exhibitor, or two exhibitors, at the last pass at the same moment."""

from collections.abc import Callable
from uuid import UUID

from flask import Flask

from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.queries import get_exhibitor
from ortenaudigital.fair.portal.passes.commands import (
    enter_passes,
    grant_passes,
    take_back_pass,
)
from ortenaudigital.fair.portal.passes.queries import (
    count_passes,
    get_pass,
    granted_to,
    list_passes,
)
from ortenaudigital.kernel.db import db
from tests.concurrency.fair.desk import ROUNDS, SIX
from tests.concurrency.together import behind, times, together
from tests.factories import BOOKED_AT
from tests.passes import make_fair, make_holder, make_passes, pass_request


def enters(exhibitor_id: UUID, name: str = "Anna Berg") -> Callable[[], None]:
    def act() -> None:
        enter_passes(get_exhibitor(exhibitor_id), pass_request(name), BOOKED_AT, "exhibitor")

    return act


def holder_of(event: Event, granted: int, name: str) -> UUID:
    exhibitor_id = make_holder(event, granted, name=name).id
    db.session.rollback()
    return exhibitor_id


def test_the_last_granted_pass_goes_to_one(context: Flask) -> None:
    event = make_fair(passes=100)
    for turn in range(ROUNDS):
        mine = holder_of(event, 1, f"AG {turn}")

        came = together(context, *times(SIX, enters(mine)))

        db.session.rollback()
        assert sorted(came) == ["None"] + ["passes_not_granted"] * (SIX - 1)
        assert count_passes(mine) == 1


def test_the_last_pass_of_the_event_goes_to_one(context: Flask) -> None:
    for turn in range(ROUNDS):
        event = make_fair(passes=1, slug=f"messe-{turn}")
        holders = [holder_of(event, 2, f"AG {n}") for n in range(SIX)]

        came = together(context, *map(enters, holders))

        db.session.rollback()
        assert sorted(came) == ["None"] + ["sold_out"] * (SIX - 1)


def test_a_form_that_is_sent_twice_at_once_books_once(context: Flask) -> None:
    event = make_fair()
    for turn in range(ROUNDS):
        mine, request = holder_of(event, 1, f"AG {turn}"), pass_request("Anna Berg")

        def act(wanted: UUID = mine, sent: object = request) -> UUID:
            return enter_passes(get_exhibitor(wanted), sent, BOOKED_AT, "exhibitor")  # type: ignore[arg-type]

        came = together(context, *times(SIX, act))

        db.session.rollback()
        assert len(set(came)) == 1, came
        assert count_passes(mine) == 1


def test_a_pass_is_handed_back_once_and_makes_room_for_one(context: Flask) -> None:
    event = make_fair(passes=1)
    mine = holder_of(event, 1, "AG")
    make_passes(get_exhibitor(mine), "Anna Berg")
    ticket_id = list_passes(get_exhibitor(mine))[0].id
    db.session.rollback()

    def back() -> bool:
        exhibitor = get_exhibitor(mine)
        return take_back_pass(exhibitor, get_pass(exhibitor, ticket_id), BOOKED_AT, "exhibitor")

    came = together(context, *times(SIX, back))
    db.session.rollback()
    assert came.count("True") == 1
    assert set(came) <= {"True", "False", "unknown_pass"}
    after = together(context, *times(2, enters(mine)))
    assert sorted(after)[0] == "None"
    db.session.rollback()
    assert count_passes(mine) == 1


def test_fewer_are_granted_while_names_are_entered(context: Flask) -> None:
    event = make_fair()
    for turn in range(ROUNDS):
        mine = holder_of(event, 2, f"AG {turn}")

        def fewer(wanted: UUID = mine) -> None:
            grant_passes(get_exhibitor(wanted), 0, BOOKED_AT, "olga")

        if turn % 2:
            came = behind(context, enters(mine), fewer)
            assert came == "passes_still_named"
        else:
            came = behind(context, fewer, enters(mine))
            assert came == "passes_not_granted"
        db.session.rollback()
        assert count_passes(mine) <= granted_to(get_exhibitor(mine))
