"""Why somebody cannot be put on the wait list, or have what was offered."""

from ortenaudigital.kernel.errors import N_, DomainError, NotFound


class UnknownEntry(NotFound):
    """Nobody on a wait list has this key."""

    code = "unknown_wait_list_entry"
    message = N_(
        "Diesen Eintrag auf der Warteliste gibt es nicht. "
        "Bitte prüfen Sie den Link aus Ihrer E-Mail."
    )


class PlacesLeft(DomainError):
    """There is no need to wait."""

    code = "places_left"
    message = N_("Gerade sind genügend Plätze frei. Sie müssen nicht warten: Buchen Sie gleich.")


class WaitListClosed(DomainError):
    """Organisers take nobody else."""

    code = "wait_list_closed"
    message = N_("Die Warteliste für diese Ticketart ist geschlossen.")


class OfferEnded(DomainError):
    """What was offered is not to be had any more, or never was offered."""

    code = "offer_ended"
    message = N_("Dieses Angebot gilt nicht mehr. Es wurde nichts gebucht.")


class NotWaiting(DomainError):
    """Who is on the list no longer waits, perhaps since a moment ago."""

    code = "not_waiting"
    message = N_("Dieser Eintrag wartet nicht mehr. Bitte sehen Sie sich an, wie er jetzt steht.")


class RightGone(DomainError):
    """What opened the ticket type to somebody who waits does not open it any more."""

    code = "right_gone"
    message = N_(
        "Der Code, die Einladung oder die Adresse, mit der sich diese Person eingetragen hat, gilt "
        "nicht mehr für so viele Tickets. Es wurde nichts angeboten."
    )


class TooFewPlaces(DomainError):
    """Not even an organiser can offer places that are not there."""

    code = "too_few_places"
    message = N_("Dafür sind gerade zu wenige Plätze frei (%(left)d). Es wurde nichts angeboten.")
