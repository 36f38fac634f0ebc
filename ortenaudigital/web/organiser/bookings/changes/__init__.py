"""What organisers change about a booking: who, the tickets, the note."""

from ortenaudigital.web.organiser.bookings.changes import merging, note, person, tickets

__all__ = ["merging", "note", "person", "tickets"]
