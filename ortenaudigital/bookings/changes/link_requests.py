"""Ask for the links of an address's bookings, whether it has any or none."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete

from ortenaudigital.bookings.changes.letters import LINKS
from ortenaudigital.bookings.models import LinkRequest
from ortenaudigital.bookings.rules import KEEP_REQUESTS
from ortenaudigital.kernel.addresses import address_key
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_row
from ortenaudigital.limits.commands import Claim, take
from ortenaudigital.limits.rules import LINK_LETTERS
from ortenaudigital.outbox.commands import About, Sending, enqueue
from ortenaudigital.queue.rules import Priority


def request_links(email: str, language: str, now: datetime) -> None:
    """Have the worker write all links of an address to it, if it has bookings.

    What is done here is the same for every address, so that neither answer nor time tells whether
    it is known. A mailbox that was written to often gets nothing more for a while.
    """
    if not take(Claim(LINK_LETTERS, address_key(email)), now):
        return
    request_id = uuid4()
    values = {"id": request_id, "email": email, "language": language, "asked_at": now}
    insert_row(LinkRequest, values)
    enqueue(LINKS, About(request_id, ""), now, Sending(Priority.HIGH, key=f"{LINKS}:{request_id}"))


def delete_link_requests(now: datetime) -> None:
    """Delete what was asked for some days ago."""
    db.session.execute(delete(LinkRequest).where(LinkRequest.asked_at <= now - KEEP_REQUESTS))
