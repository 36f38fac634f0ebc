"""Why an address is not changed."""

from ortenaudigital.kernel.errors import N_, DomainError, NotFound


class SameContact(DomainError):
    """The address is that of the exhibitor already."""

    code = "same_contact"
    message = N_("Das ist schon die Adresse, an die wir schreiben.")


class UnknownContactChange(NotFound):
    """Nothing waits for this confirmation, or not any more."""

    code = "unknown_contact_change"
    message = N_("Dieser Link gilt nicht mehr. Bitte geben Sie die neue Adresse noch einmal an.")
