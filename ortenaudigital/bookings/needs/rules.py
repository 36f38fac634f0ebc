"""What may be stored of somebody's needs, and how long, on plain values."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from ortenaudigital.events.sections.questions.kinds import Need
from ortenaudigital.kernel.errors import N_

# After the last day that the tickets of a booking admit to.
RETENTION = timedelta(days=1)
LONGEST = 500
# What people agreed to, by the version that is stored with their consent. Another text is another
# version, added below; nought is what was written of one's own accord before consent was asked.
WORDINGS: Mapping[int, str] = {
    0: "",
    1: N_(
        "Ich willige ein, dass die Organisation diese Angaben speichert und liest, damit ich gut "
        "teilnehmen kann. Sie können etwas über meine Gesundheit oder eine Behinderung sagen. Sie "
        "werden am Tag nach der Veranstaltung gelöscht. Ich kann die Einwilligung jederzeit auf "
        "der Seite meiner Buchung widerrufen; dann werden sie sofort gelöscht."
    ),
}
WORDING = max(WORDINGS)


class Fault(StrEnum):
    """Why needs are not stored."""

    NO_CONSENT = "no_consent"
    # Neither a need that this event lets people tell, nor one any more.
    UNKNOWN = "unknown"
    OTHER_MISSING = "other_missing"
    TOO_LONG = "too_long"


class State(StrEnum):
    """Which needs are listed."""

    ALL = ""
    OPEN = "open"
    DONE = "done"


@dataclass(frozen=True)
class Needs:
    """What somebody needs; `other` in their own words, if that is among the kinds."""

    kinds: tuple[Need, ...]
    other: str = ""


def settle(
    offered: Collection[str], kinds: Sequence[str], other: str, *, consent: bool
) -> Needs | Fault | None:
    """Decide what is stored of what was ticked and written; None if nothing was.

    Without consent nothing is.
    """
    other = other.strip()
    ticked = {each for each in kinds if each}
    if other:
        # Who writes what they need has ticked it, too.
        ticked.add(Need.OTHER)
    if not ticked:
        return None
    if not ticked <= {*offered, Need.OTHER} or (Need.OTHER in ticked and Need.OTHER not in offered):
        return Fault.UNKNOWN
    if len(other) > LONGEST:
        return Fault.TOO_LONG
    if Need.OTHER in ticked and not other:
        return Fault.OTHER_MISSING
    if not consent:
        return Fault.NO_CONSENT
    return Needs(tuple(need for need in Need if need in ticked), other)
