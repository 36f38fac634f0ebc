"""Why a change of a booking is refused."""

from ortenaudigital.kernel.errors import N_, CountedError, DomainError, NotFound


class BookingFull(CountedError):
    """As many tickets as one booking may hold."""

    code = "booking_full"
    counted = "most"
    message = N_("Eine Buchung kann höchstens %(most)d Tickets haben. Es wurde nichts geändert.")
    message_for_one = N_("Eine Buchung kann nur ein Ticket haben. Es wurde nichts geändert.")


class BookingChanged(DomainError):
    """It is no longer as it was when somebody was asked whether they are sure."""

    code = "booking_changed"
    message = N_(
        "Diese Buchung hat sich eben geändert, vielleicht in einem anderen Fenster. Bitte sehen "
        "Sie sich den neuen Stand an. Es wurde nichts geändert."
    )


class BookingMerged(DomainError):
    """Its tickets are in another booking, to which its link leads on."""

    code = "booking_merged"
    message = N_(
        "Diese Buchung ist in eine andere übernommen, mit ihren gültigen Tickets. Bitte ändern Sie "
        "jene. Es wurde nichts geändert."
    )


class UnknownAddressChange(NotFound):
    """No address waits to be confirmed under this key, or not any more."""

    code = "unknown_address_change"
    message = N_(
        "Dieser Link gilt nicht mehr: Eine neue Adresse lässt sich nur einen Tag lang bestätigen, "
        "und nur die zuletzt angegebene. Auf der Seite der Buchung können Sie sie noch einmal "
        "angeben."
    )


class SameAddress(DomainError):
    """It is the address that the booking has already."""

    code = "same_address"
    message = N_("An diese Adresse schreiben wir Ihnen schon. Es wurde nichts geändert.")


class ReceiverHasEnough(CountedError):
    """A booking cannot move to an address that would have more tickets than it may."""

    code = "receiver_has_enough"
    counted = "most"
    message = N_(
        "Für eine E-Mail-Adresse gibt es hier höchstens %(most)d Tickets, und an diese gehen schon "
        "%(booked)d. Die Buchung bleibt deshalb bei ihrer bisherigen Adresse. Auf ihrer Seite "
        "können Sie eine andere angeben."
    )
    message_for_one = N_(
        "Für eine E-Mail-Adresse gibt es hier nur ein Ticket, und an diese geht schon eines. Die "
        "Buchung bleibt deshalb bei ihrer bisherigen Adresse. Auf ihrer Seite können Sie eine "
        "andere angeben."
    )
