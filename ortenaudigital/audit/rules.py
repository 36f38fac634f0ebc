"""As what somebody acts, in words that name nobody, and what a subject is."""

DEVICE, ORGANISER = "device", "organiser"
ROLES = frozenset(
    (
        *("holder", "companion", "exhibitor", "invited", "visitor", "stranger"),
        *("worker", "command line", "demo", ORGANISER, DEVICE),
    )
)


def role_of(actor: str) -> str:
    """Return as what somebody acts: a role is itself, an address is an organiser's."""
    if actor in ROLES:
        return actor
    return ORGANISER if "@" in actor or actor.startswith("user:") else DEVICE


def event_of(subject: str) -> int | None:
    """Return the event that a subject is; of others, callers say it."""
    kind, _, number = subject.partition(":")
    return int(number) if kind == "event" and number.isdecimal() else None
