"""Booking for a group: a list of names, checked row by row, then booked by one press."""

from ortenaudigital.web.public.groups import sending, views

__all__ = ["sending", "views"]
