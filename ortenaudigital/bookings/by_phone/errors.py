"""Why a booking for somebody is refused."""

from collections.abc import Collection

from ortenaudigital.bookings.by_phone.rules import Barrier
from ortenaudigital.kernel.errors import N_, DomainError


class NeedsReason(DomainError):
    """Guests could not book this; whoever may exceed that gives a reason, and has seen why."""

    code = "needs_reason"
    message = N_("Gäste könnten das jetzt nicht buchen. Es ist noch nichts gebucht.")

    def __init__(self, barriers: Collection[Barrier]) -> None:
        super().__init__()
        self.barriers = list(barriers)
