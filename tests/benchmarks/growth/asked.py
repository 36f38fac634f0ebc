"""What each hall is asked for: what people and phones do, and every page that there is."""

from collections.abc import Callable
from uuid import uuid4

from werkzeug.test import TestResponse

from ortenaudigital.kernel.clock import utc_now
from tests.benchmarks.crowd import id_of, reference_of
from tests.benchmarks.growth.halls import BATCH, Hall
from tests.benchmarks.operations import GUEST
from tests.web.cast import address, routes

Ask = Callable[[Hall], TestResponse]
# Made of one booking, or no page at all.
LEFT_OUT = {
    *("public.booking_pdf", "security.login", "static"),
    # As long as the crowd by nature: the list to be ticked, of which each page is printed.
    "organiser.paper",
}
# Each finds more than a page in the smallest event too, but for the last ones: a page with fewer
# rows would cost less.
SEARCHES = {
    "search: name": "q=hannah",
    "search: three letters": "q=han",
    "search: two letters": "q=ha",
    "search: one letter": "q=e",
    "search: two words": "q=claire example",
    "search: address": "q=8@example.org",
    "search: nobody": "q=zzyzx",
    "search: cancelled": "q=hannah&status=cancelled",
    "search: reference": f"q={reference_of(500)}",
    "bookings, a page further on": f"nach={id_of(b'booking', 400)}",
}


def works() -> dict[str, Ask]:
    """Return what people and phones do, by its name in the table of `make bench`."""
    return {
        "POST of a booking": _book,
        "scan, one a request": lambda hall: _scan(hall, 1),
        f"scan, {BATCH} a request": lambda hall: _scan(hall, BATCH),
        "contact of a phone": _report,
        f"door list, {BATCH} changes": _changes,
    }


def pages(hall: Hall) -> dict[str, str]:
    """Return the addresses of all pages, by endpoint, and of searches."""
    found = {
        rule.endpoint: address(hall.app, rule, hall.stage)
        for rule, method in sorted(routes(hall.app), key=lambda each: each[0].endpoint)
        if method == "GET" and rule.endpoint not in LEFT_OUT
    }
    bookings = found["organiser.bookings"]
    found |= {name: f"{bookings}?{query}" for name, query in SEARCHES.items()}
    letters = found["organiser.letters"]
    found["letters, sent"] = f"{letters}?status=sent"
    found["letters: name"] = f"{letters}?q=hannah"
    found["exhibitors: name"] = f"{found['organiser.exhibitors']}?q=firma"
    return found


def page(name: str, hall: Hall) -> TestResponse:
    """Ask for a page by its name; whoever asks is an organiser, and has a phone of the door."""
    return hall.browser.get(hall.pages[name], headers=hall.phone)


def _book(hall: Hall) -> TestResponse:
    path = f"/{hall.slug}/tickets"
    fields = GUEST | {"ticket_type": hall.ticket_type, "request_id": str(uuid4())}
    return hall.browser.post(path, data=fields)


def _scan(hall: Hall, number: int) -> TestResponse:
    at = utc_now().isoformat()
    scans = [
        {"scan_id": str(uuid4()), "code": code, "scanned_at": at, "verdict": "welcome"}
        for code in hall.codes[:number]
    ]
    return hall.browser.post("/einlass/api/scans", json={"scans": scans}, headers=hall.phone)


def _report(hall: Hall) -> TestResponse:
    body = {"unsent": 0, "version": "bench"}
    return hall.browser.post("/einlass/api/contact", json=body, headers=hall.phone)


def _changes(hall: Hall) -> TestResponse:
    if not hall.cursor:
        hall.cursor = str((_report(hall).json or {})["newest"])
        _scan(hall, BATCH)
    return hall.browser.get(f"/einlass/api/list?since={hall.cursor}", headers=hall.phone)
