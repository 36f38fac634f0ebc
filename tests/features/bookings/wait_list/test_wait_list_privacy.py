"""Whoever waits is found, corrected and forgotten, and what was offered to them goes on."""

from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select, update

from ortenaudigital.bookings.wait_list.exports import wait_list_table
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.bookings.wait_list.privacy import WaitListHolder
from ortenaudigital.bookings.wait_list.queries import count_by_type
from ortenaudigital.bookings.wait_list.rules import EntryState
from ortenaudigital.event_changes.copying import Wanted, copy_event
from ortenaudigital.events.models import TicketType
from ortenaudigital.events.queries import list_quotas, list_ticket_types
from ortenaudigital.events.rules import RETENTION
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.personal import Correction, Due
from ortenaudigital.outbox.queries import list_letters_about
from ortenaudigital.privacy import requests
from tests.features.bookings.wait_list.people import (
    LATER,
    cancel,
    entry,
    full_event,
    rounds,
    wait,
)

ADDRESS = "walpurga@example.org"


def test_whoever_waits_is_told_what_is_held_of_them(context: Flask) -> None:
    event, _ = full_event(1)
    wait(event, email=ADDRESS.upper(), number=2)
    wait(event)
    found = requests.export(requests.find(ADDRESS), LATER)
    assert "Wartet" in str(found)
    assert "bookings.wait_list_joined" in str(found)


def test_another_name_and_address_are_written(context: Flask) -> None:
    event, _ = full_event(1)
    entry_id = wait(event, email=ADDRESS)
    right = Correction(name=("Walli", "Wendel"), email="Walli@example.org")
    with transaction():
        requests.correct(requests.find(ADDRESS), right, LATER, "command line")
    found = entry(entry_id)
    assert (found.name, found.email, found.mailbox) == (
        "Walli Wendel",
        "Walli@example.org",
        "walli@example.org",
    )


def test_who_is_erased_gets_nothing_more_and_the_offer_goes_on(context: Flask) -> None:
    event, booked = full_event(1)
    first, second = wait(event, email=ADDRESS), wait(event, LATER)
    cancel(booked[0].id)
    rounds()
    with transaction():
        requests.erase(requests.find(ADDRESS), LATER, "command line")
    gone = entry(first)
    assert (gone.state, gone.name, gone.email, gone.mailbox) == (EntryState.LEFT, "", "", "")
    assert {each.state for each in list_letters_about(str(first))} == {"dropped"}
    rounds()
    rounds()
    assert entry(second).state is EntryState.OFFERED


def test_who_left_is_forgotten_before_the_event_and_who_waits_after_it(context: Flask) -> None:
    event, _ = full_event(1)
    wait(event, email=ADDRESS)
    waits = wait(event, LATER)
    with transaction():
        requests.erase(requests.find(ADDRESS), LATER, "command line")
    holder, ends = WaitListHolder(), event.last_day.closes_at
    assert holder.count_due(ends + RETENTION - timedelta(seconds=1)) == 0
    with transaction():
        moment = ends + RETENTION
        assert holder.erase_due(Due(moment, moment, 10)) == 1
    assert entry(waits).erased_at is not None
    assert db.session.scalars(select(WaitListEntry.mailbox)).all() == ["", ""]


def test_the_table_lists_all_who_ever_waited(context: Flask) -> None:
    event, booked = full_event(1)
    wait(event, last_name="=SUM(A1)")
    cancel(booked[0].id)
    rounds()
    with context.test_request_context():
        table = wait_list_table(event)
        (line,) = table.lines()
    values = dict(zip(table.titles(), line, strict=True))
    assert values["Zustand"] == "Angebot läuft"
    assert values["Nachname"] == "=SUM(A1)"


def test_nobody_who_waits_is_copied_to_the_next_edition(context: Flask) -> None:
    event, booked = full_event(1)
    wait(event)
    cancel(booked[0].id)
    with transaction():
        db.session.execute(update(TicketType).values(wait_list_open=False))
        wanted = Wanted("ortenau-digital-2028", date(2028, 9, 28))
        copy = copy_event(event, wanted, LATER, "test")
    assert all(each.wait_list_open for each in list_ticket_types(copy))
    assert [each.freed for each in list_quotas(copy)] == [0, 0]
    assert count_by_type(copy) == {}
