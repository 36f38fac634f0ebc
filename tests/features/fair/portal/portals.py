"""What exhibitors and organisers do in portals, made for tests."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import update

from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.portal.contact.commands import ask_for_contact
from ortenaudigital.fair.portal.contact.links import contact_key
from ortenaudigital.fair.portal.contact.models import ContactChange
from ortenaudigital.fair.portal.corrections.commands import ask_to_correct, entry_of
from ortenaudigital.fair.portal.messages.commands import Words, ask_organisers
from ortenaudigital.fair.portal.papers.commands import PaperContent, put_up
from ortenaudigital.fair.portal.papers.models import Paper
from ortenaudigital.fair.portal.people.commands import invite_person
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
FURNITURE = [
    {"slug": "tisch", "title": {"de": "Tisch", "en": "Table", "fr": "Table"}, "most": 4},
    {"slug": "stuhl", "title": {"de": "Stuhl", "en": "Chair", "fr": "Chaise"}, "most": 8},
]


def set_event(event: Event, **values: Any) -> None:
    """Change columns of an event, whose version stays."""
    with transaction():
        db.session.execute(update(Event).where(Event.id == event.id).values(**values))
    db.session.expire_all()


def make_paper(event: Event, title: str = "Hausordnung", content: bytes = PDF) -> Paper:
    with transaction():
        return put_up(event, PaperContent(title, True, content), BOOKED_AT, "test")


def make_person(
    exhibitor: Exhibitor, email: str = "paula@example.org", now: datetime = BOOKED_AT
) -> UUID:
    with transaction():
        return invite_person(exhibitor, "Paula Partner", email, now, "exhibitor")


def words(text: str = "Wo ist die Einfahrt?", author: str = "exhibitor") -> Words:
    return Words(uuid4(), text, author)


def make_contact_change(exhibitor: Exhibitor, now: datetime, email: str = "neu@example.org") -> str:
    """Ask for another address; return the key of its confirmation."""
    with transaction():
        ask_for_contact(exhibitor, email, now, "exhibitor")
        change = db.session.query(ContactChange).filter_by(exhibitor_id=exhibitor.id).one()
        return contact_key(change.id)


def make_portal(exhibitor: Exhibitor, now: datetime) -> dict[str, str]:
    """Make one of everything in a portal; return what stands in addresses."""
    set_event(exhibitor.event, furniture=FURNITURE)
    paper = make_paper(exhibitor.event)
    person_id = make_person(exhibitor, now=now)
    key = make_contact_change(exhibitor, now)
    with transaction():
        ask_organisers(exhibitor, words(), now)
        ask_to_correct(exhibitor, entry_of(exhibitor) | {"phone": "07851 1"}, now, "exhibitor")
    return {"paper_id": str(paper.id), "person_id": str(person_id), "new_address_key": key}
