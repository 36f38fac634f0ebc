"""Which bookings a filter lets through, alone, together and with words; in few steps among many."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Select, select

from ortenaudigital.bookings.lists import filters as lists_filters
from ortenaudigital.bookings.lists.filters import Filters, Given, conditions_of
from ortenaudigital.bookings.lists.pages import FIRST_PAGE, list_bookings, search_bookings
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.rules import Listed
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.db import db
from tests.factories import make_booking, make_group
from tests.features.bookings.questions.questionnaires import GOOD, make_asking_event
from tests.features.kernel.plans import plan_of
from tests.invited import set_type

FEW = (lists_filters.FEW, 0)


def answers(**given: tuple[str, ...]) -> dict[str, Any]:
    return {"answers": GOOD | given}


@pytest.fixture
def booked(context: Flask) -> dict[str, UUID]:
    event = make_asking_event()
    set_type(event.slug, 0, max_per_group=30)
    event = get_event(event.slug)
    made = {
        "plain": make_booking(event, **answers()).id,
        "french": make_booking(event, language="fr", **answers(topics=("ki", "daten"))).id,
        "culture": make_booking(event, **answers(office=("kultur",), before=("no",))).id,
        "knows": make_booking(event, **answers(before=("yes",), which=("KI",))).id,
        "group": make_group(event, "Anna Müller", answers=GOOD),
    }
    with_words = make_booking(event, last_name="Kultur", **answers(town=('"ki"',)))
    return made | {"words": with_words.id}


def given(question: str, answer: str) -> dict[str, Any]:
    return {"given": (question, answer)}


def filters_for(event: Event, wanted: Mapping[str, Any]) -> Filters:
    values = dict(wanted)
    kinds = {each.slug: each for each in event.ticket_types}
    if "given" in values:
        values["given"] = Given(kinds["buergerticket"].id, *values["given"])
    if "types" in values:
        values["types"] = [kinds[each] for each in values["types"]]
    return Filters(**values)


ROWS: list[tuple[dict[str, Any], set[str]]] = [
    (given("office", "kultur"), {"culture"}),
    (given("office", "bau"), {"plain", "french", "knows", "group", "words"}),
    (given("topics", "ki"), {"french"}),
    (given("topics", "daten"), {"french"}),
    (given("topics", "akte"), set()),
    (given("before", "yes"), {"knows"}),
    (given("before", "no"), {"culture"}),
    (given("office", "ba"), set()),
    ({"language": "fr"}, {"french"}),
    ({"group": True}, {"group"}),
    ({"group": False}, {"plain", "french", "culture", "knows", "words"}),
    ({"types": ["fachticket"]}, set()),
    ({"types": []}, set()),
    ({"types": ["buergerticket"], "language": "de", "group": True}, {"group"}),
    ({"state": Listed.CANCELLED, **given("office", "bau")}, set()),
    ({"state": Listed.VALID, **given("office", "kultur")}, {"culture"}),
]


@pytest.mark.parametrize("few", FEW, ids=["by tickets", "by bookings"])
@pytest.mark.parametrize(("wanted", "names"), ROWS, ids=[str(wanted) for wanted, _ in ROWS])
def test_what_a_filter_lets_through(
    booked: dict[str, UUID],
    wanted: dict[str, Any],
    names: set[str],
    few: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lists_filters, "FEW", few)
    event = get_event("ortenau-digital-2027")
    filters = filters_for(event, wanted)
    by_id = {booking_id: name for name, booking_id in booked.items()}
    for page in (list_bookings(event, filters, FIRST_PAGE), search_bookings(event, "", filters)):
        assert {by_id[each.id] for each in page.rows} == names
        assert page.total == len(names)


def query_for(event: Event, wanted: Mapping[str, Any]) -> Select[UUID]:
    where = conditions_of(filters_for(event, wanted))
    return select(Booking.id).where(Booking.event_id == event.id, *where)


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (given("office", "bau"), "ix_answer_chosen"),
        ({"types": ["buergerticket"]}, "ix_ticket_ticket_type_id_revision"),
    ],
)
def test_each_is_looked_up_by_an_index(
    booked: dict[str, UUID], wanted: dict[str, Any], index: str
) -> None:
    plan = plan_of(query_for(get_event("ortenau-digital-2027"), wanted), index)
    assert f" {index} " in plan, plan
    assert "(ticket_type_id" in plan, plan


@pytest.mark.one_database("PostgreSQL knows how many tickets of a type there are")
def test_among_many_each_booking_is_asked_for_its_tickets(
    booked: dict[str, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not all tickets of a type are read for each booking."""
    monkeypatch.setattr(lists_filters, "FEW", 0)
    query = query_for(get_event("ortenau-digital-2027"), {"types": ["buergerticket"]})
    plan = plan_of(query, "uq_ticket_booking_id_position")
    assert re.search(r"^SEARCH ticket .*\(booking_id=", plan, re.MULTILINE), plan


def test_words_and_filters_hold_together(booked: dict[str, UUID]) -> None:
    event = get_event("ortenau-digital-2027")
    filters = filters_for(event, given("office", "kultur"))
    assert search_bookings(event, "kultur", filters).total == 0
    assert search_bookings(event, "erika", filters).total == 1
    assert search_bookings(event, "kultur").total == 1
    db.session.rollback()
