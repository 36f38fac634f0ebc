"""What a forecast rests on."""

from collections.abc import Iterable, Mapping, Sequence

from ortenaudigital.checkin.queries import Visitors
from ortenaudigital.checkin.reports.no_shows import Counts
from ortenaudigital.events.models import TicketType
from ortenaudigital.events.rules import Access
from ortenaudigital.reporting.forecast.rules import Forecast, Shows, forecast


def expect(
    ticket_types: Iterable[TicketType],
    counts: Mapping[Access, Sequence[Counts]],
    visitors: Mapping[int, Visitors],
) -> Forecast | None:
    """Say how many will come with the tickets that are taken, by what came of earlier events.

    `visitors`: who have come already, by ticket type. None if there were no earlier events.
    """
    booked: dict[Access, int] = {}
    for each in ticket_types:
        booked[each.access] = booked.get(each.access, 0) + each.taken + _cancelled(each, visitors)
    earlier = {access: [Shows(*each) for each in found] for access, found in counts.items()}
    some = {access: number for access, number in booked.items() if number}
    return forecast(some, earlier, sum(each.number for each in visitors.values()))


def _cancelled(ticket_type: TicketType, visitors: Mapping[int, Visitors]) -> int:
    return visitors.get(ticket_type.id, Visitors()).cancelled
