"""How long somebody stays logged in, and what is kept of where."""

from datetime import datetime, timedelta

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
# For who has said that the device is their own.
REMEMBERED_IDLE = timedelta(days=7)
REMEMBERED_LONGEST = timedelta(days=30)


def has_ended(remembered: bool, started_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Say whether a login is over, because of its age or because nobody was there."""
    idle, longest = (REMEMBERED_IDLE, REMEMBERED_LONGEST) if remembered else (IDLE, LONGEST)
    return now - seen_at >= idle or now - started_at >= longest


# The first that fits: most browsers say that they are several others too.
_BROWSERS = (
    *(("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet")),
    *(("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome")),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS")),
    *(("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux")),
)


def device_of(user_agent: str) -> str:
    """Name browser and system, such as `Firefox, Windows`; empty if neither is known.

    Versions and models, by which people can be told apart, are left out.
    """
    found = (
        next((name for mark, name in known if mark in user_agent), "")
        for known in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(filter(None, found))
