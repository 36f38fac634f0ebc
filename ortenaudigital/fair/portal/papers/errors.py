"""What can be wrong with documents."""

from ortenaudigital.kernel.errors import N_, DomainError, NotFound


class UnknownPaper(NotFound):
    """No such document, or not of this event."""

    code = "unknown_paper"
    message = N_("Dieses Dokument gibt es nicht.")


class NotAPdf(DomainError):
    """A file that is no PDF."""

    code = "not_a_pdf"
    message = N_("Diese Datei ist kein PDF. Bitte speichern Sie das Dokument als PDF.")


class PaperChanged(DomainError):
    """There is a newer version than the one that was shown."""

    code = "paper_changed"
    message = N_(
        "Dieses Dokument gibt es inzwischen in einer neuen Fassung. Bitte lesen Sie diese, und "
        "bestätigen Sie dann."
    )
