"""The verdict of a scan, decided on plain values. `door/verdict.js` decides alike on the phone.

Both pass `tests/vectors/checkin.json`.
"""

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from ortenaudigital.checkin.errors import DeviceLocked, DoorOver, ReasonMissing, ScannedNever
from ortenaudigital.events.rules import ENTRANCE_SLUG
from ortenaudigital.kernel.clock import local, moment

# Who leaves an evening that ended after midnight is looked for on its date for so long.
AFTER_CLOSING = timedelta(hours=4)
_NEVER = datetime.max.replace(tzinfo=UTC)
# So far the clock of a phone may be off.
LEEWAY = timedelta(days=1)
# A phone tells of what has been; between its clock and ours lies the way through the network.
JUST_NOW = timedelta(minutes=2)
_INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


class Verdict(StrEnum):
    """What comes of a scan; only WELCOME lets in."""

    WELCOME = "welcome"
    ALREADY_IN = "already_in"
    CANCELLED = "cancelled"
    REPLACED = "replaced"
    WRONG_DAY = "wrong_day"
    NOT_OPEN = "not_open"
    UNKNOWN = "unknown"
    OTHER_EVENT = "other_event"


class Outcome(StrEnum):
    """What comes of everything else that a helper does at the door."""

    OVERRIDE = "override"
    LEFT = "left"
    NOT_IN = "not_in"
    UNDONE = "undone"
    NOTHING_TO_UNDO = "nothing_to_undo"
    SOLD_OUT = "sold_out"
    FORBIDDEN = "forbidden"


Answer = Verdict | Outcome


class Action(StrEnum):
    """What a helper does with a ticket, or without one."""

    SCAN = "scan"
    EXIT = "exit"
    OVERRIDE = "override"
    UNDO = "undo"
    WALK_IN = "walk_in"


class Conflict(StrEnum):
    """How a phone that was offline erred: whom it let in or turned away, or only why."""

    LET_IN = "let_in"
    TURNED_AWAY = "turned_away"
    OTHER_REASON = "other_reason"


@dataclass(frozen=True)
class DayWindow:
    """A day of the event: its date, and from when (included) to when (excluded) doors are open."""

    date: date
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class Presence:
    """When a ticket was let in first, and when it went out again, if it is out."""

    at: datetime
    left_at: datetime | None = None


@dataclass(frozen=True)
class TicketFacts:
    """All that a verdict depends on: `admitted` maps keys of checkpoints to the presence there."""

    same_event: bool
    days: Collection[date]
    cancelled: bool = False
    replaced: bool = False
    admitted: Mapping[str, Presence] = field(default_factory=dict)


@dataclass(frozen=True)
class Decision:
    """An answer, and the key of the checkpoint that it speaks of where it speaks of one."""

    verdict: Answer
    checkpoint: str | None = None


def key_of(day: date, slug: str = ENTRANCE_SLUG) -> str:
    """Name a checkpoint for machines: `2027-10-01` is that day's entrance.

    Others are called `2027-10-01/workshop`.
    """
    return day.isoformat() if slug == ENTRANCE_SLUG else f"{day.isoformat()}/{slug}"


def read_key(key: str) -> tuple[date, str]:
    """Return the date and the slug that a key is made of. Raises ValueError."""
    day, _, slug = key.partition("/")
    return date.fromisoformat(day), slug or ENTRANCE_SLUG


def begins_at(windows: Iterable[DayWindow], day: date, zone: str) -> datetime:
    """Return when a date begins at the door: at midnight, unless the evening before lasts longer.

    Then it begins four hours after that evening's doors closed, or when its own doors open.
    """
    by_date = {window.date: window for window in windows}
    midnight = moment(day, "00:00", zone)
    night = by_date.get(day - timedelta(days=1))
    if night is None or night.closes_at <= midnight:
        return midnight
    own = by_date[day].opens_at if day in by_date else _NEVER
    return min(night.closes_at + AFTER_CLOSING, own)


def date_at(windows: Iterable[DayWindow], at: datetime, zone: str) -> date:
    """Return the date that a moment belongs to at the door; `windows` are those of the event."""
    today = local(at, zone).date()
    return today if at >= begins_at(windows, today, zone) else today - timedelta(days=1)


def decide(
    ticket: TicketFacts | None,
    windows: Sequence[DayWindow],
    checkpoint: str,
    at: datetime,
    reentry: bool = False,
) -> Decision:
    """Decide on a scan at the moment `at` and at a checkpoint, that with the key `checkpoint`.

    With `reentry`, who went out is let in again.
    """
    refusal = refuse(ticket)
    if ticket is None or refusal is not None:
        return Decision(refusal or Verdict.UNKNOWN)
    day, _ = read_key(checkpoint)
    window = next((window for window in windows if window.date == day), None)
    if window is None or day not in ticket.days:
        return Decision(Verdict.WRONG_DAY)
    presence = ticket.admitted.get(checkpoint)
    if presence is not None and not (reentry and presence.left_at):
        return Decision(Verdict.ALREADY_IN, checkpoint)
    if not window.opens_at <= at < window.closes_at:
        return Decision(Verdict.NOT_OPEN, checkpoint)
    return Decision(Verdict.WELCOME, checkpoint)


def refuse(ticket: TicketFacts | None) -> Verdict | None:
    """Say why a ticket is let in nowhere; None if it may be somewhere."""
    if ticket is None:
        return Verdict.UNKNOWN
    if not ticket.same_event:
        return Verdict.OTHER_EVENT
    if ticket.replaced:
        return Verdict.REPLACED
    return Verdict.CANCELLED if ticket.cancelled else None


def decide_exit(ticket: TicketFacts | None, checkpoint: str | None) -> Decision:
    """Decide on somebody who goes out: whoever is in there may, whatever became of the ticket."""
    if ticket is None:
        return Decision(Verdict.UNKNOWN)
    if not ticket.same_event:
        return Decision(Verdict.OTHER_EVENT)
    presence = ticket.admitted.get(checkpoint) if checkpoint else None
    inside = presence is not None and presence.left_at is None
    return Decision(Outcome.LEFT if inside else Outcome.NOT_IN, checkpoint)


def expected(valid: int | None, came: int, cancelled: int = 0) -> int:
    """Say how many of a ticket type are expected at a place, of whom `came` were let in there.

    `valid` tickets are for its day; None if those of the type are not. Whoever was let in was
    expected, also whose ticket was cancelled later, so that never more came than were expected.
    """
    return came if valid is None else valid + cancelled


def tells_presence(answer: Answer) -> bool:
    """Say whether an answer speaks of when and where a ticket was let in at its checkpoint."""
    return answer in _OF_PRESENCE


_OF_PRESENCE = frozenset(
    {
        *(Verdict.WELCOME, Verdict.ALREADY_IN, Verdict.NOT_OPEN),
        *(Outcome.OVERRIDE, Outcome.LEFT, Outcome.NOT_IN, Outcome.UNDONE),
    }
)


def read_answer(word: str) -> Answer:
    """Return the answer that a word stands for."""
    return Verdict(word) if word in _VERDICTS else Outcome(word)


_VERDICTS = frozenset(Verdict)


def lets_in(answer: str | None) -> bool:
    """Say whether somebody goes in with this answer."""
    return answer in (Verdict.WELCOME, Outcome.OVERRIDE)


def conflict_between(shown: str | None, decided: str) -> Conflict | None:
    """Compare what a phone showed by itself with what holds; None where they agree."""
    if shown is None or shown == decided:
        return None
    if lets_in(shown) != lets_in(decided):
        return Conflict.LET_IN if lets_in(shown) else Conflict.TURNED_AWAY
    return Conflict.OTHER_REASON


def check_moment(at: datetime, device_made_at: datetime, now: datetime) -> None:
    """Refuse what cannot have been scanned with a device. Raises ScannedNever."""
    if not device_made_at - LEEWAY <= at <= now + LEEWAY:
        raise ScannedNever()


def check_told(shown: str | None, at: datetime, now: datetime, *, locked: bool, over: bool) -> None:
    """Take from a device that is locked, or whose event is over, only what was decided before.

    Raises DeviceLocked or DoorOver.
    """
    if shown is not None and at <= now + JUST_NOW:
        return
    if locked:
        raise DeviceLocked()
    if over:
        raise DoorOver()


def check_reason(action: Action, reason: str) -> None:
    """Refuse to let in by hand without a word that can be read. Raises ReasonMissing."""
    readable = any(unicodedata.category(each) not in _INVISIBLE for each in reason)
    if action is Action.OVERRIDE and not readable:
        raise ReasonMissing()
