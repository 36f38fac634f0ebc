"""Why organisers cannot change a booking like this."""

from ortenaudigital.kernel.errors import N_, DomainError, NotFound


class NeedsPlaces(DomainError):
    """No places are left: whoever may add extra ones says why, and has seen that they lack."""

    code = "needs_places"
    message = N_(
        "Dafür sind nicht mehr genügend Plätze frei. Es wurde nichts geändert. Mit einer "
        "Begründung und dem Recht dazu wächst das Kontingent um die fehlenden Plätze."
    )


class UnknownQuota(NotFound):
    """No such quota at this event."""

    code = "unknown_quota"
    message = N_("Dieses Kontingent gibt es nicht mehr.")


class OneTypeAtATime(DomainError):
    """Tickets of several types move one type after the other."""

    code = "one_type_at_a_time"
    message = N_(
        "Bitte wählen Sie Tickets, die jetzt von derselben Art sind. Es wurde nichts geändert."
    )


class WasLetIn(DomainError):
    """A ticket that somebody came in with stays of its type: it is counted there."""

    code = "was_let_in"
    message = N_(
        "Damit wurde am Einlass schon jemand eingelassen: %(tickets)s. So ein Ticket behält seine "
        "Ticketart. Buchen Sie ein weiteres Ticket dazu. Es wurde nichts geändert."
    )


class NotForBookings(DomainError):
    """Passes of exhibitors are given out by the fair office."""

    code = "not_for_bookings"
    message = N_("Ausweise von Ausstellern vergibt das Messebüro. Es wurde nichts geändert.")


class MergedWithItself(DomainError):
    """There is only one booking."""

    code = "merged_with_itself"
    message = N_("Das ist dieselbe Buchung. Bitte wählen Sie eine andere.")


class OtherEvent(DomainError):
    """Bookings are merged within one event only."""

    code = "other_event"
    message = N_("Diese Buchung gehört zu einer anderen Veranstaltung. Es wurde nichts geändert.")


class MergedBefore(DomainError):
    """One of them is in another booking already; perhaps somebody else was faster."""

    code = "merged_before"
    message = N_(
        "Eine der beiden Buchungen ist schon in eine andere übernommen. Es wurde nichts geändert."
    )


class NotMergeable(DomainError):
    """It holds no valid ticket, or was made at the door."""

    code = "not_mergeable"
    message = N_(
        "Zusammenführen lassen sich nur Buchungen mit gültigen Tickets, die nicht am Einlass "
        "entstanden sind. Es wurde nichts geändert."
    )


class OtherRight(DomainError):
    """They were made by different invitations or codes."""

    code = "other_right"
    message = N_(
        "Diese Buchung kam mit einer Einladung oder einem Code zustande, die andere nicht mit "
        "derselben. Versuchen Sie es umgekehrt, oder lassen Sie beide, wie sie sind."
    )
