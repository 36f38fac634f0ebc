"""Ids of forms that know when they were shown, without anything being stored.

A version 4 UUID for whoever looks at it: four bytes say the second, six are drawn, six are an
HMAC-SHA256 over both. A form of yesterday is as good as a new one; what matters is whether it was
shown at all, and how short a while ago.
"""

import hmac
import secrets
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from flask import current_app

SEAL_BYTES = 6


class Doubt(StrEnum):
    """Why a form looks as if no person had sent it."""

    NEVER_SHOWN = "never_shown"
    TOO_FAST = "too_fast"
    HONEYPOT = "honeypot"


def seal_moment(key: bytes, moment: float, drawn: bytes) -> UUID:
    """Make an id for a form that is shown at a moment, in seconds of the epoch; six bytes drawn."""
    front = int(moment).to_bytes(4, "big") + drawn
    # Version and variant first, because they are sealed as well.
    front = UUID(bytes=front + bytes(SEAL_BYTES), version=4).bytes[:-SEAL_BYTES]
    return UUID(bytes=front + _seal(key, front))


def age_of(key: bytes, form_id: UUID, now: float) -> float | None:
    """Say for how many seconds a form has been shown; None if it was not shown by us."""
    front, seal = form_id.bytes[:-SEAL_BYTES], form_id.bytes[-SEAL_BYTES:]
    if not hmac.compare_digest(seal, _seal(key, front)):
        return None
    return now - int.from_bytes(front[:4], "big")


def doubt_of_age(age: float | None, least: float) -> Doubt | None:
    """Say what is doubtful about the age of a form; there is no age at which it is too old.

    A clock that was put back makes forms of the future, which nobody can forge: they pass.
    """
    if age is None:
        return Doubt.NEVER_SHOWN
    return Doubt.TOO_FAST if 0 <= age < least else None


def _seal(key: bytes, front: bytes) -> bytes:
    return hmac.digest(key, front, "sha256")[:SEAL_BYTES]


def form_key() -> bytes:
    """Return the key that seals the ids of this installation's forms."""
    return f"forms:{current_app.config['SECRET_KEY']}".encode()


def new_form_id(now: datetime) -> str:
    """Draw the id of a form that is shown now."""
    drawn = secrets.token_bytes(SEAL_BYTES)
    return str(seal_moment(form_key(), now.timestamp(), drawn))
