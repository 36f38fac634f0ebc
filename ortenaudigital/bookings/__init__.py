"""Bookings and tickets: how a citizen gets a place, keeps it, gives it back."""
