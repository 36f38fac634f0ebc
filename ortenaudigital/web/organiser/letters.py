"""Letters: which wait, which failed and why, and try again."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ortenaudigital.clock import utc_now
from ortenaudigital.db import transaction
from ortenaudigital.outbox.queries import count_letters, list_letters
from ortenaudigital.outbox.service import retry
from ortenaudigital.web.guards import Access, access
from ortenaudigital.web.organiser.blueprint import organiser

SHOWN = 100


@organiser.get("/postausgang")
@access(Access.ORGANISER)
def letters() -> ResponseReturnValue:
    """List the letters of all events, the newest first, all or those in one state."""
    state = request.args.get("status", "")
    return render_template(
        "organiser/letters.html",
        event=None,
        letters=list_letters(state or None, SHOWN),
        shown=SHOWN,
        counts=count_letters(),
        state=state,
    )


@organiser.post("/postausgang/<int:letter_id>/erneut")
@access(Access.ORGANISER)
def retry_letter(letter_id: int) -> ResponseReturnValue:
    """Make a letter due now."""
    with transaction():
        retry(letter_id, utc_now())
    flash(gettext("Der Brief wird gleich noch einmal versucht."), "success")
    return redirect(url_for("organiser.letters"), 303)
