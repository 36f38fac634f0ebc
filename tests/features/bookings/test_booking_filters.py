"""Which bookings a filter lets through, alone, together and with words; in few steps among many."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, text

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


def plan_of(event: Event, wanted: Mapping[str, Any], without: str = "") -> str:
    """Say how the database looks for these bookings if it may not just read whole tables."""
    where = conditions_of(filters_for(event, wanted))
    query = select(Booking.id).where(Booking.event_id == event.id, *where)
    dialect = db.engine.dialect
    words = str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    explain = "EXPLAIN QUERY PLAN" if dialect.name == "sqlite" else "EXPLAIN"
    if dialect.name != "sqlite":
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
        db.session.execute(text("SET LOCAL enable_bitmapscan = off"))
        # Among a handful of rows it costs the same; until the rollback it is not there.
        db.session.execute(text("DROP INDEX ix_answer_ticket_type_id"))
        if without:
            db.session.execute(text(f"ALTER TABLE ticket DROP CONSTRAINT {without}"))
    # The driver takes what is written once for a place of a value.
    rows = db.session.connection().exec_driver_sql(f"{explain} {words}")
    plan = "\n".join(str(row) for row in rows)
    db.session.rollback()
    return plan


@pytest.mark.parametrize(
    ("wanted", "few", "index"),
    [
        (given("office", "bau"), 9, "ix_answer_chosen"),
        ({"types": ["buergerticket"]}, 9, "ix_ticket_ticket_type_id"),
        # From each booking to its tickets, and not to all of the type for each booking.
        ({"types": ["buergerticket"]}, 0, "booking_id"),
    ],
)
def test_each_is_looked_up_by_an_index(
    booked: dict[str, UUID],
    wanted: dict[str, Any],
    few: int,
    index: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lists_filters, "FEW", few)
    # A few tickets are as cheap to find by their booking.
    without = "uq_ticket_booking_id_position" if index == "ix_ticket_ticket_type_id" else ""
    plan = plan_of(get_event("ortenau-digital-2027"), wanted, without)
    (line, *_) = (
        row
        for row in plan.splitlines()
        if "Filter" not in row and (" answer" in row or " ticket" in row)
    )
    assert index in line, plan


def test_words_and_filters_hold_together(booked: dict[str, UUID]) -> None:
    event = get_event("ortenau-digital-2027")
    filters = filters_for(event, given("office", "kultur"))
    assert search_bookings(event, "kultur", filters).total == 0
    assert search_bookings(event, "erika", filters).total == 1
    assert search_bookings(event, "kultur").total == 1
    db.session.rollback()
