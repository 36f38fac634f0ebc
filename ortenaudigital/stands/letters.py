"""The letters to exhibitors, written when they are sent, in the language of the application."""

from uuid import UUID

from flask import render_template
from flask_babel import force_locale, gettext

from ortenaudigital.db import db
from ortenaudigital.events.rules import erase_at
from ortenaudigital.mailer import Composed
from ortenaudigital.stands.links import portal_url
from ortenaudigital.stands.models import Exhibitor

APPLICATION = "stands.application"
DECISION = "stands.decision"
ASSIGNMENT = "stands.assignment"


def application(subject_id: str) -> Composed | None:
    """Write the letter that confirms an application and brings the link to the portal."""
    return _compose(subject_id, "application")


def decision(subject_id: str) -> Composed | None:
    """Write the letter that says whether an exhibitor is accepted."""
    return _compose(subject_id, "decision")


def assignment(subject_id: str) -> Composed | None:
    """Write the letter that says which stands are the exhibitor's now."""
    return _compose(subject_id, "assignment")


def _compose(subject_id: str, name: str) -> Composed | None:
    exhibitor = db.session.get(Exhibitor, UUID(subject_id))
    if exhibitor is None or not exhibitor.email:
        return None
    with force_locale(exhibitor.language):
        subjects = {
            "application": gettext("Ihre Bewerbung als Aussteller ist eingegangen"),
            "decision": gettext("Zu Ihrer Bewerbung als Aussteller"),
            "assignment": gettext("Ihr Standplatz"),
        }
        subject = f"{subjects[name]}: {exhibitor.event.title}"
        context = {
            "exhibitor": exhibitor,
            "event": exhibitor.event,
            "portal_url": portal_url(exhibitor.id),
            "erase_at": erase_at(day.closes_at for day in exhibitor.event.days),
            "language": exhibitor.language,
            "subject": subject,
        }
        return Composed(
            recipient=exhibitor.email,
            subject=subject,
            text=render_template(f"mail/exhibitor_{name}.txt", **context),
            html=render_template(f"mail/exhibitor_{name}.html", **context),
        )
