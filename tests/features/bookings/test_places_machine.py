"""Whatever people, organisers and the worker do with places, in whatever order: it stays true.

Three ticket types share a hall, two of them, and a house on a day, all three. Nobody is overtaken,
nothing is promised twice, every change has its letter, and every total is the sum of its parts.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Select, select

from ortenaudigital.bookings.changes import add_ticket, cancel_tickets, rename_ticket
from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.bookings.wait_list.answers import accept
from ortenaudigital.bookings.wait_list.commands import join, leave
from ortenaudigital.bookings.wait_list.links import entry_key
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.bookings.wait_list.offers import let_go, offer_now
from ortenaudigital.bookings.wait_list.queries import IS_WAITING, has_kept
from ortenaudigital.bookings.wait_list.rules import OPEN, EntryState
from ortenaudigital.bookings.wait_list.worker import offer_freed
from ortenaudigital.events.errors import SoldOut
from ortenaudigital.events.models import TicketType
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.privacy import requests
from tests.concurrency.events.test_quota_races import TYPES, check_counts, make, store
from tests.conftest import empty_database
from tests.factories import BOOKED_AT, booking_request
from tests.features.bookings.wait_list.people import rounds, wait_request
from tests.features.bookings.wait_list.truth import check_rest, check_truth

NUMBERS = st.integers(1, 3)
INDEXES = st.integers(0, 20)
PEOPLE = st.sampled_from([f"gast{number}@example.org" for number in range(6)])


def pick(index: int, query: Select[UUID]) -> UUID | None:
    db.session.rollback()
    db.session.expire_all()
    found = db.session.scalars(query).all()
    return found[index % len(found)] if found else None


def left_of(slug: str) -> int:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(TicketType).where(TicketType.slug == slug)).one().left


def check_all() -> None:
    """Check that what is taken is a recount, and all else that must hold."""
    check_counts()
    check_truth()


class Places(RuleBasedStateMachine):
    """What can be done; whatever the rules refuse changes nothing."""

    now: datetime
    slug: str

    @initialize()
    def begin(self) -> None:
        empty_database()
        self.now = BOOKED_AT
        self.slug = make(hall=4, house=5)
        # Full from the start, with some who wait, or little would ever come of the wait list.
        for number, each in ((2, TYPES[0]), (1, TYPES[1]), (1, TYPES[1]), (1, TYPES[2])):
            with transaction():
                book(self.slug, booking_request(ticket_type=each, number=number), self.tick())
        for number, each in ((2, TYPES[0]), (1, TYPES[1]), (3, TYPES[2])):
            with transaction():
                join(self.slug, wait_request(ticket_type=each, number=number), self.tick())

    def tick(self) -> datetime:
        # Nobody comes at the very same moment as somebody else.
        self.now += timedelta(seconds=1)
        return self.now

    def any_booking(self, index: int) -> UUID | None:
        valid = Booking.cancelled_at.is_(None)
        return pick(index, select(Booking.id).where(valid).order_by(Booking.created_at, Booking.id))

    def any_entry(self, index: int, *states: EntryState) -> UUID | None:
        wanted = WaitListEntry.state.in_(states)
        query = select(WaitListEntry.id).where(wanted)
        return pick(index, query.order_by(WaitListEntry.created_at))

    @rule(ticket_type=st.sampled_from(TYPES), number=NUMBERS, email=PEOPLE)
    def book(self, ticket_type: str, number: int, email: str) -> None:
        left = left_of(ticket_type)
        request = booking_request(ticket_type=ticket_type, number=number, email=email)
        with suppress(DomainError), transaction():
            book(self.slug, request, self.tick())
            # What is kept for those who wait is for nobody else.
            assert number <= left

    @rule(index=INDEXES, positions=st.sets(NUMBERS, min_size=1))
    def cancel(self, index: int, positions: set[int]) -> None:
        if booking_id := self.any_booking(index):
            with suppress(DomainError), transaction():
                cancel_tickets(get_booking(booking_id), positions, self.tick())

    @rule(index=INDEXES)
    def change(self, index: int) -> None:
        if booking_id := self.any_booking(index):
            with suppress(DomainError), transaction():
                booking = get_booking(booking_id)
                add_ticket(booking, len(booking.tickets) + 1, "Anna", self.tick())
                rename_ticket(booking.tickets[0], "Bert", self.now)

    @rule(ticket_type=st.sampled_from(TYPES), number=NUMBERS, email=PEOPLE)
    def wait(self, ticket_type: str, number: int, email: str) -> None:
        request = wait_request(ticket_type=ticket_type, number=number, email=email)
        with suppress(DomainError), transaction():
            join(self.slug, request, self.tick())

    @rule(index=INDEXES, state=st.sampled_from([EntryState.LEFT, EntryState.DECLINED]))
    def leave(self, index: int, state: EntryState) -> None:
        if entry_id := self.any_entry(index, *OPEN):
            with suppress(DomainError), transaction():
                leave(entry_id, self.tick(), state)

    @rule(index=INDEXES, number=NUMBERS)
    def accept(self, index: int, number: int) -> None:
        if entry_id := self.any_entry(index, EntryState.OFFERED):
            most = db.session.get_one(WaitListEntry, entry_id).number
            with suppress(DomainError), transaction():
                accept(entry_key(entry_id), min(number, most), self.tick())

    @rule(index=INDEXES)
    def accept_late(self, index: int) -> None:
        if entry_id := self.any_entry(index, *(set(EntryState) - {EntryState.OFFERED})):
            with suppress(DomainError), transaction():
                accept(entry_key(entry_id), 1, self.tick())

    @rule(index=INDEXES)
    def offer_out_of_turn(self, index: int) -> None:
        if entry_id := self.any_entry(index, *OPEN):
            with suppress(DomainError), transaction():
                offer_now(entry_id, "Rednerin", self.tick(), "olga@example.org")

    @rule(hall=st.integers(2, 8), house=st.integers(3, 9), share=st.sampled_from([0, 25, 50]))
    def resize(self, hall: int, house: int, share: int) -> None:
        # The file is imported again; one that would take places away is refused.
        with suppress(DomainError):
            store(hall, house, share)

    @rule(email=PEOPLE, index=INDEXES)
    def erase(self, email: str, index: int) -> None:
        if entry_id := self.any_entry(index, EntryState.OFFERED):
            email = db.session.get_one(WaitListEntry, entry_id).email
        with transaction():
            found = requests.find(email)
            requests.erase(found, self.tick(), "command line")

    @rule(ticket_type=st.sampled_from(TYPES), email=PEOPLE)
    def book_without_a_worker(self, ticket_type: str, email: str) -> None:
        """Whoever finds all gone lets go what is kept for nobody, and then it is to be had."""
        waiting = pick(0, select(WaitListEntry.id).where(IS_WAITING))
        with transaction():
            event_id = get_event(self.slug).id
            settled = let_go(event_id, self.tick())
        # It offers nothing, so whoever waited waits.
        check_all()
        if waiting is None:
            assert settled
            assert not has_kept(event_id, saved=True)
        left = left_of(ticket_type)
        request = booking_request(ticket_type=ticket_type, email=email)
        try:
            with transaction():
                book(self.slug, request, self.tick())
        except SoldOut:
            assert left == 0
        else:
            assert left > 0

    @rule()
    def offer(self) -> None:
        offer_freed(self.tick)

    @rule(hours=st.sampled_from([0, 0, 20, 60]))
    def work(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        # Twice: what one round gives back, the next one offers.
        for _ in range(2):
            rounds(self.tick())
        check_rest()

    @invariant()
    def it_is_true(self) -> None:
        if hasattr(self, "slug"):
            check_all()


def test_whatever_is_done_with_places_it_stays_true(context: Flask) -> None:
    run_state_machine_as_test(
        Places,
        settings=settings(
            max_examples=10,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            # To make a sequence shorter takes minutes, and says little more.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
