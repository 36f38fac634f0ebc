"""The rules of corrections on plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from ortenaudigital.fair.applications.rules import AT_STAKE, State
from ortenaudigital.fair.portal.corrections.errors import CorrectionsClosed, NotCorrectable

# What an exhibitor can change, in the order of the form. The address has a way of its own.
ENTRY = (
    *("name", "kind", "description", "translations", "website", "links", "tags", "logo_id"),
    *("contact_name", "phone", "wishes"),
)
NEEDS = (
    *("days", "width_cm", "depth_cm", "power_w", "network", "accessible", "pitch", "passes"),
    "wish_stand",
)
FIELDS = (*ENTRY, *NEEDS)


class Outcome(StrEnum):
    """What became of a correction."""

    OPEN = "open"
    ACCEPTED = "accepted"
    # The organisers ask again; the exhibitor reads why.
    ASKED_AGAIN = "asked_again"
    # Another correction came in its place.
    REPLACED = "replaced"


@dataclass(frozen=True)
class Difference:
    """A field that shall be another; values as they are stored."""

    field: str
    old: Any
    new: Any


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """List the fields that a correction changes, in the order of the form."""
    return [
        Difference(name, old.get(name), new[name])
        for name in FIELDS
        if name in new and (old.get(name) or "") != (new[name] or "")
    ]


def check_correctable(state: State, now: datetime, closes_at: datetime | None) -> None:
    """Refuse a correction after the deadline, or of what is at stake no more.

    Raises CorrectionsClosed or NotCorrectable.
    """
    if state not in AT_STAKE:
        raise NotCorrectable()
    if closes_at is not None and now >= closes_at:
        raise CorrectionsClosed()
