"""What a browser was asked to sign by a passkey: kept in its session, for some minutes."""

import base64
import secrets
from datetime import UTC, datetime

from flask import current_app, session

from ortenaudigital.accounts.factors.passkeys import Challenge
from ortenaudigital.adapters.passkeys import Asked
from ortenaudigital.kernel.clock import utc_now

CHALLENGE = "passkey"
SECONDS = 600


def ask(purpose: str) -> Asked:
    """Draw a new challenge, in place of the one before."""
    drawn = secrets.token_bytes(32)
    session[CHALLENGE] = [purpose, base64.b64encode(drawn).decode(), utc_now().timestamp()]
    return Asked(drawn, str(current_app.config["BASE_URL"]))


def take(purpose: str) -> Challenge | None:
    """Return what this browser was asked for a purpose, once; None if that is too long ago."""
    known = session.pop(CHALLENGE, None)
    if not known or known[0] != purpose or utc_now().timestamp() - known[2] > SECONDS:
        return None
    asked = Asked(base64.b64decode(known[1]), str(current_app.config["BASE_URL"]))
    return Challenge(asked, datetime.fromtimestamp(known[2], UTC))
