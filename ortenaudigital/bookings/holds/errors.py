"""Why places that were held cannot be used."""

from ortenaudigital.kernel.errors import N_, DomainError


class HoldEnded(DomainError):
    """The places were used or given back, their time is over, or there are fewer of them."""

    code = "hold_ended"
    message = N_("Diese Plätze sind nicht mehr für Sie reserviert. Es wurde nichts gebucht.")
