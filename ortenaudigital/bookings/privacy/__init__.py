"""Which personal data bookings hold: who booked, who comes with them, what they need."""

from ortenaudigital.bookings.privacy.holder import BookingsHolder

__all__ = ["BookingsHolder"]
