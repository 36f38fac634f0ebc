"""Why an event is not erased, or not by whom."""

from ortenaudigital.kernel.errors import N_, CountedError, DomainError, NotFound


class UnknownErasure(NotFound):
    """No request has this number, or it is none of the events of who asks."""

    code = "unknown_erasure"
    message = N_("Diese Löschung gibt es hier nicht.")


class StillPublic(DomainError):
    """Everybody sees the event, and nobody booked: it can be hidden."""

    code = "still_public"
    message = N_(
        "Die Veranstaltung ist öffentlich und noch nicht vorbei. Machen Sie sie erst wieder zum "
        "Entwurf, oder sagen Sie sie ab."
    )


class StillBooked(DomainError):
    """Somebody holds a ticket for what is to come."""

    code = "still_booked"
    message = N_(
        "Es gibt gültige Buchungen, und die Veranstaltung ist noch nicht vorbei. Sagen Sie sie "
        "erst ab, damit alle Gäste es erfahren, oder warten Sie, bis sie vorbei ist."
    )


class LettersUnderWay(CountedError):
    """Guests are still to be told that the event does not take place."""

    code = "letters_under_way"
    counted = "number"
    message = N_(
        "%(number)d Briefe der Veranstaltung warten noch im Postausgang. Löschen lässt sie sich, "
        "wenn sie gesendet sind: Sonst erfährt jemand nichts von der Absage."
    )
    message_for_one = N_(
        "Ein Brief der Veranstaltung wartet noch im Postausgang. Löschen lässt sie sich, wenn er "
        "gesendet ist: Sonst erfährt jemand nichts von der Absage."
    )


class ScansUnsent(CountedError):
    """Phones hold scans that the server does not have."""

    code = "scans_unsent"
    counted = "number"
    message = N_(
        "Auf Telefonen vom Einlass liegen noch %(number)d Scans, die nicht gesendet sind. Öffnen "
        "Sie dort die Einlass-Seite mit Netz, oder entkoppeln Sie die Telefone."
    )
    message_for_one = N_(
        "Auf einem Telefon vom Einlass liegt noch ein Scan, der nicht gesendet ist. Öffnen Sie "
        "dort die Einlass-Seite mit Netz, oder entkoppeln Sie das Telefon."
    )


class NoSecondOwner(DomainError):
    """Nobody else could confirm it."""

    code = "no_second_owner"
    message = N_(
        "Außer Ihnen kann niemand die Löschung bestätigen. Dafür braucht es ein zweites Konto, das "
        "seit mindestens sieben Tagen die Leitung hat."
    )


class AlreadyAsked(DomainError):
    """One request at a time is open for an event."""

    code = "erasure_already_asked"
    message = N_("Die Löschung dieser Veranstaltung ist schon beantragt.")


class NotOpen(DomainError):
    """A request was decided, taken back, or is too old; somebody else was faster."""

    code = "erasure_not_open"
    message = N_(
        "Über diese Löschung ist inzwischen entschieden, oder die Anfrage ist abgelaufen. Bitte "
        "sehen Sie sich an, wie sie jetzt steht."
    )


class SamePerson(DomainError):
    """Who asks does not confirm."""

    code = "erasure_same_person"
    message = N_("Sie haben die Löschung selbst beantragt. Bestätigen muss sie jemand anderes.")


class NoOwnerLongEnough(DomainError):
    """Who confirms must have been an owner before anybody thought of it."""

    code = "erasure_no_owner"
    message = N_(
        "Bestätigen kann nur, wer seit mindestens sieben Tagen die Leitung hat. Es wurde nichts "
        "gelöscht."
    )


class NotWhoAsked(DomainError):
    """A request is taken back by who made it."""

    code = "erasure_not_yours"
    message = N_("Zurückziehen kann die Anfrage nur, wer sie gestellt hat.")
