"""The letter that brings a colleague the link."""

from uuid import UUID

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.fair.portal.people.links import person_url
from ortenaudigital.fair.portal.people.models import Person
from ortenaudigital.fair.portal.writing import write_about
from ortenaudigital.kernel.db import db

INVITED = "portal.invited"


def invited(subject_id: str) -> Composed | None:
    """Write to a colleague; None if the link was revoked meanwhile."""
    person = db.session.get(Person, UUID(subject_id))
    if person is None or person.revoked_at is not None:
        return None
    url = person_url(person.id)
    return write_about(person.exhibitor, INVITED, person.email, person=person, portal_url=url)
