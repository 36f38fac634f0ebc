"""Codes that apps make for half a minute (TOTP, RFC 6238), by `passlib.totp` of libpass."""

from datetime import datetime

from passlib.exc import TokenError
from passlib.totp import TOTP

# What all apps take for granted, whatever the address of the set-up says; digits are 6.
SECONDS = 30


def step_at(now: datetime) -> int:
    """Return the number of the step of half a minute that a moment is in."""
    return int(now.timestamp()) // SECONDS


def code_at(secret: str, step: int) -> str:
    """Return the code of a step; `secret` is base32, with or without its padding."""
    return str(_app(secret).generate(step * SECONDS).token)


def find_step(secret: str, text: str, now: datetime) -> int | None:
    """Return the step whose code was typed; None for a wrong one, or one that is too old.

    A code of the step before and of the step after is taken: phones are some seconds off.
    """
    try:
        return int(_app(secret).match(text, int(now.timestamp()), window=SECONDS).counter)
    except TokenError:
        return None


def _app(secret: str) -> TOTP:
    return TOTP(key=secret, format="base32")
