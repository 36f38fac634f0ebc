"""Events that are begun, brought as a file, or copied to their next edition."""

from ortenaudigital.web.organiser.event.making import edition, file, new

__all__ = ["edition", "file", "new"]
