"""What can be done to many bookings, and what can come of it for each."""

from collections.abc import Collection, Mapping
from enum import StrEnum


class Deed(StrEnum):
    """What is done to each of many bookings."""

    CANCEL = "cancel"
    # Nobody is written to.
    CANCEL_QUIETLY = "cancel_quietly"
    RESEND = "resend"
    # All tickets become those of another type.
    MOVE = "move"


# How pages and the history call it that one is taken back.
UNDO, UNDO_MOVE = "undo", "undo_move"
CANCELLING = (Deed.CANCEL, Deed.CANCEL_QUIETLY)


def word_of(deed: Deed, *, undone: bool) -> str:
    """Return the word for a deed, or for that it is taken back."""
    if not undone:
        return deed.value
    return UNDO_MOVE if deed is Deed.MOVE else UNDO


class Outcome(StrEnum):
    """What came of it for one booking."""

    DONE = "done"
    # There was nothing to do: it was cancelled already.
    NOTHING = "nothing"
    REFUSED = "refused"


class Obstacle(StrEnum):
    """Why a booking will be refused, or need nothing, as far as is known beforehand."""

    CANCELLED = "cancelled"
    ERASED = "erased"
    NO_ADDRESS = "no_address"
    INSIDE = "inside"
    # To be moved: they are of that type already, of several others, or somebody came in with one.
    SAME_TYPE = "same_type"
    SEVERAL_TYPES = "several_types"
    LET_IN = "let_in"


def lacking(
    left: Mapping[int, int | None],
    moving: Mapping[int, int],
    drawn: Mapping[int, Collection[int]],
) -> int:
    """Say how many places there are too few for tickets that move to another type.

    `left`: places by quota of the new type, None where nothing limits them; `moving`: tickets by
    their type of now; `drawn`: the quotas that types draw on. What both draw on lacks nothing.
    """
    short = [
        sum(number for type_id, number in moving.items() if quota not in drawn.get(type_id, ()))
        - free
        for quota, free in left.items()
        if free is not None
    ]
    return max([0, *short])
