"""The booking form, for everyone or by invitation: one page, one press, one booking."""

from ortenaudigital.web.public.offering.offered import Offering
from ortenaudigital.web.public.offering.page import show_closed, show_form
from ortenaudigital.web.public.offering.refusals import FINAL, REFUSALS, RIGHT_REFUSALS
from ortenaudigital.web.public.offering.taking import press, take_form

__all__ = [
    "FINAL",
    "REFUSALS",
    "RIGHT_REFUSALS",
    "Offering",
    "press",
    "show_closed",
    "show_form",
    "take_form",
]
