"""Erasing an event: asked by one owner, decided by another, followed until nothing is left."""

from ortenaudigital.web.organiser.erasing import asking, deciding, following

__all__ = ["asking", "deciding", "following"]
