"""Questions about people with links."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.portal.people.errors import LinkRevoked, UnknownPerson
from ortenaudigital.fair.portal.people.models import Person
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db


def find_person_by_key(key: str) -> Person | None:
    """Find who holds a link. Raises LinkRevoked for one that was revoked."""
    person = db.session.scalar(select(Person).where(Person.key_hash == fingerprint(key)))
    if person is not None and person.revoked_at is not None:
        raise LinkRevoked()
    return person


def list_people(exhibitor: Exhibitor) -> Sequence[Person]:
    """List the colleagues whose links open the portal, in the order of their invitations."""
    query = select(Person).where(Person.exhibitor_id == exhibitor.id, Person.revoked_at.is_(None))
    return db.session.scalars(query.order_by(Person.invited_at, Person.id)).all()


def get_person(exhibitor: Exhibitor, person_id: UUID) -> Person:
    """Return a colleague of an exhibitor. Raises UnknownPerson."""
    person = db.session.get(Person, person_id)
    if person is None or person.exhibitor_id != exhibitor.id:
        raise UnknownPerson()
    return person
