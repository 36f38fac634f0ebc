"""What the forms of all parts of an event share: kinds of fields, rows, faults at fields."""

from ortenaudigital.web.organiser.event.forms import words

__all__ = ["words"]
