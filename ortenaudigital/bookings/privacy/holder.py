"""The claims of bookings, and what is done about them."""

from collections.abc import Iterator
from datetime import datetime

from ortenaudigital.bookings.privacy import corrections, erasure, findings, requests
from ortenaudigital.bookings.search import forget_trigrams
from ortenaudigital.kernel.personal import Due, Finding, Holder, Person, Request, columns_of, tables


class BookingsHolder(Holder):
    """Bookings and tickets, those of people who came without one among them."""

    columns = {
        **columns_of(
            "booking", erased=" ".join(erasure.NOBODY), no_person="reference key_hash language"
        ),
        # A trigger has it follow `search_text`.
        **columns_of("booking_search", erased="words"),
        **columns_of("ticket", erased="name", no_person="code_hash"),
        # Whoever answers may name anybody; what was asked is the organisers' own.
        **columns_of("answer", deleted="given", no_person="key kind title options"),
        **columns_of("retired_code", no_person="code_hash"),
        **columns_of("hold", no_person="purpose state"),
        **columns_of("address_change", deleted="email former_email", no_person="key_hash"),
        **columns_of("link_request", deleted="email", no_person="language"),
        **columns_of("letter_round", no_person="kind"),
        # Named for what it shows; words that were searched for are not in it.
        **columns_of("saved_view", no_person="name query"),
    }
    of_event = tables(
        "booking booking_search ticket retired_code booked_count hold address_change "
        "answer attendance_answer letter_round saved_view"
    )

    def find(self, person: Person) -> Iterator[Finding]:
        """Find what was booked with the address, and whoever has the same name but no address."""
        yield from findings.by_address(person)
        yield from findings.by_name(person)
        yield from requests.by_request(person)

    def correct(self, request: Request) -> None:
        """Write another name or address; phones learn of the name."""
        corrections.correct(request)

    def erase(self, request: Request) -> None:
        """Cancel what is still to come, and forget who booked it."""
        erasure.erase(request)

    def count_due(self, until: datetime) -> int:
        """Count the bookings whose last day is long over."""
        return erasure.count_due(until)

    def erase_due(self, due: Due) -> int:
        """Forget who booked tickets whose last day is long over."""
        return erasure.erase_due(due)

    def tidy_up(self, _now: datetime) -> None:
        """Drop what the search still keeps of names."""
        forget_trigrams()
