"""Letters to many: to guests, and to exhibitors."""

from ortenaudigital.web.organiser.mailings import drafting, following, previewing, sending

__all__ = ["drafting", "following", "previewing", "sending"]
