"""What can go wrong with reports."""

from ortenaudigital.kernel.errors import N_, DomainError, NotFound


class UnknownReport(NotFound):
    """There is no such report, or it is about an event of others."""


class AnsweredAlready(DomainError):
    """Somebody else was faster."""

    code = "report_answered"
    message = N_("Diese Meldung hat inzwischen jemand anderes erledigt.")
