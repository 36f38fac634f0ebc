"""Enter an exhibitor who called or came by, for whom organisers vouch, with or without an address.

Inside one transaction of the caller.
"""

from datetime import datetime

from ortenaudigital.audit.commands import record
from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.commands import (
    Application,
    seal_application,
    store_application,
)
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.queries import find_exhibitor_by_request
from ortenaudigital.fair.applications.rules import State


def enter(event: Event, application: Application, now: datetime, actor: str) -> Exhibitor:
    """Store an application that organisers wrote down, at any time; the same form makes one.

    It can be decided about at once: no letter asks for the address, and none goes out yet.
    """
    request_id = seal_application(event, application)
    known = find_exhibitor_by_request(request_id)
    if known is not None:
        return known
    exhibitor, is_new = store_application(event, application, State.APPLIED, now)
    if is_new:
        record("stands.entered", exhibitor.id, actor, now, event_id=exhibitor.event_id)
    return exhibitor
