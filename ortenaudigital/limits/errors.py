"""What is said to who asks for too much."""

import math

from ortenaudigital.kernel.errors import N_, DomainError


class TooMany(DomainError):
    """A bucket is empty; `seconds` says when there is enough in it again."""

    code = "too_many_requests"
    message = N_("Das war zu oft in kurzer Zeit. Bitte versuchen Sie es in %(wait)s noch einmal.")

    def __init__(self, seconds: float) -> None:
        self.seconds = math.ceil(seconds)
        minutes = math.ceil(seconds / 60)
        # Units, which all our languages write alike, and none inflects.
        super().__init__(wait=f"{minutes} min" if minutes < 100 else f"{round(minutes / 60)} h")


class TooManyCodes(TooMany):
    """Codes of the app were tried for an account, from wherever, more often than mistyped."""

    code = "too_many_codes"
    message = N_(
        "Für dieses Konto wurden zu viele Codes eingegeben. Nehmen Sie einen Passkey oder einen "
        "Ersatzcode, oder versuchen Sie es in %(wait)s noch einmal. Waren Sie das nicht selbst, "
        "kennt jemand Ihr Passwort: Setzen Sie unter „Passwort vergessen“ ein neues."
    )
