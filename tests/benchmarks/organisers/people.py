"""Bookings of all kinds by the hundred thousand: what somebody booked, answered, and needs."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from ortenaudigital.bookings.groups.models import BookingGroup
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.needs.models import BookingNeeds
from ortenaudigital.bookings.questions.models import Answer
from ortenaudigital.bookings.reminders.models import AttendanceAnswer
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.text import name_key, search_text
from tests.benchmarks.crowd import (
    BOOKED_WITHIN,
    ENDINGS,
    FIRST_NAMES,
    MIDDLES,
    STARTS,
    code_of,
    id_of,
    reference_of,
    uncounted,
    write,
)

Row = Sequence[Any]
TOWNS = ("achern", "kehl", "lahr", "oberkirch", "offenburg")
# One booking in so many is so.
CANCELLED, AT_DOOR, UNDELIVERED, IN_GROUP, NEEDING = 25, 200, 500, 50, 100
SAME_ADDRESS, IN_ENGLISH, IN_FRENCH = 400, 23, 11
# And so many in ten have more tickets than one, answered a question, answered the reminder.
SEVERAL, ANSWERED, REPLIED = 5, 6, 3
RETURNED = 17


@dataclass(frozen=True)
class Crowd:
    """Who books: how many, at which event, tickets of which types, by the share of each in ten."""

    event_id: int
    types: Sequence[tuple[int, int]]
    number: int

    @property
    def numbers(self) -> range:
        return range(self.number)

    def type_of(self, number: int) -> int:
        """Return the ticket type of a booking."""
        place = number * 7 % 10
        for type_id, share in self.types:
            place -= share
            if place < 0:
                return type_id
        return self.types[0][0]

    def tickets_of(self, number: int) -> int:
        """Return how many tickets a booking has."""
        return 2 if number % 10 < SEVERAL else 1

    def is_cancelled(self, number: int) -> bool:
        return number % CANCELLED == CANCELLED - 1


def book_all(crowd: Crowd) -> None:
    """Write all bookings with their tickets, and what they said; nobody is counted for it twice."""
    write(Booking, BOOKING, _bookings(crowd))
    with uncounted():
        write(Ticket, TICKET, _tickets(crowd))
    write(BookingGroup, ("booking_id", "organisation"), _groups(crowd))
    write(BookingNeeds, NEEDS, _needs(crowd))
    write(Answer, ANSWER, _answers(crowd))
    write(AttendanceAnswer, REPLY, _replies(crowd))
    with db.engine.begin() as connection:
        for statement in COUNTED:
            connection.execute(text(statement))


# As if each had been booked by itself.
COUNTED = (
    "DELETE FROM booked_count",
    "INSERT INTO booked_count (ticket_type_id, quarter, number) SELECT ticket_type_id,"
    f" {int(utc_now().timestamp()) // 900}, count(*) FROM ticket WHERE cancelled_at IS NULL"
    " GROUP BY ticket_type_id",
    "UPDATE quota SET taken = (SELECT count(*) FROM ticket JOIN ticket_type_quota AS drawn"
    " ON drawn.ticket_type_id = ticket.ticket_type_id"
    " WHERE drawn.quota_id = quota.id AND ticket.cancelled_at IS NULL)",
    "UPDATE ticket_type SET revision = (SELECT coalesce(max(revision), 0) FROM ticket"
    " WHERE ticket.ticket_type_id = ticket_type.id)",
)


def booking_id(number: int) -> UUID:
    """Return the id of a booking of the crowd."""
    return id_of(b"booking", number)


def as_json(value: Any) -> Any:
    """Return a value as the bulk of a database takes it for a column of JSON."""
    return json.dumps(value) if db.engine.dialect.name == "postgresql" else value


BOOKING = (
    *("id", "event_id", "reference", "request_id", "key_hash", "language"),
    *("first_name", "last_name", "email", "address_key", "search_text", "sort_name"),
    *("ticket_count", "created_at", "at_door", "cancelled_at", "undelivered_at"),
)


def _bookings(crowd: Crowd) -> Iterator[Row]:
    draw, now = random.Random(crowd.number), utc_now()
    pace = BOOKED_WITHIN / crowd.number
    for number in crowd.numbers:
        own, first, last = booking_id(number), draw.choice(FIRST_NAMES), _last_name(draw)
        at_door = number % AT_DOOR == 1
        email, reference = "" if at_door else _email(number), reference_of(number)
        words = search_text(first, last, reference, email, *_organisation(number))
        at = now - pace * (crowd.number - number)
        yield (
            *(own, crowd.event_id, reference, own, fingerprint(own.hex), _language(number)),
            *(first, last, email, email, words, name_key(last, first)),
            *(0 if crowd.is_cancelled(number) else crowd.tickets_of(number), at, at_door),
            *(at if crowd.is_cancelled(number) else None, _undelivered(number, at)),
        )


def _last_name(draw: random.Random) -> str:
    """Draw a name that few have; every third has one of the common ones."""
    last = draw.choice(STARTS) + draw.choice(MIDDLES)
    if draw.random() < 1 / 3:
        return last + draw.choice(ENDINGS)
    return f"{last}-{draw.choice(STARTS)}{draw.choice(MIDDLES)}{draw.choice(MIDDLES)}"


def _email(number: int) -> str:
    return f"gast{number - 2 * (number % SAME_ADDRESS == 2)}@example.org"


def _language(number: int) -> str:
    return "en" if number % IN_ENGLISH == 0 else "fr" if number % IN_FRENCH == 0 else "de"


def _undelivered(number: int, at: datetime) -> datetime | None:
    return at if number % UNDELIVERED == 0 else None


def _organisation(number: int) -> list[str]:
    return [f"Firma {number} GmbH"] if number % IN_GROUP == 3 else []


TICKET = (
    *("id", "booking_id", "ticket_type_id", "position", "name", "reissue"),
    *("code_hash", "revision", "cancelled_at"),
)


def ticket_id(number: int, place: int) -> UUID:
    """Return the id of a ticket of the crowd, by its booking and its place there from nought."""
    return id_of(b"ticket", 2 * number + place)


def _tickets(crowd: Crowd) -> Iterator[Row]:
    now, revision = utc_now(), 0
    for number in crowd.numbers:
        cancelled_at = now if crowd.is_cancelled(number) else None
        for place in range(crowd.tickets_of(number)):
            revision += 1
            code = fingerprint(code_of(2 * number + place))
            yield (
                *(ticket_id(number, place), booking_id(number), crowd.type_of(number)),
                *(place + 1, "", 0, code, revision, cancelled_at),
            )


def _groups(crowd: Crowd) -> Iterator[Row]:
    for number in crowd.numbers:
        for organisation in _organisation(number):
            yield booking_id(number), organisation


NEEDS = ("booking_id", "kinds", "other", "consented_at", "wording")


def _needs(crowd: Crowd) -> Iterator[Row]:
    now, kinds = utc_now(), as_json(["wheelchair"])
    for number in crowd.numbers:
        if number % NEEDING == 4:
            yield booking_id(number), kinds, "", now, 1


ANSWER = ("booking_id", "ticket_type_id", "key", "position", "kind", "title", "options", "given")


def _answers(crowd: Crowd) -> Iterator[Row]:
    asked, (kind, _) = as_json({"de": "Woher kommen Sie?"}), crowd.types[0]
    options = as_json({town: {"de": town.title()} for town in TOWNS})
    given = [as_json([town]) for town in TOWNS]
    for number in crowd.numbers:
        if crowd.type_of(number) == kind and number // 10 % 10 < ANSWERED:
            town = given[number % len(TOWNS)]
            yield booking_id(number), kind, "herkunft", 1, "choice", asked, options, town


REPLY = ("booking_id", "ticket_type_id", "returned", "answered_at")


def _replies(crowd: Crowd) -> Iterator[Row]:
    now = utc_now()
    for number in crowd.numbers:
        if number // 100 % 10 < REPLIED:
            returned = int(number % RETURNED == 0)
            yield booking_id(number), crowd.type_of(number), returned, now
