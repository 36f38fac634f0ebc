"""The letters to exhibitors, written when they are sent, in the language of the application."""

from uuid import UUID

from flask import render_template
from flask_babel import force_locale, gettext

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.events.announced import announced_of
from ortenaudigital.events.rules import erase_at
from ortenaudigital.fair.links import confirm_url, portal_url
from ortenaudigital.fair.models import Exhibitor
from ortenaudigital.fair.rules import State, confirm_until
from ortenaudigital.kernel.db import db

CONFIRM_ADDRESS = "stands.confirm_address"
APPLICATION = "stands.application"
DECISION = "stands.decision"
ASSIGNMENT = "stands.assignment"
EVENT_CHANGED = "stands.event_changed"


def confirm_address(subject_id: str) -> Composed | None:
    """Write the first letter, which asks whether the address is right.

    It holds nothing that was typed: whoever gave the address may be a stranger to its owner.
    """
    return _compose(subject_id, "confirm")


def application(subject_id: str) -> Composed | None:
    """Write the letter that confirms an application and brings the link to the portal."""
    return _compose(subject_id, "application")


def decision(subject_id: str) -> Composed | None:
    """Write the letter that says whether an exhibitor is accepted."""
    return _compose(subject_id, "decision")


def assignment(subject_id: str) -> Composed | None:
    """Write the letter that says which stands are the exhibitor's now."""
    return _compose(subject_id, "assignment")


def event_changed(subject_id: str) -> Composed | None:
    """Write the letter that says what changed about days, hours or place of the event."""
    return _compose(subject_id, "changed")


def _compose(subject_id: str, name: str) -> Composed | None:
    exhibitor = db.session.get(Exhibitor, UUID(subject_id))
    if exhibitor is None or not exhibitor.email:
        return None
    if (exhibitor.state == State.UNCONFIRMED) != (name == "confirm"):
        return None
    with force_locale(exhibitor.language):
        subjects = {
            "confirm": gettext("Bitte bestätigen Sie Ihre E-Mail-Adresse"),
            "application": gettext("Ihre Bewerbung als Aussteller ist eingegangen"),
            "decision": gettext("Zu Ihrer Bewerbung als Aussteller"),
            "assignment": gettext("Ihr Standplatz"),
            "changed": gettext("Geändert"),
        }
        subject = f"{subjects[name]}: {exhibitor.event.title}"
        context = {
            "exhibitor": exhibitor,
            "event": exhibitor.event,
            "portal_url": portal_url(exhibitor.id),
            "confirm_url": confirm_url(exhibitor.id),
            "confirm_until": confirm_until(exhibitor.applied_at),
            "erase_at": erase_at(day.closes_at for day in exhibitor.event.days),
            "language": exhibitor.language,
            "subject": subject,
            "announced": announced_of(exhibitor.event.before_change),
        }
        return Composed(
            recipient=exhibitor.email,
            subject=subject,
            text=render_template(f"mail/exhibitor_{name}.txt", **context),
            html=render_template(f"mail/exhibitor_{name}.html", **context),
            reply_to=exhibitor.event.contact_email,
        )
