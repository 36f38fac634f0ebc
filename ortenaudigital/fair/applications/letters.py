"""The letters to exhibitors, written when they are sent, in the language of the application."""

from uuid import UUID

from flask_babel import force_locale
from sqlalchemy import func, select

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.events.announced import announced_of
from ortenaudigital.events.rules import erase_at
from ortenaudigital.fair.applications.links import confirm_url, portal_url
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.rules import AT_STAKE, DECISIONS, State, confirm_until
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.models import Letter, LetterState
from ortenaudigital.outbox.texts.registry import OF_EVENT
from ortenaudigital.outbox.writing import write_letter

CONFIRM_ADDRESS = "stands.confirm_address"
APPLICATION = "stands.application"
ACCEPTED = DECISIONS[State.ACCEPTED]
WAIT_LISTED = DECISIONS[State.WAIT_LISTED]
REJECTED = DECISIONS[State.REJECTED]
WITHDRAWN = "stands.withdrawn"
ASSIGNMENT = "stands.assignment"
UNASSIGNED = "stands.unassigned"
EVENT_CHANGED = "stands.event_changed"
EVENT_CANCELLED = "stands.event_cancelled"
_STATES = {kind: state for state, kind in DECISIONS.items()} | {WITHDRAWN: State.WITHDRAWN}
# What the organisers' own words to exhibitors can name.
PLACEHOLDERS = (*OF_EVENT, "aussteller", "link")


def confirm_address(subject_id: str) -> Composed | None:
    """Write the first letter, which asks whether the address is right.

    It holds nothing that was typed: whoever gave the address may be a stranger to its owner.
    """
    return _compose(subject_id, CONFIRM_ADDRESS)


def application(subject_id: str) -> Composed | None:
    """Write the letter that confirms an application and brings the link to the portal."""
    return _compose(subject_id, APPLICATION)


def accepted(subject_id: str) -> Composed | None:
    """Write the letter that says that an exhibitor is accepted; None if it is not any more."""
    return _compose(subject_id, ACCEPTED)


def wait_listed(subject_id: str) -> Composed | None:
    """Write the letter that says that an exhibitor is on the wait list; None if it is not."""
    return _compose(subject_id, WAIT_LISTED)


def rejected(subject_id: str) -> Composed | None:
    """Write the letter that turns an exhibitor down; None if that does not hold any more."""
    return _compose(subject_id, REJECTED)


def withdrawn(subject_id: str) -> Composed | None:
    """Write the letter that confirms that an application was taken out."""
    return _compose(subject_id, WITHDRAWN)


def assignment(subject_id: str) -> Composed | None:
    """Write the letter that says which stands are the exhibitor's now, or that none is."""
    exhibitor = db.session.get(Exhibitor, UUID(subject_id))
    has_any = exhibitor is not None and exhibitor.assignments
    return _compose(subject_id, ASSIGNMENT if has_any else UNASSIGNED)


def event_changed(subject_id: str) -> Composed | None:
    """Write the letter that says what changed about days, hours or place of the event."""
    return _compose(subject_id, EVENT_CHANGED)


def event_cancelled(subject_id: str) -> Composed | None:
    """Write the letter that says that the event does not take place; None if it does after all."""
    return _compose(subject_id, EVENT_CANCELLED)


def _compose(subject_id: str, kind: str) -> Composed | None:
    exhibitor = db.session.get(Exhibitor, UUID(subject_id))
    if exhibitor is None or not exhibitor.email:
        return None
    if (exhibitor.state == State.UNCONFIRMED) != (kind == CONFIRM_ADDRESS):
        return None
    if exhibitor.state != _STATES.get(kind, exhibitor.state):
        return None
    # What was to be said before the event was called off, or the other way round, holds no more.
    if exhibitor.event.is_cancelled != (kind == EVENT_CANCELLED):
        return None
    with force_locale(exhibitor.language):
        return compose(exhibitor, kind)


def find_confirmed(subject_id: str) -> Exhibitor | None:
    """Find the exhibitor that a letter is about, if the address is known to be theirs."""
    exhibitor = db.session.get(Exhibitor, UUID(subject_id))
    if exhibitor is None or not exhibitor.email or exhibitor.state == State.UNCONFIRMED:
        return None
    return exhibitor


def compose(exhibitor: Exhibitor, kind: str, language: str | None = None) -> Composed:
    """Write a letter to an exhibitor, who need not be stored.

    We are in the language of the letter: theirs, unless it says another.
    """
    event, portal = exhibitor.event, portal_url(exhibitor.id)
    context = {
        "exhibitor": exhibitor,
        "event": event,
        "portal_url": portal,
        "confirm_url": confirm_url(exhibitor.id),
        "confirm_until": confirm_until(exhibitor.applied_at),
        "erase_at": erase_at(day.closes_at for day in event.days),
        "language": language or exhibitor.language,
        "announced": announced_of(event.before_change),
        # Whether the letter about a stand is the first that says that they are accepted.
        "news": kind == ASSIGNMENT and not _knows_acceptance(exhibitor),
        # Read by the owner of that address alone: nobody learns of somebody else's application.
        "twice": kind == APPLICATION and _has_another(exhibitor),
        "placeholders": {"aussteller": exhibitor.name, "link": portal},
    }
    return write_letter(kind, exhibitor.email, context)


def _has_another(exhibitor: Exhibitor) -> bool:
    another = select(Exhibitor.id).where(
        Exhibitor.event_id == exhibitor.event_id,
        Exhibitor.id != exhibitor.id,
        Exhibitor.state.in_(AT_STAKE),
        func.lower(Exhibitor.email) == exhibitor.email.lower(),
    )
    return db.session.scalar(another.limit(1)) is not None


def _knows_acceptance(exhibitor: Exhibitor) -> bool:
    told = select(Letter.id).where(
        Letter.subject_id == str(exhibitor.id),
        Letter.kind.in_((ACCEPTED, ASSIGNMENT, UNASSIGNED)),
        Letter.state == LetterState.SENT,
    )
    return db.session.scalar(told.limit(1)) is not None
