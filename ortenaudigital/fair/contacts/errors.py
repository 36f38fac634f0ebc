"""Why a contact cannot be handed over or read."""

from ortenaudigital.kernel.errors import N_, DomainError, NotFound


class UnknownContact(NotFound):
    """There is no such contact: the link is wrong, or it was deleted."""

    code = "unknown_contact"
    message = N_("Diesen Kontakt gibt es nicht, oder er ist schon gelöscht.")


class ContactsClosed(DomainError):
    """The exhibitor takes no contacts: the fair is over, or does not take place."""

    code = "contacts_closed"
    message = N_("An diesen Aussteller können gerade keine Kontakte gegeben werden.")


class UnknownContactCode(DomainError):
    """No contact is shown by this code: it is wrong, was read before, or its time is over."""

    code = "unknown_contact_code"
    message = N_(
        "Zu diesem Code gehört kein Kontakt. Er gilt einmal und nur 15 Minuten; bitten Sie die "
        "Person um einen neuen."
    )


class ManyContacts(DomainError):
    """A booking has handed over as many contacts as it may."""

    code = "many_contacts"
    message = N_("Mit dieser Buchung wurden schon sehr viele Kontakte gegeben. Mehr geht nicht.")
