"""What half a year leaves behind beside the bookings: letters, a history, scans and admissions."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from ortenaudigital.audit.models import Actor, Entry, EntryWords
from ortenaudigital.checkin.models import Admission, Scan
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.outbox.models import Letter
from tests.benchmarks.crowd import BOOKED_WITHIN, id_of, reference_of, uncounted, write
from tests.benchmarks.organisers.people import Crowd, as_json, booking_id, ticket_id

Row = Sequence[Any]
HOURS = timedelta(hours=8)
FAILED, WAITING = 40, 400
# Six of ten come; of these one in ten has left again.
COME, LEFT = 6, 10
KINDS = (
    *("bookings.confirmation", "bookings.reminder", "bookings.changed"),
    *("bookings.confirmation", "bookings.reminder"),
)
# What the history is full of, and what it has little of; who did it, if that is known.
USUAL = (
    *(("bookings.booked", "holder", ""), ("bookings.booked", "holder", "")),
    *(("checkin.walk_in", "device", "Eingang 3"), ("bookings.address_changed", "holder", "")),
)
RARE = (
    *(("bookings.cancelled", "organiser", "olga@example.org"),),
    *(("events.changed", "organiser", "otto@example.org"),),
    *(("stands.decided", "organiser", "olga@example.org"), ("floor.given", "organiser", "")),
    *(("privacy.exported", "command line", ""), ("accounts.logged_in", "organiser", "")),
)
RARELY, VALUES = 1_000, 50


def leave_behind(crowd: Crowd, entrance: int, devices: Sequence[int]) -> None:
    """Write a letter and a line of the history for each booking, and let most people in."""
    write(Letter, LETTER, _letters(crowd))
    write(Entry, ENTRY, _entries(crowd))
    write(EntryWords, ("entry_id", "words"), _words(crowd))
    write(Actor, ("entry_id", "name"), _actors(crowd))
    write(Scan, SCAN, _scans(crowd, entrance, devices))
    with uncounted():
        write(Admission, ADMISSION, _admissions(crowd, entrance, devices))


LETTER = (
    *("message_id", "kind", "subject_id", "label", "event_id", "state", "priority"),
    *("created_at", "due_at", "attempts", "last_error", "sent_at"),
)


def _letters(crowd: Crowd) -> Iterator[Row]:
    now, pace = utc_now(), BOOKED_WITHIN / crowd.number
    for number in crowd.numbers:
        at = now - pace * (crowd.number - number)
        failed, waits = number < FAILED, crowd.number - number <= WAITING
        state = "failed" if failed else "waiting" if waits else "sent"
        yield (
            *(f"<{number}@example.org>", KINDS[number % len(KINDS)], str(booking_id(number))),
            *(reference_of(number), crowd.event_id, state, 0, at, at),
            *(8 if failed else 0, "550 unknown" if failed else None),
            None if failed or waits else at,
        )


# Beyond what was made by hand before.
FIRST_ENTRY = 1_000_000
ENTRY = ("id", "at", "done_as", "action", "subject", "event_id", "details")


def _happened(number: int) -> tuple[str, str, str]:
    if number % RARELY < len(RARE):
        return RARE[number % RARELY]
    return USUAL[number % len(USUAL)]


def _entries(crowd: Crowd) -> Iterator[Row]:
    now, pace, details = utc_now(), BOOKED_WITHIN / crowd.number, as_json({"tickets": 2})
    for number in crowd.numbers:
        action, done_as, _ = _happened(number)
        at, subject = now - pace * (crowd.number - number), str(booking_id(number))
        yield FIRST_ENTRY + number, at, done_as, action, subject, crowd.event_id, details


def _words(crowd: Crowd) -> Iterator[Row]:
    """Let one of fifty entries say a value, as organisers change one now and then."""
    for number in crowd.numbers:
        if number % VALUES == 0:
            yield FIRST_ENTRY + number, f"ticket_type[gast].quota {number} 4711"


def _actors(crowd: Crowd) -> Iterator[Row]:
    for number in crowd.numbers:
        if name := _happened(number)[2]:
            yield FIRST_ENTRY + number, name


def _who_came(crowd: Crowd) -> Iterator[tuple[int, int]]:
    """Yield booking and place of each ticket that was let in."""
    for number in crowd.numbers:
        if number // 7 % 10 < COME and not crowd.is_cancelled(number):
            for place in range(crowd.tickets_of(number)):
                yield number, place


SCAN = (
    *("scan_id", "device_id", "ticket_id", "action", "scanned_at", "received_at", "verdict"),
    *("shown", "checkpoint_id", "reason"),
)


def _scans(crowd: Crowd, entrance: int, devices: Sequence[int]) -> Iterator[Row]:
    now, pace = utc_now(), HOURS / crowd.number
    for number, place in _who_came(crowd):
        at, device = now - pace * number, devices[number % len(devices)]
        own, ticket = id_of(b"scan", 2 * number + place), ticket_id(number, place)
        yield own, device, ticket, "scan", at, at, "welcome", "welcome", entrance, ""


ADMISSION = (
    *("ticket_id", "checkpoint_id", "device_id", "scan_id", "admitted_at", "entered_at"),
    "left_at",
)


def _admissions(crowd: Crowd, entrance: int, devices: Sequence[int]) -> Iterator[Row]:
    now, pace = utc_now(), HOURS / crowd.number
    for number, place in _who_came(crowd):
        at, device = now - pace * number, devices[number % len(devices)]
        own, ticket = id_of(b"scan", 2 * number + place), ticket_id(number, place)
        yield ticket, entrance, device, own, at, at, at if number % LEFT == 0 else None
