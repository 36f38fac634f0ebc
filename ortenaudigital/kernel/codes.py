"""Secrets that are derived, never stored: ticket codes and the keys of private links."""

import base64
import hashlib
import hmac
import re
import secrets
from uuid import UUID

CODE_BYTES = 16
# No 0 O 1 I L: a reference is read aloud and typed on phones.
READABLE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE = re.compile(r"^[A-Z2-7]{26}$")


def derive(key: str, purpose: str, subject: UUID, number: int = 0) -> str:
    """Derive the secret of a subject: 26 characters of upper-case base32 (16 bytes, HMAC-SHA256).

    The same inputs always give the same code, so a document can be made again at any time.
    """
    message = f"{purpose}:{subject.hex}:{number}".encode()
    digest = hmac.new(key.encode(), message, hashlib.sha256).digest()[:CODE_BYTES]
    return base64.b32encode(digest).decode().rstrip("=")


def check_value(key: str) -> bytes:
    """Return what tells this key from any other and can be stored: 32 bytes."""
    return hmac.new(key.encode(), b"ticket key check", hashlib.sha256).digest()


def derive_digits(key: str, purpose: str, subject: str, length: int) -> str:
    """Derive a number that people can remember, such as a PIN, as that many decimal digits."""
    digest = hmac.new(key.encode(), f"{purpose}:{subject}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest) % 10**length:0{length}}"


def fingerprint(code: str) -> bytes:
    """Return the SHA-256 of a code's upper-case text: 32 bytes, all that the database keeps."""
    return hashlib.sha256(code.upper().encode()).digest()


def read_code(text: str) -> str | None:
    """Find the ticket code in what a scanner read: the bare code or the whole address."""
    last = text.strip().split("?")[0].rstrip("/").rsplit("/", 1)[-1].upper()
    return last if _CODE.match(last) else None


def random_reference(prefix: str = "OD") -> str:
    """Draw a short booking reference such as `OD-7K3M9P`; uniqueness is the database's business."""
    return f"{prefix}-" + "".join(secrets.choice(READABLE) for _ in range(6))


def random_token() -> str:
    """Draw a secret for a device: 43 URL-safe characters (32 bytes)."""
    return secrets.token_urlsafe(32)


def derive_readable(key: str, purpose: str, subject: UUID, length: int) -> str:
    """Derive a short code that people type, of so many characters of `READABLE`."""
    message = f"{purpose}:{subject.hex}".encode()
    number = int.from_bytes(hmac.new(key.encode(), message, hashlib.sha256).digest())
    characters = []
    for _ in range(length):
        number, digit = divmod(number, len(READABLE))
        characters.append(READABLE[digit])
    return "".join(characters)


def keyed_fingerprint(key: str, purpose: str, code: str) -> bytes:
    """Return 32 bytes of HMAC-SHA256: for a code that is too short for a plain hash."""
    return hmac.new(key.encode(), f"{purpose} hash:{code}".encode(), hashlib.sha256).digest()
