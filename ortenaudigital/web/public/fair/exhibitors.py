"""Who is at the fair: the list with its search, and a page for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_public_event
from ortenaudigital.fair.applications.errors import UnknownExhibitor
from ortenaudigital.fair.applications.queries import takes_applications
from ortenaudigital.fair.contacts.rules import open_until
from ortenaudigital.guests.fair.floor import show_floor_plan
from ortenaudigital.guests.fair.reading import show_fair
from ortenaudigital.guests.fair.search import Wanted, find
from ortenaudigital.guests.fair.values import ShownExhibitor
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.notices import Notice, read_notice
from ortenaudigital.web.shared.answers.pagecache import cached_page
from ortenaudigital.web.shared.structured_data import exhibitor_data, json_ld

PAGE_SIZE = 48


@dataclass(frozen=True)
class Found:
    """One page of those who were found; pages count from one."""

    rows: Sequence[ShownExhibitor]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


@public.get("/<slug>/aussteller")
@access(Access.PUBLIC)
def exhibitors(slug: str) -> ResponseReturnValue:
    """Show who is at the fair, all or those who are looked for."""
    return cached_page(lambda: _list(get_public_event(slug)))


def _list(event: Event) -> str:
    fair, wanted = show_fair(event), read_wanted(event)
    found = find(fair.exhibitors, wanted)
    number = min(request.args.get("seite", 1, type=int), max(1, -(-len(found) // PAGE_SIZE)))
    number = max(number, 1)
    shown = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return render_template(
        "public/fair/exhibitors.html",
        event=event,
        fair=fair,
        has_plan=show_floor_plan(event).is_drawn,
        wanted=wanted,
        found=Found(shown, len(found), number),
        applications_open=takes_applications(event, utc_now()),
    )


def read_wanted(event: Event) -> Wanted:
    """Read what is looked for from the address; what does not exist is not looked for."""
    return Wanted(
        words=request.args.get("q", "")[:100],
        kind=request.args.get("art", ""),
        tag=request.args.get("thema", ""),
        day=read_day(event),
    )


def read_day(event: Event) -> date | None:
    """Return the day of an event that the address names."""
    named = request.args.get("tag", "")
    return next((day.date for day in event.days if day.date.isoformat() == named), None)


@public.get("/<slug>/aussteller/<uuid:exhibitor_id>")
@access(Access.PUBLIC)
def exhibitor(slug: str, exhibitor_id: UUID) -> ResponseReturnValue:
    """Show one exhibitor: what, where and when."""
    return cached_page(lambda: _one(get_public_event(slug), exhibitor_id))


def _one(event: Event, exhibitor_id: UUID) -> str:
    shown = show_fair(event).find(exhibitor_id)
    if shown is None:
        raise UnknownExhibitor()
    return render_template(
        "public/fair/exhibitor.html",
        event=event,
        exhibitor=shown,
        has_plan=show_floor_plan(event).is_drawn,
        contacts_open=utc_now() < open_until(event.last_day.closes_at),
        data=json_ld(exhibitor_data(event, shown)),
        notice=read_notice([Notice.CONTACT_ASKED]),
    )
