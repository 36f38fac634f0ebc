"""The views of the helper at the door."""

from ortenaudigital.web.door import app, interface, practice
from ortenaudigital.web.door.blueprint import door

__all__ = ["app", "door", "interface", "practice"]
