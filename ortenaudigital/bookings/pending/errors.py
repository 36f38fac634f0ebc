"""Why nothing can be confirmed."""

from ortenaudigital.kernel.errors import N_, NotFound


class UnknownPending(NotFound):
    """Nothing waits behind this link: it was never right, or its time is over."""

    code = "unknown_pending"
    message = N_(
        "Hinter diesem Link wartet nichts mehr. Ist die Zeit um, sind die Plätze wieder frei: "
        "Dann buchen Sie bitte noch einmal."
    )
