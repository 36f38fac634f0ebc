"""A fair whose exhibitors get passes for their staff."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from ortenaudigital.bookings.groups.rules import read_members
from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.portal.badges.documents import BADGES
from ortenaudigital.fair.portal.passes.commands import PassRequest, enter_passes, grant_passes
from ortenaudigital.jobs.commands import Document, finish, request_job
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from tests.factories import BOOKED_AT, STANDS, make_event, make_exhibitor

PASS_TYPE = """
[[ticket_type]]
slug = "ausstellerausweis"
title = {{ de = "Ausstellerausweis", en = "Exhibitor pass", fr = "Badge exposant" }}
admits_to = [{first}, {second}]
quota = {passes}
access = "exhibitors"
{pass_type}
"""


def with_passes(passes: int = 20, pass_type: str = "", **days: Any) -> dict[str, str]:
    """Say what `make_event` needs for an event with passes."""
    values = {"first": "2027-09-30", "second": "2027-10-01"} | days
    text = PASS_TYPE.format(passes=passes, pass_type=pass_type, **values)
    return {"stands": text + STANDS.format(**values)}


def make_fair(passes: int = 20, pass_type: str = "", **changes: Any) -> Event:
    return make_event(**with_passes(passes, pass_type), **changes)


def make_holder(event: Event, granted: int = 3, **changes: Any) -> Exhibitor:
    """Make an exhibitor who is accepted and may have some passes."""
    exhibitor = make_exhibitor(event, **changes)
    with transaction():
        grant_passes(exhibitor, granted, utc_now(), "test")
    return exhibitor


def pass_request(names: str, request_id: UUID | None = None) -> PassRequest:
    """Ask for a pass for each line."""
    members = read_members(names)
    return PassRequest(request_id or uuid4(), "ausstellerausweis", members, "de")


def make_passes(exhibitor: Exhibitor, names: str, now: Any = BOOKED_AT) -> UUID:
    with transaction():
        return enter_passes(exhibitor, pass_request(names), now, "exhibitor")


def make_badges_job(event: Event, now: datetime) -> int:
    """Have badges made; return the id of the job, which is done."""
    subject = {"event": str(event.id), "layout": "a4", "language": "de"}
    with transaction():
        job_id = request_job(BADGES, f"event:{event.id}", subject, "de", now).id
        finish(job_id, Document("namensschilder.pdf", "application/pdf", b"%PDF-"), now)
    return job_id
