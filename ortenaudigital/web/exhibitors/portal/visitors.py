"""Who holds the link of a portal."""

from dataclasses import dataclass

from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.queries import get_exhibitor_by_key
from ortenaudigital.fair.portal.people.queries import find_person_by_key
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.limits.commands import Claim, spend
from ortenaudigital.limits.rules import CHANGES

# For the history: the contact of an exhibitor.
CONTACT = "exhibitor"


@dataclass(frozen=True)
class Visitor:
    """Somebody with a link: of which exhibitor, and how the history names them."""

    key: str
    exhibitor: Exhibitor
    actor: str

    @property
    def event(self) -> Event:
        """Return the event of the exhibitor."""
        return self.exhibitor.event


def visitor_of(key: str) -> Visitor:
    """Return who holds a link. Raises UnknownExhibitor, or LinkRevoked."""
    person = find_person_by_key(key)
    if person is not None:
        return Visitor(key, person.exhibitor, person.email or CONTACT)
    return Visitor(key, get_exhibitor_by_key(key), CONTACT)


def changing(key: str) -> Visitor:
    """Return who holds a link and changes something, which is counted.

    Raises UnknownExhibitor or TooMany.
    """
    visitor = visitor_of(key)
    spend([Claim(CHANGES, str(visitor.exhibitor.id))], utc_now())
    return visitor
