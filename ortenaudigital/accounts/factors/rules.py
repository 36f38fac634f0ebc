"""Codes of authenticator apps (RFC 6238) and codes for who lost theirs."""

import base64
import hmac
import secrets
from datetime import datetime

from ortenaudigital.kernel.codes import READABLE

# What all apps take for granted, whatever the address of the set-up says.
SECONDS, DIGITS = 30, 6
# A code of the step before and of the step after is taken: phones are some seconds off.
DRIFT = 1
RECOVERY_CODES = 10
RECOVERY_LENGTH = 10


def step_at(now: datetime) -> int:
    """Return the number of the step of half a minute that a moment is in."""
    return int(now.timestamp()) // SECONDS


def code_at(secret: str, step: int) -> str:
    """Return the code of a step, of 6 digits; `secret` is base32 without its padding."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, step.to_bytes(8), "sha1")
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def find_step(secret: str, text: str, now: datetime) -> int | None:
    """Return the step whose code was typed; None for a wrong one, or one that is too old."""
    typed = "".join(text.split())
    # Compared in time that tells nothing, each time with all of them.
    found = [
        step
        for step in range(step_at(now) - DRIFT, step_at(now) + DRIFT + 1)
        if hmac.compare_digest(code_at(secret, step).encode(), typed.encode())
    ]
    return found[0] if found else None


def new_recovery_code() -> str:
    """Draw a code that is used once, such as `7K3M9-PQRST`: 49 bits."""
    drawn = "".join(secrets.choice(READABLE) for _ in range(RECOVERY_LENGTH))
    half = RECOVERY_LENGTH // 2
    return f"{drawn[:half]}-{drawn[half:]}"


def read_recovery_code(text: str) -> str:
    """Return the letters and digits of what was typed, in upper case."""
    return "".join(sign for sign in text.upper() if sign.isalnum())
