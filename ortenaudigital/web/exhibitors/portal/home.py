"""The first page of the portal: what to do next, what stands, and the way to all the rest."""

from flask import render_template
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.queries import find_need, list_wanted_days
from ortenaudigital.fair.applications.rules import AT_STAKE, State, confirm_until
from ortenaudigital.fair.inventory.shapes import Plan
from ortenaudigital.fair.placement.telling import told_now
from ortenaudigital.fair.portal.corrections.queries import find_last
from ortenaudigital.fair.portal.corrections.rules import Outcome
from ortenaudigital.fair.portal.dates import (
    dates_file,
    dates_method,
    kind_words,
    set_up_for,
    slots_of,
)
from ortenaudigital.fair.portal.furniture.queries import orders_of
from ortenaudigital.fair.portal.papers.queries import papers_for
from ortenaudigital.fair.portal.passes.queries import count_passes, granted_to, pass_types
from ortenaudigital.fair.portal.tasks import Facts, Task, tasks_of
from ortenaudigital.guests.fair.drawn import draw_day
from ortenaudigital.guests.fair.floor import show_floor_plan
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.web.exhibitors.blueprint import exhibitors
from ortenaudigital.web.exhibitors.portal.visitors import Visitor, visitor_of
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.notices import Notice, read_notice
from ortenaudigital.web.shared.language import LANGUAGES

NOTICES = (Notice.PLACING_CONFIRMED, Notice.WITHDRAWN, Notice.ADDRESS_CONFIRMED)


@exhibitors.get("/aussteller/<key>")
@access(Access.SECRET_LINK)
def portal(key: str) -> ResponseReturnValue:
    """Show an exhibitor where the application stands, and which stand is theirs when."""
    return show_home(visitor_of(key))


def show_home(visitor: Visitor, refusal: str | None = None) -> str:
    """Render the first page of the portal."""
    exhibitor, event = visitor.exhibitor, visitor.event
    at_fair = exhibitor.told_state == State.ACCEPTED and not event.is_cancelled
    return render_template(
        "exhibitors/portal/portal.html",
        key=visitor.key,
        exhibitor=exhibitor,
        event=event,
        at_fair=at_fair,
        need=find_need(exhibitor.id),
        wanted=list_wanted_days(exhibitor.id),
        confirm_until=confirm_until(exhibitor.applied_at),
        has_passes=bool(at_fair and pass_types(event)),
        slots=slots_of(exhibitor),
        placing_open=_placing_open(exhibitor),
        drawn=_drawn(exhibitor) if at_fair else [],
        set_up=[(kind_words(each.kind), each) for each in set_up_for(exhibitor)] if at_fair else [],
        tasks=_tasks(exhibitor, event) if at_fair else [],
        can_withdraw=exhibitor.state in AT_STAKE and not event.is_cancelled,
        refusal=refusal,
        notice=read_notice(NOTICES),
    )


def _drawn(exhibitor: Exhibitor) -> list[tuple[Plan, str]]:
    """List the stands of an exhibitor that are on the plan, each once, drawn on their first day."""
    floor_plan = show_floor_plan(exhibitor.event)
    found: dict[str, tuple[Plan, str]] = {}
    for slot in slots_of(exhibitor):
        known = floor_plan.find(slot.label) if slot.stand else None
        if known and known[1] in known[0].drawn and slot.label not in found:
            plan = draw_day(known[0], slot.day.date, sought=known[1])
            found[slot.label] = (plan, slot.label)
    return list(found.values())


def _tasks(exhibitor: Exhibitor, event: Event) -> list[Task]:
    types, last, now = pass_types(event), find_last(exhibitor), utc_now()
    left = granted_to(exhibitor) - count_passes(exhibitor.id) if types else 0
    ends = [each.booking_closes_at or event.last_day.closes_at for each in types]
    facts = Facts(
        placing_open=_placing_open(exhibitor),
        asked_again=last is not None and last.outcome is Outcome.ASKED_AGAIN,
        papers_open=sum(each.is_open for each in papers_for(exhibitor)),
        passes_left=max(0, left),
        passes_until=max(ends, default=None),
        furniture_open=bool(event.furniture) and not orders_of(exhibitor),
        furniture_until=event.furniture_close_at or event.days[0].opens_at,
        entry_gaps=_gaps(exhibitor),
        entry_until=event.corrections_close_at or event.days[0].opens_at,
    )
    return tasks_of(facts, now)


def _placing_open(exhibitor: Exhibitor) -> bool:
    """Say whether they can say yes: to all that they were told of, if it still holds."""
    holds = exhibitor.told_of == told_now([each.slot_id for each in exhibitor.assignments])
    return bool(exhibitor.told_of) and holds and exhibitor.confirmed_at is None


def _gaps(exhibitor: Exhibitor) -> int:
    """Count what visitors would look for: a logo, and the texts in other languages."""
    others = [code for code in LANGUAGES if code != exhibitor.language]
    missing = sum(not exhibitor.translations.get(code) for code in others)
    return missing + (exhibitor.logo_id is None)


@exhibitors.get("/aussteller/<key>/termine.ics")
@access(Access.SECRET_LINK)
def dates(key: str) -> ResponseReturnValue:
    """Hand out the dates as a calendar file."""
    exhibitor = visitor_of(key).exhibitor
    kind = f"text/calendar; charset=utf-8; method={dates_method(exhibitor)}"
    headers = {"Content-Disposition": 'attachment; filename="termine.ics"'}
    return Response(dates_file(exhibitor, utc_now()), content_type=kind, headers=headers)
