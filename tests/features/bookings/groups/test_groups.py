from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.bookings.access.errors import CodeForFewer
from ortenaudigital.bookings.changes import Names, cancel_tickets, change_names
from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.documents import tickets_pdf
from ortenaudigital.bookings.errors import EnoughForAddress, NotBookable, TooManyTickets
from ortenaudigital.bookings.exports import bookings_table, participants_table
from ortenaudigital.bookings.groups.commands import send_to_each
from ortenaudigital.bookings.groups.letters import (
    GROUP_SENDING,
    GROUP_TICKET,
    group_sending,
    group_ticket,
)
from ortenaudigital.bookings.groups.models import BookingGroup, GroupGuest
from ortenaudigital.bookings.groups.queries import find_group
from ortenaudigital.bookings.groups.rules import Group, read_members
from ortenaudigital.bookings.links import booking_url, companion_url, group_url
from ortenaudigital.bookings.lists.pages import search_bookings
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.bookings.rules import Right, Way
from ortenaudigital.events.errors import SoldOut
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.personal import Person
from ortenaudigital.outbox.queries import list_letters
from ortenaudigital.wiring import PERSONAL_DATA
from tests.factories import BOOKED_AT, booking_request, make_booking, make_event, make_group
from tests.features.privacy.promise import forget
from tests.invited import make_code, set_type

LIST = "Berg; Bo; bo@example.org\nAnna Müller\nZahl; Zoé; zoe@example.org"


@pytest.fixture
def event(context: Flask) -> Event:
    event = make_event()
    set_type(event.slug, 0, max_per_group=30)
    return event


def names(number: int) -> str:
    return "\n".join(f"Gast{each} Vieler" for each in range(number))


def kinds() -> list[str]:
    return sorted(letter.kind for letter in list_letters())


def taken(event: Event) -> int:
    db.session.expire_all()
    return event.ticket_types[0].taken


def test_a_group_is_one_booking_with_a_name_on_each_ticket(event: Event) -> None:
    booking = get_booking(make_group(event, LIST))
    assert [ticket.name for ticket in booking.tickets] == ["Bo Berg", "Anna Müller", "Zoé Zahl"]
    assert booking.name == "Erika Müller"
    group = find_group(booking.id)
    assert group is not None
    assert (group.organisation, group.sent_at) == ("Stadt Achern", None)
    assert taken(event) == 3
    assert kinds() == ["bookings.confirmation", GROUP_SENDING]
    assert [found.id for found in search_bookings(event, "zahl").rows] == [booking.id]


def found(event: Event, words: str) -> int:
    return search_bookings(event, words).total


def test_a_group_is_found_by_its_organisation(event: Event) -> None:
    booking = get_booking(make_group(event, LIST, organisation="Landkreis Göppingen"))
    make_group(event, LIST, email="karl@example.org")
    assert (found(event, "goeppingen"), found(event, "stadt achern")) == (1, 1)
    with transaction():
        change_names(get_booking(booking.id), Names(tickets={1: "Bertha Berg"}), BOOKED_AT)
    assert (found(event, "göppingen bertha"), found(event, "göppingen bo")) == (1, 0)


def test_tables_say_the_organisation(event: Event) -> None:
    make_group(event, LIST)
    make_booking(event, email="karl@example.org")
    for table, expected in (
        (bookings_table(event), ["Stadt Achern", ""]),
        (participants_table(event), ["Stadt Achern"] * 3 + [""]),
    ):
        (column,) = (each for each in table.columns if each.title == "Organisation")
        assert sorted(map(column.value, table.rows), reverse=True) == expected


def test_nobody_but_the_largest_group_is_refused_and_then_nothing_is_booked(event: Event) -> None:
    with pytest.raises(TooManyTickets, match="30"):
        make_group(event, names(31))
    assert taken(event) == 0
    make_group(event, names(30))
    assert taken(event) == 30


def test_all_or_nothing_where_places_are_few(event: Event) -> None:
    set_type(event.slug, 0, max_per_group=99)
    make_group(event, names(90))
    with pytest.raises(SoldOut):
        make_group(event, names(11), email="bo@example.org")
    assert taken(event) == 90
    assert db.session.scalar(select(func.count()).select_from(BookingGroup)) == 1


def test_a_type_without_groups_takes_none(context: Flask) -> None:
    with pytest.raises(NotBookable):
        make_group(make_event(), names(2))


def test_the_same_press_again_is_the_same_booking_and_another_list_another(event: Event) -> None:
    def press(text: str) -> UUID:
        return make_group(event, text, request_id=request_id)

    request_id = uuid4()
    first = press(LIST)
    assert press(LIST) == first
    assert press(LIST.replace("zoe@", "zo@")) != first
    assert taken(event) == 6


def test_an_address_has_its_limit_after_the_group_as_well(event: Event) -> None:
    set_type(event.slug, 0, max_per_address=6)
    make_group(event, names(28))
    with pytest.raises(EnoughForAddress):
        make_booking(event)
    with pytest.raises(EnoughForAddress):
        make_group(event, names(3))


def test_a_code_opens_a_type_for_a_group_and_counts_each(event: Event) -> None:
    set_type(event.slug, 1, max_per_group=15)
    code = make_code(event, size=12)
    wanted = {"ticket_type": "fachticket", "right": Right(Way.CODE, code.id)}
    make_group(event, names(10), **wanted)
    db.session.refresh(code)
    assert code.used == 10
    with pytest.raises(CodeForFewer):
        make_group(event, names(3), **wanted)


def test_only_who_read_the_letter_has_each_written_to_and_once(event: Event) -> None:
    booking = get_booking(make_group(event, LIST))
    letter = group_sending(str(booking.id))
    assert letter is not None
    assert letter.recipient == "erika@example.org"
    assert group_url(booking) in letter.text
    assert not {"bo@example.org", "Bo Berg"} & set(letter.text.split())
    with transaction():
        assert send_to_each(booking, BOOKED_AT) == 2
    with transaction():
        assert send_to_each(booking, BOOKED_AT) == 0
    assert kinds().count(GROUP_TICKET) == 2
    assert group_sending(str(booking.id)) is None
    assert "bookings.group_sent" in [entry.action for entry in list_entries(booking.id)]


def test_each_gets_their_own_ticket_and_no_word_of_who_booked(event: Event) -> None:
    booking = get_booking(make_group(event, LIST, organisation="Stadt Achern, Hauptamt"))
    letter = group_ticket(str(booking.tickets[0].id))
    assert letter is not None
    assert letter.recipient == "bo@example.org"
    assert "Gebucht hat es für Sie: Stadt Achern, Hauptamt." in " ".join(letter.text.split())
    for part in (letter.text, letter.html):
        assert companion_url(booking.tickets[0]) in part
        assert booking_url(booking) not in part
        for secret in ("Erika", "erika@", "Zoé", companion_url(booking.tickets[2])):
            assert secret not in part
    assert [each.filename for each in letter.enclosures] == [f"{booking.reference}-1.pdf"]
    assert group_ticket(str(booking.tickets[1].id)) is None


def test_who_cancelled_before_is_not_written_to(event: Event) -> None:
    booking = get_booking(make_group(event, LIST))
    with transaction():
        cancel_tickets(booking, {1}, BOOKED_AT)
    with transaction():
        assert send_to_each(get_booking(booking.id), BOOKED_AT) == 1
    assert group_ticket(str(booking.tickets[0].id)) is None


def test_no_mailbox_is_filled_by_groups(
    event: Event, context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(context.config, "RATE_LIMITS", True)
    for number in range(4):
        booking_id = make_group(event, f"Gast{number}; Bo; bo@example.org")
        with transaction():
            send_to_each(get_booking(booking_id), BOOKED_AT)
    assert kinds().count(GROUP_TICKET) == 2


def test_the_first_ticket_of_a_group_does_not_lead_to_the_whole_booking(event: Event) -> None:
    booking = get_booking(make_group(event, LIST))
    assert booking_url(booking).encode() not in tickets_pdf(booking)
    assert not booking.tickets[0].is_of_booker
    assert make_booking(event, email="a@example.org").tickets[0].is_of_booker


def test_a_member_is_found_by_the_address_and_forgotten(event: Event) -> None:
    make_group(event, LIST)
    holder = PERSONAL_DATA["groups"]
    (found,) = holder.find(Person("zoe@example.org"))
    assert found.data["name"] == "Zoé Zahl"
    assert not list(holder.find(Person("erika@example.org")))


def test_with_the_booking_goes_all_that_a_group_is(event: Event) -> None:
    booking_id = make_group(event, LIST)
    after = event.last_day.closes_at + timedelta(days=30)
    forget(after)
    assert db.session.get_one(Booking, booking_id, populate_existing=True).erased_at is not None
    for table in (BookingGroup, GroupGuest):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0


def test_the_list_goes_with_what_was_asked_for(event: Event) -> None:
    wanted = booking_request(number=1, group=Group("Stadt", read_members("=1+1 Anna\nBo Berg")[1:]))
    with transaction():
        booking_id = book(event.slug, wanted, BOOKED_AT)
    assert [ticket.name for ticket in get_booking(booking_id).tickets] == ["Bo Berg"]
