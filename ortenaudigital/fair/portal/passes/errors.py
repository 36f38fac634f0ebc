"""Why an exhibitor gets no pass."""

from ortenaudigital.kernel.errors import N_, CountedError, DomainError, NotFound


class UnknownPass(NotFound):
    """No such pass, or not of this exhibitor."""

    code = "unknown_pass"
    message = N_("Diesen Ausweis gibt es nicht, oder er ist schon zurückgegeben.")


class NoPasses(NotFound):
    """The event has no passes for exhibitors."""

    code = "no_passes"
    message = N_("Bei dieser Veranstaltung gibt es keine Ausweise für Ausstellende.")


class PassesNotYet(DomainError):
    """Only who is accepted gets passes."""

    code = "passes_not_yet"
    message = N_("Ausweise gibt es, sobald Ihre Bewerbung angenommen ist.")


class PassesNotOpen(DomainError):
    """Names can be entered later."""

    code = "passes_not_open"
    message = N_("Namen für Ausweise lassen sich noch nicht eintragen.")


class PassesClosed(DomainError):
    """The time in which names are entered is over."""

    code = "passes_closed"
    message = N_(
        "Die Frist für neue Ausweise ist vorbei. Namen ändern und Ausweise zurückgeben können Sie "
        "weiterhin. Fehlt Ihnen noch ein Ausweis, dann schreiben Sie uns bitte."
    )


class NotGranted(CountedError):
    """More passes than the organisers have granted."""

    code = "passes_not_granted"
    counted = "granted"
    message = N_(
        "Sie haben %(granted)d Ausweise, und %(left)d sind noch frei. Brauchen Sie mehr, dann "
        "schreiben Sie uns bitte. Es wurde nichts gespeichert."
    )
    message_for_one = N_(
        "Sie haben einen Ausweis. Brauchen Sie mehr, dann schreiben Sie uns bitte. Es wurde nichts "
        "gespeichert."
    )


class StillNamed(CountedError):
    """Fewer passes than there are names on."""

    code = "passes_still_named"
    counted = "used"
    message = N_(
        "Auf %(used)d Ausweisen stehen schon Namen. Weniger werden es erst, wenn der Aussteller "
        "welche zurückgibt."
    )
    message_for_one = N_(
        "Auf einem Ausweis steht schon ein Name. Weniger werden es erst, wenn der Aussteller ihn "
        "zurückgibt."
    )
