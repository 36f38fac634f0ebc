"""Whether a secret in the configuration is one: drawn at random, and long enough."""

from collections import Counter
from itertools import pairwise

SHORTEST = 32
FEWEST_CHARACTERS = 8
# What stands in instructions and in the keys of other modes; no drawn key holds any of it.
SAMPLES = (
    *("example", "changeme", "change-me", "change_me", "secret", "password", "passwort"),
    *("ticket", "demo-only", "test-only", "1234567", "geheim", "qwert"),
)


def weakness(key: str) -> str | None:
    """Say why a key can be guessed; None if nothing speaks against it."""
    if len(key) < SHORTEST:
        return f"needs a secret of at least {SHORTEST} characters"
    if key != key.strip():
        return "begins or ends with a space"
    if len(set(key)) < FEWEST_CHARACTERS:
        return f"has fewer than {FEWEST_CHARACTERS} different characters"
    if any(word in key.lower() for word in SAMPLES):
        return "is a sample, not a secret"
    return "follows a pattern" if _repeats(key) or _runs(key) else None


def _repeats(key: str) -> bool:
    # A text that repeats itself is found within two of it, at its period, before its own end.
    return (key + key).find(key[: len(key) // 2 + 1], 1) < len(key) // 2 + 1


def _runs(key: str) -> bool:
    steps = Counter(ord(after) - ord(before) for before, after in pairwise(key))
    return steps.most_common(1)[0][1] * 2 >= len(key)
