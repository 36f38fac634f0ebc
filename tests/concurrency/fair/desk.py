"""What organisers do with an exhibitor at once, and what must hold after that."""

from collections.abc import Callable
from uuid import UUID, uuid4

from sqlalchemy import func, select

from ortenaudigital.audit.models import Entry
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.fair.applications.deciding.decisions import decide
from ortenaudigital.fair.applications.models import Assignment, Exhibitor
from ortenaudigital.fair.applications.rules import DECISIONS, State
from ortenaudigital.fair.inventory.models import Slot
from ortenaudigital.fair.inventory.queries import get_slot
from ortenaudigital.fair.placement.commands import assign, take_back
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.queries import list_letters
from tests.factories import BOOKED_AT, make_exhibitor

ROUNDS = 5
SIX = 6


def _state(accept: bool) -> State:
    return State.ACCEPTED if accept else State.REJECTED


class Desk:
    """What organisers do with one exhibitor, each deed in the transaction of a caller."""

    def __init__(self, event: Event, accepted: bool = True, slot: int = 0) -> None:
        self.slug = event.slug
        self.id: UUID = make_exhibitor(event, accepted, name=f"AG {uuid4().hex[:6]}").id
        self.slot_id = list_free_slots(event)[slot].id
        db.session.rollback()

    def row(self) -> Exhibitor:
        return db.session.get_one(Exhibitor, self.id)

    def _slot(self) -> Slot:
        return get_slot(get_event(self.slug), self.slot_id)

    def decide(self, accept: bool) -> Callable[[], None]:
        return lambda: decide(self.row(), _state(accept), BOOKED_AT, "olga")

    def assign(self) -> None:
        assign(self._slot(), self.row(), BOOKED_AT, "olga")

    def take_back(self) -> None:
        take_back(self._slot(), self.row(), BOOKED_AT, "olga")

    def stands(self) -> int:
        db.session.rollback()
        query = select(func.count()).where(Assignment.exhibitor_id == self.id)
        return db.session.scalar(query) or 0

    def state(self) -> str:
        db.session.rollback()
        return db.session.get_one(Exhibitor, self.id, populate_existing=True).state

    def letters(self, kind: str) -> int:
        db.session.rollback()
        found = [each for each in list_letters() if each.subject_id == str(self.id)]
        return sum(each.kind == kind for each in found)

    def told(self) -> list[str]:
        """Say the kinds of the letters about decisions."""
        db.session.rollback()
        found = [each for each in list_letters() if each.subject_id == str(self.id)]
        return [each.kind for each in found if each.kind in DECISIONS.values()]

    def decisions(self) -> list[str]:
        """Say what was decided, as it was written down."""
        db.session.rollback()
        decided = ["stands.accepted", "stands.rejected"]
        query = select(Entry.action).where(Entry.subject == str(self.id))
        return list(db.session.scalars(query.where(Entry.action.in_(decided)).order_by(Entry.id)))


def check_whole(desk: Desk) -> None:
    """Nobody who was turned down holds a stand."""
    assert not (desk.state() == State.REJECTED and desk.stands())
