"""Why something is not done to many bookings."""

from ortenaudigital.kernel.errors import N_, CountedError, DomainError, NotFound


class UnknownRun(NotFound):
    """Nothing of the kind was begun at this event."""

    code = "unknown_run"
    message = N_("Diesen Vorgang gibt es nicht.")


class OtherNumber(CountedError):
    """Others are meant by now than the page said."""

    code = "other_number"
    counted = "number"
    message = N_(
        "Inzwischen sind es %(number)d Buchungen und nicht mehr %(shown)d. Bitte sehen Sie noch "
        "einmal nach. Es wurde nichts geändert."
    )
    message_for_one = N_(
        "Inzwischen ist es eine Buchung und nicht mehr %(shown)d. Bitte sehen Sie noch einmal "
        "nach. Es wurde nichts geändert."
    )


class UnknownType(DomainError):
    """The ticket type that tickets shall move to is there no more."""

    code = "unknown_type"
    message = N_("Diese Ticketart gibt es nicht mehr.")


class NoAddress(DomainError):
    """There is nowhere to send a letter to."""

    code = "no_address"
    message = N_("Zu dieser Buchung gibt es keine E-Mail-Adresse.")
