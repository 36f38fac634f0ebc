"""What can be wrong with the inventory of the fair."""

from ortenaudigital.kernel.errors import N_, DomainError, NotFound


class UnknownSlot(NotFound):
    """No such stand on that day, or not at this event."""

    code = "unknown_slot"
    message = N_("Diesen Standplatz gibt es nicht.")


class PitchesOverlap(DomainError):
    """Two pitches of one stage at the same time."""

    code = "pitches_overlap"
    message = N_("Auf dieser Bühne überschneidet sich das mit einem anderen Pitch.")
