"""Why a booking is refused."""

from ortenaudigital.kernel.errors import N_, CountedError, DomainError, NotFound


class UnknownBooking(NotFound):
    """No booking has this key or reference."""

    code = "unknown_booking"
    message = N_("Diese Buchung gibt es nicht. Bitte prüfen Sie den Link aus Ihrer E-Mail.")


class LeadsOn(NotFound):
    """Its tickets are in another booking, whose private link has `key`."""

    code = "leads_on"
    message = N_("Diese Buchung ist in eine andere übernommen.")

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


class UnknownTicket(NotFound):
    """No ticket has this code."""

    code = "unknown_ticket"
    message = N_("Dieses Ticket gibt es nicht. Bitte prüfen Sie den Link aus Ihrer E-Mail.")


class NotYetOpen(DomainError):
    """Booking has not begun."""

    code = "booking_not_open"
    message = N_("Die Buchung ist noch nicht geöffnet.")


class BookingClosed(DomainError):
    """Booking has ended."""

    code = "booking_closed"
    message = N_("Die Buchung ist geschlossen.")


class EventCancelled(DomainError):
    """The event was called off."""

    code = "event_cancelled"
    message = N_("Diese Veranstaltung ist abgesagt. Es gibt keine Tickets mehr.")


class BookingCalledOff(DomainError):
    """Nothing about a booking needs to change: the event does not take place."""

    code = "booking_called_off"
    message = N_(
        "Diese Veranstaltung ist abgesagt. An der Buchung lässt sich nichts ändern, und Sie müssen "
        "auch nichts tun."
    )


class NotBookable(DomainError):
    """The ticket type is not for everyone, or not of this event."""

    code = "not_bookable"
    message = N_("Diese Ticketart kann hier nicht gebucht werden.")


class ConfirmFirst(DomainError):
    """Tickets come only once the address is proved: hold places and write to it."""

    code = "confirm_first"
    message = N_("Bitte bestätigen Sie zuerst Ihre E-Mail-Adresse.")


class ForeignDomain(DomainError):
    """A mail address is not under a domain that opens the ticket type."""

    code = "foreign_domain"
    message = N_(
        "Diese Tickets gibt es nur für E-Mail-Adressen mit einem dieser Enden: %(domains)s."
    )


class EventChanged(DomainError):
    """Days, hours or place became others while somebody booked what was offered before."""

    code = "event_changed"
    message = N_(
        "Die Angaben zur Veranstaltung haben sich eben geändert. "
        "Bitte sehen Sie sich die neuen an, und buchen Sie dann."
    )


class TooManyTickets(CountedError):
    """More tickets than one booking may hold."""

    code = "too_many_tickets"
    counted = "most"
    message = N_("Sie können höchstens %(most)d Tickets auf einmal buchen.")
    message_for_one = N_("Sie können nur ein Ticket auf einmal buchen.")


class EnoughForAddress(CountedError):
    """One mail address has as many tickets of a type as it may."""

    code = "enough_for_address"
    counted = "most"
    message = N_(
        "Für eine E-Mail-Adresse gibt es hier höchstens %(most)d Tickets, und für diese sind schon "
        "welche gebucht."
    )
    message_for_one = N_(
        "Für eine E-Mail-Adresse gibt es hier nur ein Ticket, und für diese ist schon eines "
        "gebucht."
    )


class BookingErased(DomainError):
    """It names nobody any more."""

    code = "booking_erased"
    message = N_(
        "Die persönlichen Angaben dieser Buchung sind gelöscht, wie es in der "
        "Datenschutzerklärung steht. An ihr lässt sich nichts mehr ändern."
    )


class TicketsInside(DomainError):
    """Who is inside cannot give the place back."""

    code = "tickets_inside"
    message = N_(
        "Damit wurde am Einlass schon jemand eingelassen: %(tickets)s. Wer auf der Veranstaltung "
        "ist, kann das Ticket nicht stornieren. Es wurde nichts geändert."
    )


class EventOver(DomainError):
    """Nothing about a booking can change any more."""

    code = "event_over"
    message = N_("Die Veranstaltung ist vorbei. An der Buchung lässt sich nichts mehr ändern.")


class JustSent(DomainError):
    """The same letter left a moment ago."""

    code = "just_sent"
    message = N_(
        "Diese Tickets sind gerade erst gesendet worden. Bitte warten Sie fünf Minuten, "
        "bevor Sie sie noch einmal senden."
    )


class SentOften(DomainError):
    """The same letter left too often within a day."""

    code = "sent_often"
    message = N_(
        "Diese Tickets sind in den letzten 24 Stunden schon %(most)d-mal gesendet worden. Öffnen "
        "Sie statt dessen den Link der Buchung, und geben Sie die Tickets anders weiter."
    )
