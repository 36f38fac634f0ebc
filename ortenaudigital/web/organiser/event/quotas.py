"""Extra places that organisers added beyond a quota, and take back where nobody has them."""

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.bookings.organising.places import take_extra_back
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.access.guards import actor, needs


@organiser.post("/<slug>/plaetze/<int:quota_id>/zuruecknehmen")
@needs(Permission.PLACES_EXCEED)
def take_back_places(quota_id: int) -> ResponseReturnValue:
    """Lower a quota by its extra places, down to what is booked."""
    with transaction():
        number = take_extra_back(g.event, quota_id, utc_now(), actor())
    if number:
        words = ngettext(
            "Ein zusätzlicher Platz ist zurückgenommen.",
            "%(num)d zusätzliche Plätze sind zurückgenommen.",
            number,
        )
        flash(words, "success")
    else:
        flash(gettext("Alle zusätzlichen Plätze sind gebucht oder versprochen."), "info")
    return redirect(url_for("organiser.overview", slug=g.event.slug), 303)
