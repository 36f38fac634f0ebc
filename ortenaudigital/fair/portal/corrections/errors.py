"""Why nothing is corrected."""

from ortenaudigital.kernel.errors import N_, DomainError


class CorrectionsClosed(DomainError):
    """The time for corrections is over."""

    code = "corrections_closed"
    message = N_(
        "Die Frist für Änderungen ist vorbei. Es wurde nichts gespeichert. Bitte schreiben Sie uns "
        "eine Nachricht, wenn etwas nicht stimmt."
    )


class NotCorrectable(DomainError):
    """There is nothing to correct about it any more."""

    code = "not_correctable"
    message = N_("An dieser Bewerbung lässt sich nichts mehr ändern.")


class CorrectionSettled(DomainError):
    """Somebody else has decided, or the exhibitor has sent another one."""

    code = "correction_settled"
    message = N_(
        "Über diese Änderung ist schon entschieden, oder der Aussteller hat eine neue geschickt."
    )
