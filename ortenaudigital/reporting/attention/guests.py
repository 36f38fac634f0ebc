"""What the guests of an event need: letters that arrive, and places."""

from collections.abc import Iterator
from datetime import timedelta

from ortenaudigital.reporting.attention.facts import Facts, TypeFacts
from ortenaudigital.reporting.attention.items import Item, Subject, Urgency

# With less than that a type is nearly full, in percent of its size.
FEW_LEFT = 10
# A type that will be full so soon, if it goes on as lately, is nearly full too.
FULL_WITHIN_DAYS = 7
# Pace is read from so many days.
LOOKBACK = timedelta(days=7)


def of_guests(facts: Facts) -> Iterator[Item]:
    """Yield what guests wait for, and which type is nearly full."""
    if facts.undelivered:
        yield Item(Subject.UNDELIVERED, Urgency.NOW, facts.undelivered)
    in_line = 0
    for each in facts.types:
        if each.waiting and each.left > 0:
            yield Item(Subject.PLACES_FOR_WAITING, Urgency.DECIDE, each.waiting, each.title)
        else:
            in_line += each.waiting
        if (nearly := _nearly_full(each)) is not None:
            yield nearly
    if in_line:
        yield Item(Subject.IN_LINE, Urgency.WATCH, in_line)


def _nearly_full(each: TypeFacts) -> Item | None:
    if not each.size or each.left <= 0:
        return None
    days = days_until_full(each.left, each.lately)
    soon = days is not None and days <= FULL_WITHIN_DAYS
    if each.left * 100 > each.size * FEW_LEFT and not soon:
        return None
    urgency = Urgency.SOON if soon else Urgency.WATCH
    return Item(Subject.NEARLY_FULL, urgency, each.left, each.title, days=days if soon else None)


def days_until_full(left: int, lately: int) -> int | None:
    """Say in how many days the places are gone if it goes on as in the last week, at least one.

    None if nobody booked in that time.
    """
    if lately <= 0:
        return None
    return max(1, -(-left * LOOKBACK.days // lately))
