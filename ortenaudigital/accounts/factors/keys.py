"""What is derived from the ticket key: the secrets of apps, and how codes are kept."""

from urllib.parse import quote, urlencode, urlsplit
from uuid import UUID

from flask import current_app

from ortenaudigital.accounts.factors.rules import read_recovery_code
from ortenaudigital.kernel.codes import derive, keyed_fingerprint


def app_secret(setup_id: UUID) -> str:
    """Return the secret of an authenticator app: 26 characters of base32. No table holds it."""
    return derive(_key(), "authenticator app", setup_id)


def setup_address(setup_id: UUID, email: str) -> str:
    """Return what the QR code of a set-up says to an app."""
    # With the host: apps write over an entry that has the same issuer and account as a new one, and
    # somebody may work for two shops.
    host = urlsplit(str(current_app.config["BASE_URL"])).hostname
    issuer = f"Ortenau Digital ({host})"
    label = quote(f"{issuer}:{email}")
    said = urlencode({"secret": app_secret(setup_id), "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{label}?{said}"


def recovery_hash(user_id: int, text: str) -> bytes:
    """Return how the database knows a recovery code of an account: 32 bytes."""
    code = f"{user_id}:{read_recovery_code(text)}"
    return keyed_fingerprint(_key(), "recovery code", code)


def _key() -> str:
    return str(current_app.config["TICKET_KEY"])


def passkey_handle(user_id: int) -> bytes:
    """Return how the passkeys of an account know whose they are; it names nobody."""
    return keyed_fingerprint(_key(), "passkey owner", str(user_id))
