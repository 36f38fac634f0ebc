"""Letters to those who log in, in German, as they work in it."""

from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale

from ortenaudigital.accounts.models import User
from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.kernel.db import db

PASSWORD_CHANGED = "accounts.password_changed"  # noqa: S105  # the name of a letter
FACTORS_CHANGED = "accounts.factors_changed"
CODE_USED = "accounts.code_used"
# Who reads lists of letters need not read in them who changes a password.
LABEL = "Konto"
LANGUAGE = "de"


def password_changed(subject_id: str) -> Composed | None:
    """Tell the owner of an account that its password was changed; None if it is gone."""
    return _to_owner(subject_id, "password_changed")


def factors_changed(subject_id: str) -> Composed | None:
    """Tell the owner of an account that its second factor was changed; None if it is gone."""
    return _to_owner(subject_id, "factors_changed")


def code_used(subject_id: str) -> Composed | None:
    """Tell the owner of an account that a recovery code logged in to it; None if it is gone."""
    return _to_owner(subject_id, "code_used")


def _to_owner(subject_id: str, name: str) -> Composed | None:
    user = db.session.get(User, int(subject_id))
    if user is None:
        return None
    return write(name, user.email, addressee=user.name)


def write(name: str, recipient: str, **context: Any) -> Composed:
    """Write one of these letters."""
    folder = f"letters/accounts/{name}"
    context |= {"base_url": current_app.config["BASE_URL"], "language": LANGUAGE}
    with force_locale(LANGUAGE):
        subject = render_template(f"{folder}/subject.txt", **context).strip()
        return Composed(
            recipient=recipient,
            subject=subject,
            text=render_template(f"{folder}/body.txt", **context),
            html=render_template(f"{folder}/body.html", subject=subject, **context),
        )
