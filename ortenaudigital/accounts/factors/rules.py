"""Codes for who has lost the second factor."""

import secrets

from ortenaudigital.kernel.codes import READABLE

RECOVERY_CODES = 10
RECOVERY_LENGTH = 10


def new_recovery_code() -> str:
    """Draw a code that is used once, such as `7K3M9-PQRST`: 49 bits."""
    drawn = "".join(secrets.choice(READABLE) for _ in range(RECOVERY_LENGTH))
    half = RECOVERY_LENGTH // 2
    return f"{drawn[:half]}-{drawn[half:]}"


def read_recovery_code(text: str) -> str:
    """Return the letters and digits of what was typed, in upper case."""
    return "".join(sign for sign in text.upper() if sign.isalnum())
