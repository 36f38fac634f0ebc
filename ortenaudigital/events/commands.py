"""What can be done to an event: store a file of it, take places, give them back."""

from datetime import UTC, datetime

from sqlalchemy import Integer, bindparam, update

from ortenaudigital.events.errors import SoldOut
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.events.rights import Change, Decision, compare
from ortenaudigital.events.sections.event_file import EventFile
from ortenaudigital.events.sections.storing import (
    drop_days,
    lock_event,
    rights_in,
    rights_of,
    store,
)
from ortenaudigital.kernel.db import db

# Before it nothing is over: who does not say what time it is takes every day for one to come.
_BEGINNING = datetime.min.replace(tzinfo=UTC)

# Built once: a statement that is made anew costs more to compile than to run.
_OF_TYPE = update(TicketType).where(TicketType.id == bindparam("ticket_type_id"))
_COUNT = bindparam("number", type_=Integer)
_TAKE = (
    _OF_TYPE.where(TicketType.taken + _COUNT <= TicketType.quota)
    .values(taken=TicketType.taken + _COUNT, revision=TicketType.revision + _COUNT)
    .returning(TicketType.revision)
    .execution_options(synchronize_session=False)
)
_RELEASE = _OF_TYPE.values(taken=TicketType.taken - _COUNT).execution_options(
    synchronize_session=False
)
_NEXT = (
    _OF_TYPE.values(revision=TicketType.revision + _COUNT)
    .returning(TicketType.revision)
    .execution_options(synchronize_session=False)
)


def take_places(ticket_type_id: int, number: int) -> range:
    """Take places of a ticket type, all or none; return a revision for each. Raises SoldOut.

    The guarded UPDATE decides, however many ask at once.
    """
    values = {"ticket_type_id": ticket_type_id, "number": number}
    last = db.session.execute(_TAKE, values).scalar_one_or_none()
    if last is None:
        raise SoldOut()
    return range(last - number + 1, last + 1)


def release_places(ticket_type_id: int, number: int) -> None:
    """Give places of a ticket type back."""
    db.session.execute(_RELEASE, {"ticket_type_id": ticket_type_id, "number": number})


def next_revisions(ticket_type_id: int, number: int = 1) -> range:
    """Draw revisions for tickets of a type, for `Ticket.revision`.

    The row of the type stays locked until the commit, so that numbers come to light in their order
    and a phone that asks for all after N misses none. Draw before you change the ticket: who locks
    both rows the other way round waits for ever.
    """
    values = {"ticket_type_id": ticket_type_id, "number": number}
    last = db.session.execute(_NEXT, values).scalar_one()
    return range(last - number + 1, last + 1)


def store_event(file: EventFile) -> Event:
    """Create or update the event of a file, where nobody has decided anything.

    Raises EventFileError, with every reason, if the file would take away what people rely on.
    """
    event = lock_event(file.event.slug)
    change = Change()
    if event is not None:
        change = compare(rights_of(event, {}, {}), rights_in(file), Decision(), _BEGINNING)
    event = store(event, file, change)
    drop_days(event, file)
    return event
