"""Invite colleagues and revoke their links, inside one transaction of the caller."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import update

from ortenaudigital.audit.commands import record
from ortenaudigital.fair.applications.commands import lock_exhibitor
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.rules import check_decidable
from ortenaudigital.fair.portal.people.errors import AlreadyInvited, TooManyPeople
from ortenaudigital.fair.portal.people.letters import INVITED
from ortenaudigital.fair.portal.people.links import person_key
from ortenaudigital.fair.portal.people.models import Person
from ortenaudigital.fair.portal.people.queries import list_people
from ortenaudigital.kernel.addresses import address_key
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_row, row_count
from ortenaudigital.limits.commands import Claim, take_or_refuse
from ortenaudigital.limits.rules import ASKED_LETTERS
from ortenaudigital.outbox.commands import About, Sending, enqueue
from ortenaudigital.queue.rules import Priority

MOST_PEOPLE = 20


def invite_person(exhibitor: Exhibitor, name: str, email: str, now: datetime, actor: str) -> UUID:
    """Give a colleague a link, which goes to their address; return the id of the person.

    Raises NotConfirmed, AlreadyInvited, TooManyPeople, ExhibitorErased, or TooMany.
    """
    take_or_refuse(Claim(ASKED_LETTERS, email.lower()), now)
    lock_exhibitor(exhibitor, now)
    # Nobody sends letters to others before it is known whose words these are.
    check_decidable(exhibitor.state)
    known = list_people(exhibitor)
    addresses = [exhibitor.email, *(each.email for each in known)]
    if address_key(email) in map(address_key, filter(None, addresses)):
        raise AlreadyInvited()
    if len(known) >= MOST_PEOPLE:
        raise TooManyPeople(most=MOST_PEOPLE)
    person_id = uuid4()
    values = {"id": person_id, "exhibitor_id": exhibitor.id, "name": name, "email": email}
    key_hash = fingerprint(person_key(person_id))
    insert_row(Person, values | {"key_hash": key_hash, "invited_at": now})
    record("stands.person_invited", exhibitor.id, actor, now, event_id=exhibitor.event_id)
    about = About(person_id, exhibitor.name, exhibitor.event_id)
    enqueue(INVITED, about, now, Sending(Priority.HIGH, key=f"{INVITED}:{person_id}"))
    return person_id


def revoke_person(person: Person, now: datetime, actor: str) -> bool:
    """Let a link open nothing any more; say whether it still did."""
    holds = (Person.id == person.id, Person.revoked_at.is_(None))
    revoked = row_count(db.session.execute(update(Person).where(*holds).values(revoked_at=now)))
    if revoked:
        event_id = person.exhibitor.event_id
        record("stands.person_revoked", person.exhibitor_id, actor, now, event_id=event_id)
    return bool(revoked)
