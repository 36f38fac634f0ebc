"""What can be wrong with stands."""

from ortenaudigital.kernel.errors import N_, NotFound


class UnknownSlot(NotFound):
    """No such stand on that day, or not at this event."""

    code = "unknown_slot"
    message = N_("Diesen Standplatz gibt es nicht.")
