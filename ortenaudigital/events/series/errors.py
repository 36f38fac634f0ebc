"""What can be wrong with a series."""

from ortenaudigital.kernel.errors import N_, DomainError, NotFound


class UnknownSeries(NotFound):
    """No series has this name, or none with a date that somebody may see."""

    code = "unknown_series"
    message = N_("Diese Reihe gibt es hier nicht.")


class SeriesNameTaken(DomainError):
    """Two series would have one address."""

    code = "series_name_taken"
    message = N_("Eine Reihe „%(slug)s“ gibt es schon. Bitte wählen Sie einen anderen Kurznamen.")


class InOtherSeries(DomainError):
    """A date belongs to one series only."""

    code = "in_other_series"
    message = N_("„%(title)s“ gehört schon zu einer anderen Reihe.")


class DateTaken(DomainError):
    """The series has a date on this day already; `date` as it is written in addresses."""

    code = "date_taken"
    message = N_("Am %(date)s hat die Reihe schon einen Termin. Es wurde keiner angelegt.")
