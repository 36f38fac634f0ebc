"""What of the inventory is copied to the next edition: all of it, and who holds none of it yet."""

from ortenaudigital.fair.inventory.editing.models import FloorChange, FloorState
from ortenaudigital.kernel.transfer import Edition, Row, Transfer, as_it_is


def _slot(row: Row, edition: Edition) -> Row:
    return {
        "starts_at": edition.moment(row["starts_at"]),
        "ends_at": edition.moment(row["ends_at"]),
    }


TRANSFER = Transfer(
    copies={
        "area": as_it_is,
        "circuit": as_it_is,
        "stand": as_it_is,
        "stage": as_it_is,
        "slot": _slot,
    },
    # What was changed about the old floor, and can be undone there.
    leaves=frozenset({FloorState.__tablename__, FloorChange.__tablename__}),
)
