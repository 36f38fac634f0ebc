"""The rules of applications on plain values."""

import re
from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from ortenaudigital.fair.applications.errors import (
    ExhibitorErased,
    NotConfirmed,
    StillAssigned,
    Withdrawn,
)
from ortenaudigital.kernel.addresses import address_key
from ortenaudigital.kernel.text import fold

# Who has not opened our first letter by then did not apply, or will do so again.
CONFIRM_WITHIN = timedelta(days=14)
# So long the letter about a decision waits, and the decision can be undone.
DECISION_WAITS = timedelta(minutes=10)


class Window(NamedTuple):
    """From when to when applications are taken, if somebody said so, and when the doors open."""

    opens_at: datetime | None
    closes_at: datetime | None
    doors_open_at: datetime


class Kind(StrEnum):
    """What sort of organisation an exhibitor is."""

    COMPANY = "company"
    START_UP = "start_up"
    MUNICIPALITY = "municipality"
    ASSOCIATION = "association"


class State(StrEnum):
    """Where an application stands."""

    UNCONFIRMED = "unconfirmed"
    APPLIED = "applied"
    WAIT_LISTED = "wait_listed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


# Those for whom there is something at stake, and whose address is known to be theirs.
AT_STAKE = (State.APPLIED, State.WAIT_LISTED, State.ACCEPTED)

# Those about whom something can be decided.
DECIDABLE = (State.APPLIED, State.WAIT_LISTED, State.ACCEPTED, State.REJECTED)

# Which letter tells which decision; it holds as long as that does.
DECISIONS = {
    State.ACCEPTED: "stands.accepted",
    State.WAIT_LISTED: "stands.wait_listed",
    State.REJECTED: "stands.rejected",
}


class Stage(StrEnum):
    """Where an exhibitor stands, from the application to the stand: what pages show."""

    UNCONFIRMED = "unconfirmed"
    APPLIED = "applied"
    WAIT_LISTED = "wait_listed"
    ACCEPTED = "accepted"
    # Has a stand on each day asked for.
    PLACED = "placed"
    # And said yes to it.
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


def stage_of(state: State, wanted: Set[int], held: Set[int], confirmed: bool) -> Stage:
    """Say where an exhibitor stands; `wanted` and `held` are days by their ids.

    Who asked for no day in particular is placed once there is a stand on any.
    """
    if state is not State.ACCEPTED:
        return Stage(state)
    if not held or not wanted <= held:
        return Stage.ACCEPTED
    return Stage.CONFIRMED if confirmed else Stage.PLACED


def is_told(slot_id: int, told_of: str, email: str) -> bool:
    """Say whether an exhibitor knows of a slot; who has no mail address is told by a person."""
    return not email or str(slot_id) in told_of.split(",")


def applications_open(window: Window, now: datetime, stands: int) -> bool:
    """Say whether applications are taken: until their closing, else until the doors open.

    An event without stands has no fair to apply for.
    """
    opens, closes, starts = window
    return stands > 0 and (opens is None or opens <= now) and now < (closes or starts)


def confirm_until(applied_at: datetime) -> datetime:
    """Say until when the address of an application can be confirmed; then it is deleted."""
    return applied_at + CONFIRM_WITHIN


def check_decidable(state: str) -> None:
    """Refuse a decision before the address is confirmed, and about who does not want to come.

    Raises NotConfirmed or Withdrawn.
    """
    if state == State.UNCONFIRMED:
        raise NotConfirmed()
    if state == State.WITHDRAWN:
        raise Withdrawn()


def check_kept(now: datetime, erase_at: datetime, erased_at: datetime | None) -> None:
    """Refuse to decide about somebody who was forgotten. Raises ExhibitorErased."""
    if erased_at is not None or now >= erase_at:
        raise ExhibitorErased()


def check_rejectable(assignments: int) -> None:
    """Refuse to turn down who holds stands. Raises StillAssigned."""
    if assignments:
        raise StillAssigned()


# What companies call themselves besides their name.
_FORMS = frozenset(
    (
        *("gmbh", "ag", "kg", "ohg", "gbr", "ug", "se", "ev", "eg", "mbh", "co", "und", "the"),
        *("haftungsbeschrankt", "gemeinnutzige", "e", "v"),
    )
)
# Mailboxes that anybody may have say nothing about an organisation.
_COMMON = frozenset(
    (
        *("gmx.de", "gmx.net", "web.de", "t-online.de", "freenet.de", "gmail.com", "mail.de"),
        *("googlemail.com", "outlook.com", "outlook.de", "hotmail.com", "hotmail.de", "posteo.de"),
        *("icloud.com", "yahoo.com", "yahoo.de", "live.de", "aol.com", "mailbox.org", "orange.fr"),
        *("example.org", "example.com", "laposte.net", "free.fr", "wanadoo.fr"),
    )
)


@dataclass(frozen=True)
class Needs:
    """What an exhibitor needs: sizes in centimetres, power in watts, days by their ids.

    No day means any, no size that any will do.
    """

    days: tuple[int, ...] = ()
    width_cm: int | None = None
    depth_cm: int | None = None
    power_w: int = 0
    network: bool = False
    accessible: bool = False
    pitch: bool = False
    passes: int = 0
    wish_stand: str = ""
    terms_accepted: bool = False


def traits_of(name: str, email: str, website: str) -> frozenset[tuple[str, str]]:
    """Return what tells an organisation from others: its folded name, its mailbox, its domains.

    Two applications that share one of these may come from the same organisation.
    """
    words = re.findall(r"\w+", fold(name))
    core = "".join(word for word in words if word not in _FORMS)
    mailbox = address_key(email) if email else ""
    host = website.partition("://")[2].partition("/")[0].lower().removeprefix("www.")
    domains = {host, mailbox.rpartition("@")[2]} - _COMMON
    found = {("name", core), ("mailbox", mailbox), *(("domain", each) for each in domains)}
    return frozenset(each for each in found if each[1])
