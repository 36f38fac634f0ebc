"""The mail address that was probably meant, where one letter of its domain is wrong.

`static/src/js/public/email_hint.js` decides the same while somebody types;
`tests/vectors/mistyped.json` holds for both.
"""

from functools import lru_cache

# Where most who book have their mail, on both sides of the Rhine, and the towns' own domains.
COMMON = (
    *("gmail.com", "googlemail.com", "web.de", "gmx.de", "gmx.net", "t-online.de", "freenet.de"),
    *("outlook.de", "outlook.com", "hotmail.de", "hotmail.com", "yahoo.de", "yahoo.com"),
    *("icloud.com", "posteo.de", "mailbox.org", "aol.com", "arcor.de", "vodafone.de", "1und1.de"),
    *("orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr", "bbox.fr", "outlook.fr"),
    *("hotmail.fr", "yahoo.fr", "gmx.fr", "live.fr", "proton.me", "protonmail.com"),
    *("offenburg.de", "achern.de", "kehl.de", "lahr.de", "oberkirch.de", "ortenaukreis.de"),
)
# Real domains so near to a common one that asking would be wrong.
REAL = frozenset(
    {
        *("gmx.at", "gmx.ch", "gmx.com", "gmx.eu", "mail.de", "mail.com", "ymail.com"),
        *("live.de", "live.com", "me.com", "mac.com", "web.com", "free.de", "sfr.net"),
        *("kehl.fr", "lahr.eu", "aol.de", "aol.fr", "email.de", "proton.ch"),
    }
)
# These have a domain in many countries: `outlook.it` is no slip of `outlook.de`.
WORLDWIDE = frozenset({"gmx", "hotmail", "live", "outlook", "yahoo"})
# What is left of `.com` by a slip rather than a country.
NO_COUNTRY = frozenset({"co", "cm", "om"})
SHORT = 8


def likely_address(address: str) -> str | None:
    """Return the address that was probably meant; None if nothing speaks for another one."""
    local, at, domain = address.strip().removesuffix(".").rpartition("@")
    if not local or not at or any(char.isspace() or char == "@" for char in local + domain):
        return None
    meant = _likely_domain(domain.lower().replace(",", "."))
    return f"{local}@{meant}" if meant is not None and meant != domain.lower() else None


@lru_cache(maxsize=4096)
def _likely_domain(typed: str) -> str | None:
    """Return a common domain that was typed or probably meant."""
    if typed in COMMON:
        return typed
    if not typed or typed in REAL or _is_of_a_country(typed):
        return None
    near = min(COMMON, key=lambda common: _distance(typed, common))
    # In a short domain a single other letter is likely another domain altogether.
    allowed = 1 if len(near) < SHORT else 2
    return near if _distance(typed, near) <= allowed and typed[0] == near[0] else None


def _is_of_a_country(typed: str) -> bool:
    name, _, country = typed.rpartition(".")
    letters = len(country) == 2 and country not in NO_COUNTRY  # as all countries
    return name in WORLDWIDE and letters


def _distance(a: str, b: str) -> int:
    """Count the edits from one to the other; two swapped neighbours count as one."""
    if abs(len(a) - len(b)) > 2:  # more than ever is allowed
        return 3
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, char in enumerate(a, start=1):
        row = [i]
        for j, other in enumerate(b, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (char != other))
            if i > 1 and j > 1 and char == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
