"""The door, as the organiser sees it."""

from ortenaudigital.web.organiser.checkin import (
    conflicts,
    device_rights,
    devices,
    door_tables,
    lists,
    live,
    paper,
    phone_file,
)

__all__ = [
    "conflicts",
    "device_rights",
    "devices",
    "door_tables",
    "lists",
    "live",
    "paper",
    "phone_file",
]
