"""Places that several ticket types share, and those of the venue on a day."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from ortenaudigital.events.models import Event, Quota, TicketType
from ortenaudigital.events.queries import list_quotas
from ortenaudigital.events.sections.days import DayPlan
from ortenaudigital.events.sections.ticket_types import TicketTypePlan
from ortenaudigital.events.sections.values import Overbook, Places, Section, Slug, Titles
from ortenaudigital.kernel.db import db


class QuotaPlan(Section):
    """One section `[[quota]]`. Ticket types name it in their `quotas`."""

    slug: Slug
    title: Titles | None = None
    size: Places
    overbook: Overbook = 0


def read_quotas(event: Event) -> tuple[QuotaPlan, ...]:
    """Return the shared quotas as they are stored. Nothing is checked."""
    return tuple(
        QuotaPlan.model_construct(
            slug=each.slug,
            title=each.title or None,
            size=each.real_size or 0,
            overbook=each.overbook,
        )
        for each in list_quotas(event)
        if each.slug
    )


def store_quotas(
    event: Event,
    plans: Sequence[QuotaPlan],
    days: Sequence[DayPlan],
    ticket_types: Sequence[TicketTypePlan],
) -> None:
    """Let ticket types draw on what the sections say, and count what is taken of it anew.

    Days and ticket types are stored before, and locked.
    """
    stored = {quota.slug: quota for quota in list_quotas(event) if quota.slug}
    shared = {plan.slug: stored.get(plan.slug) or _new(event, plan.slug) for plan in plans}
    sizes = {shared[plan.slug]: (plan.size, plan.overbook) for plan in plans}
    for plan in plans:
        shared[plan.slug].title = dict(plan.title or {})
    houses = _houses(event, days)
    # What fire safety allows in the house is never overbooked.
    sizes |= {houses[plan.date]: (plan.capacity, 0) for plan in days if plan.capacity is not None}
    types = {each.slug: each for each in event.ticket_types}
    for type_plan in ticket_types:
        each = types[type_plan.slug]
        named = [shared[slug] for slug in type_plan.quotas]
        of_days = [houses[day.date] for day in each.days if day.date in houses]
        each.draws_on = [each.quota, *named, *of_days]
    _resize(sizes, _count([types[plan.slug] for plan in ticket_types]))
    # Only now, when nobody draws on them any more.
    for slug in stored.keys() - shared.keys():
        db.session.delete(stored[slug])
    for day in event.days:
        if day.date not in houses:
            day.quota = None


def _houses(event: Event, days: Sequence[DayPlan]) -> dict[date, Quota]:
    """Return the quotas of the venue by the days that have one, a new one where it had none."""
    limited = {plan.date for plan in days if plan.capacity is not None}
    houses = {}
    for day in event.days:
        if day.date in limited:
            day.quota = houses[day.date] = day.quota or _new(event)
    return houses


def _new(event: Event, slug: str | None = None) -> Quota:
    return Quota(event_id=event.id, slug=slug, title={}, size=None, taken=0)


def _resize(sizes: Mapping[Quota, tuple[int, int]], taken: Mapping[Quota, int]) -> None:
    # Both together: either alone may not fit to what the other was before.
    with db.session.no_autoflush:
        for quota, (size, overbook) in sizes.items():
            quota.resize(size, overbook)
            quota.taken = taken[quota]
    db.session.add_all(sizes)
    db.session.flush()


def _count(ticket_types: Collection[TicketType]) -> Counter[Quota]:
    """Count what is taken of each quota: the own one of each type knows of all its tickets."""
    taken: Counter[Quota] = Counter()
    for ticket_type in ticket_types:
        for quota in ticket_type.draws_on:
            taken[quota] += ticket_type.taken
    return taken
