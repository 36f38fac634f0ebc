"""Book for somebody who calls."""

from ortenaudigital.web.organiser.bookings.calls import book_for

__all__ = ["book_for"]
