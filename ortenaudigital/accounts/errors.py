"""Why an account is refused, or what it may not do."""

from ortenaudigital.kernel.errors import N_, DomainError, NotFound


class WeakPassword(Exception):
    """A password that is too short or too easy to guess; `faults` say why, in English."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("; ".join(faults))


class LoggedOut(DomainError):
    """Something was sent from a page that was opened while somebody was still logged in."""

    code = "logged_out"
    message = N_("Ihre Anmeldung ist zu Ende. Es wurde nichts gespeichert.")


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
        "Ohne dieses Konto hätte niemand mehr die Leitung. Bitte geben Sie sie erst einem anderen "
        "Konto."
    )


class WrongPassword(DomainError):
    """The password that was typed is not that of the account, or is no more."""

    code = "wrong_password"
    message = N_("Das ist nicht Ihr jetziges Passwort. Es wurde nichts geändert.")


class WrongCode(DomainError):
    """A code that is none of the account's, or was used before."""

    code = "wrong_code"
    message = N_("Dieser Code stimmt nicht, oder er wurde schon benutzt.")


class LoginOvertaken(DomainError):
    """The account has another password or other second factors than when its login began."""

    code = "login_overtaken"
    message = N_(
        "Während Sie sich angemeldet haben, wurde an diesem Konto etwas geändert. Bitte melden Sie "
        "sich noch einmal an."
    )


class WrongPasskey(DomainError):
    """A passkey that is none of the account's, or an answer to what was not asked."""

    code = "wrong_passkey"
    message = N_("Dieser Passkey passt nicht zu diesem Konto. Bitte versuchen Sie es noch einmal.")


class UnknownPasskey(NotFound):
    """A passkey that the account does not have, or has no more."""

    code = "unknown_passkey"
    message = N_("Diesen Passkey gibt es nicht mehr.")


class AppThere(DomainError):
    """The account has an authenticator app already."""

    code = "app_there"
    message = N_(
        "Für dieses Konto ist schon eine App eingerichtet. Für eine andere schalten Sie diese "
        "erst ab."
    )


class RoleTooHigh(DomainError):
    """Somebody would give or take a role that may do more than their own."""

    code = "role_too_high"
    message = N_("Diese Rolle darf mehr als Ihre eigene. Es wurde nichts geändert.")


class UnknownMember(NotFound):
    """Nobody of this team, which may be that of another event."""

    code = "unknown_member"
    message = N_("Diese Person gehört nicht zum Team.")


class UnknownInvitation(NotFound):
    """An invitation that is accepted, withdrawn or too old."""

    code = "unknown_team_invitation"
    message = N_(
        "Diese Einladung gilt nicht mehr. Wer Sie eingeladen hat, kann sie noch einmal senden."
    )


class UnknownReset(NotFound):
    """A link for a new password that was used, or is too old."""

    code = "unknown_reset"
    message = N_("Dieser Link gilt nicht mehr. Bitte lassen Sie sich einen neuen schicken.")
