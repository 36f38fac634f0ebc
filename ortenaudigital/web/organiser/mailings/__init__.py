"""Letters to many: to guests, and to exhibitors."""

from ortenaudigital.web.organiser.mailings import (
    drafting,
    following,
    previewing,
    recipients,
    sending,
)

__all__ = ["drafting", "following", "previewing", "recipients", "sending"]
