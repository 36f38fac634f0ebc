"""The letters to the owners: that one of them asks, and what came of it."""

from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale

from ortenaudigital.accounts.models import User
from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.events.rules import DEFAULT_LANGUAGE
from ortenaudigital.kernel.db import db
from ortenaudigital.privacy.whole_event.models import EventErasure
from ortenaudigital.privacy.whole_event.rules import ErasureState

ASKED = "privacy.erasure_asked"
OUTCOME = "privacy.erasure_outcome"
BATCH = "erasure:"


def asked(subject_id: str, batch: str) -> Composed | None:
    """Ask a second owner to look at a request; None if it is decided, or who it is for is gone."""
    erasure = db.session.get(EventErasure, int(batch.removeprefix(BATCH)))
    user = db.session.get(User, int(subject_id))
    if erasure is None or user is None or not user.active:
        return None
    if erasure.state is not ErasureState.OPEN:
        return None
    url = f"{current_app.config['BASE_URL']}/orga/{erasure.slug}/loeschen"
    return _write(ASKED, user, erasure, url)


def outcome(subject_id: str) -> Composed | None:
    """Tell who asked what came of it; None if they are gone."""
    erasure = db.session.get(EventErasure, int(subject_id))
    if erasure is None or erasure.asked_by is None:
        return None
    url = f"{current_app.config['BASE_URL']}/orga/loeschungen/{erasure.id}"
    return _write(OUTCOME, erasure.asked_by, erasure, url)


def _write(kind: str, to: User, erasure: EventErasure, url: str) -> Composed:
    folder = f"letters/{kind.replace('.', '/')}"
    context: dict[str, Any] = {
        "erasure": erasure,
        "url": url,
        "addressee": to.name,
        "language": DEFAULT_LANGUAGE,
    }
    with force_locale(DEFAULT_LANGUAGE):
        subject = render_template(f"{folder}/subject.txt", **context).strip()
        return Composed(
            recipient=to.email,
            subject=subject,
            text=render_template(f"{folder}/body.txt", **context),
            html=render_template(f"{folder}/body.html", subject=subject, **context),
        )
