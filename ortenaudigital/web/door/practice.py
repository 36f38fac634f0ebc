"""Sample codes on a page of their own: to practise at the door, from a screen or from paper."""

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from ortenaudigital.adapters import qr
from ortenaudigital.checkin.rules import Verdict
from ortenaudigital.web.door.blueprint import door
from ortenaudigital.web.shared.access.guards import Access, access


@door.get("/uebung")
@access(Access.PUBLIC)
def practice() -> ResponseReturnValue:
    """Show one code for each verdict; `door/practice.js` knows them by what follows the `#`."""
    here = current_app.config["BASE_URL"] + url_for("door.practice")
    # Our own drawing from our own text: nothing in it came from outside.
    codes = {word.value: Markup(qr.svg(f"{here}#{word}")) for word in Verdict}  # noqa: S704
    return render_template("door/practice.html", codes=codes)
