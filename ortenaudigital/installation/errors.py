"""Why this installation may not work on this database."""

from ortenaudigital.kernel.errors import DomainError


class WrongTicketKey(DomainError):
    """The database was written with another ticket key. Only operators read this."""

    code = "wrong_ticket_key"
    message = (
        "TICKET_KEY is not the one that this database was written with: every code and link made "
        "now would be void. Put that key back; docs/operations.md, Keys, says what to do if it is "
        "lost."
    )
