"""The browsers in which somebody is logged in, and how they are logged out."""

import re

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from ortenaudigital.accounts.own import end_login, end_other_logins
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.access.logins import own_session_key

KEY = re.compile(r"[0-9a-f]{64}")


@organiser.post("/konto/abmelden")
@access(Access.LOGGED_IN)
def end_logins() -> ResponseReturnValue:
    """Log one other browser out, or all of them."""
    key, now = request.form.get("key", ""), utc_now()
    with transaction():
        if KEY.fullmatch(key):
            number = int(end_login(current_user, bytes.fromhex(key), now))
        else:
            number = end_other_logins(current_user, own_session_key(), now)
    if number:
        flash(gettext("Dort sind Sie jetzt abgemeldet."), "success")
    else:
        flash(gettext("Dort waren Sie schon abgemeldet."), "success")
    return redirect(url_for("organiser.account"), 303)
