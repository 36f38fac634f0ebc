"""Series: one offer on many dates."""

from ortenaudigital.web.organiser.series import dates, series

__all__ = ["dates", "series"]
