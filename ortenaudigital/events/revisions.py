"""The numbers by which phones follow what changes about tickets."""

from sqlalchemy import Integer, Table, bindparam, update

from ortenaudigital.events.models import TicketType
from ortenaudigital.kernel.db import connection
from ortenaudigital.kernel.db.driver import Prepared, driver_of

_TABLE: Table = TicketType.__table__  # type: ignore[assignment]  # a table, always
# Built once: a statement that is made anew costs more to compile than to run.
_COUNT = bindparam("number", type_=Integer)
_NEXT = Prepared(
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("ticket_type_id"))
    .values(revision=_TABLE.c.revision + _COUNT)
    .returning(_TABLE.c.revision)
)


def next_revisions(ticket_type_id: int, number: int = 1) -> range:
    """Draw revisions for tickets of a type, for `Ticket.revision`.

    The row of the type stays locked until the commit, so that numbers come to light in their order
    and a phone that asks for all after N misses none. Draw before you change the ticket: who locks
    both rows the other way round waits for ever.
    """
    values = {"ticket_type_id": ticket_type_id, "number": number}
    ((last,),) = driver_of(connection()).rows(_NEXT, values)
    return range(last - number + 1, last + 1)
