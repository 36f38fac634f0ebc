"""What a browser was asked to sign by a passkey: kept in its session, for some minutes."""

import base64
import secrets
from datetime import UTC, datetime

from flask import current_app

from ortenaudigital.accounts.factors.passkeys import Challenge
from ortenaudigital.adapters.passkeys import Asked
from ortenaudigital.web.shared.access.begun import begin, find_begun, forget_begun

SECONDS = 600


def ask(purpose: str, login: str) -> Asked:
    """Draw a new challenge for a login, in place of the one before."""
    drawn = secrets.token_bytes(32)
    begin(_name(purpose), login, base64.b64encode(drawn).decode())
    return _asked(drawn)


def take(purpose: str, login: str) -> Challenge | None:
    """Return what a login was asked for a purpose, once; None if that is too long ago."""
    begun = find_begun(_name(purpose), login, SECONDS)
    forget_begun(_name(purpose))
    if begun is None:
        return None
    return Challenge(_asked(base64.b64decode(begun.what)), datetime.fromtimestamp(begun.at, UTC))


def _name(purpose: str) -> str:
    return f"passkey_{purpose}"


def _asked(drawn: bytes) -> Asked:
    return Asked(drawn, str(current_app.config["BASE_URL"]))
