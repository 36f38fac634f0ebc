"""Why an account is refused, or what it may not do."""

from ortenaudigital.kernel.errors import N_, DomainError


class WeakPassword(Exception):
    """A password that is too short or too easy to guess; `faults` say why, in English."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("; ".join(faults))


class PermissionMissing(DomainError):
    """Somebody sees an event, but their role does not go as far as this."""

    code = "permission_missing"
    message = N_("Ihre Rolle bei dieser Veranstaltung umfasst das nicht. Es wurde nichts geändert.")


class AddressTaken(DomainError):
    """Another account has the address that one was to get."""

    code = "address_taken"
    message = N_("Mit dieser E-Mail-Adresse gibt es schon ein Konto.")


class LastOwner(DomainError):
    """Nobody would be left who may do everything."""

    code = "last_owner"
    message = N_(
        "Dieses Konto hat als einziges die Leitung des ganzen Hauses. Bitte geben Sie sie erst "
        "einem anderen Konto."
    )


class WrongPassword(DomainError):
    """The password that was typed is not that of the account, or is no more."""

    code = "wrong_password"
    message = N_("Das ist nicht Ihr jetziges Passwort. Es wurde nichts geändert.")
