"""Proof of work by `altcha`: a browser works for a second, and nobody has to solve anything.

Both ends are ours: no third party is asked. A challenge is signed, ends by itself and is bound to
one form, so that nothing about it is stored.
"""

import base64
import json
import secrets
from datetime import datetime
from enum import StrEnum
from typing import Any

from altcha import Payload, create_challenge, verify_solution

ALGORITHM = "PBKDF2/SHA-256"
# So many rounds a try, and so many tries: about a second on a phone of some years ago, a third of
# one on a desktop. The server does one of these tries for each challenge, and none to check one.
ROUNDS = 2_000
TRIES = range(150, 350)
MOST_CHARACTERS = 4_000


class Proof(StrEnum):
    """What a solution is worth."""

    VALID = "valid"
    EXPIRED = "expired"
    MISSING = "missing"
    WRONG = "wrong"


def new_challenge(key: str, form: str, ends_at: datetime) -> dict[str, Any]:
    """Make a challenge for one form."""
    challenge = create_challenge(
        ALGORITHM,
        ROUNDS,
        counter=TRIES.start + secrets.randbelow(len(TRIES)),
        expires_at=ends_at,
        data={"form": form},
        hmac_secret=f"challenge:{key}",
        hmac_key_secret=f"solution:{key}",
    )
    return challenge.to_dict()


def judge(solution: str, key: str, form: str) -> Proof:
    """Say what was sent as the solution of a challenge for this form is worth."""
    if not solution:
        return Proof.MISSING
    if len(solution) > MOST_CHARACTERS:
        return Proof.WRONG
    payload = _read(solution)
    if payload is None or payload.challenge.parameters.data != {"form": form}:
        return Proof.WRONG
    result = verify_solution(payload, f"challenge:{key}", hmac_key_secret=f"solution:{key}")
    if result.expired:
        return Proof.EXPIRED
    return Proof.VALID if result.verified else Proof.WRONG


def _read(solution: str) -> Payload | None:
    try:
        return Payload.from_dict(json.loads(base64.b64decode(solution, validate=True)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
