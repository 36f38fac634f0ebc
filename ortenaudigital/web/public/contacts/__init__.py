"""Contacts that visitors hand to exhibitors, and take back."""

from ortenaudigital.web.public.contacts import giving, of_booking, own

__all__ = ["giving", "of_booking", "own"]
