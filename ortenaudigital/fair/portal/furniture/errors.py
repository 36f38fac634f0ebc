"""Why an order is refused."""

from ortenaudigital.kernel.errors import N_, DomainError


class FurnitureClosed(DomainError):
    """The time for orders is over."""

    code = "furniture_closed"
    message = N_(
        "Die Frist für Bestellungen ist vorbei. Es wurde nichts gespeichert. Bitte schreiben Sie "
        "uns, wenn sich etwas geändert hat."
    )


class TooMuchFurniture(DomainError):
    """More of something than one exhibitor may order."""

    code = "too_much_furniture"
    message = N_("Von „%(title)s“ können Sie höchstens %(most)d bestellen.")
