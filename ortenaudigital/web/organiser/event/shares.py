"""The bars of the overview: where guests come from, and how many of each ticket type came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from ortenaudigital.checkin.queries import Visitors
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.kernel.db.kept import Kept, kept
from ortenaudigital.reporting.charts.rows import Row, chart_of_rows
from ortenaudigital.reporting.council.queries import asks_for_town, shown_origins
from ortenaudigital.web.shared.language import texts

# To count a hundred thousand answers takes a good while, and nobody waits for the latest of them.
ORIGINS_FOR = 60


@dataclass(frozen=True)
class Shares:
    """Bars below each other, the same in a sentence, and as a table."""

    bars: Sequence[Row]
    says: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str | int]]


def origins_of(event: Event, ticket_types: Sequence[TicketType]) -> Shares | None:
    """Draw which towns guests named; None if nobody is asked, or too few have answered."""
    if not any(asks_for_town(each.questions) for each in ticket_types):
        return None
    known: Kept[int, Sequence[tuple[str, int]]] = kept("origins", ORIGINS_FOR)
    origins = known.get(event.id, lambda: shown_origins(event))
    found = [(town or gettext("Andere Orte"), number) for town, number in origins]
    bars = chart_of_rows([(town, number, None) for town, number in found])
    if not bars:
        return None
    says = gettext(
        "Am häufigsten genannt: %(town)s, %(number)s-mal.",
        town=bars[0].label,
        number=bars[0].number,
    )
    return Shares(bars, says, [gettext("Ort"), gettext("Buchungen")], found)


def came_of(visitors: Mapping[int, Visitors], ticket_types: Sequence[TicketType]) -> Shares | None:
    """Draw how many of those who booked came, by ticket type; None if nobody was let in."""
    came = {each.id: visitors.get(each.id, Visitors()) for each in ticket_types}
    if not any(each.number for each in came.values()):
        return None
    found = [
        (texts(each.title), came[each.id].number, booked)
        for each in ticket_types
        if (booked := each.taken + came[each.id].cancelled)
    ]
    says = gettext(
        "Personen, die kamen: %(came)s. Gebuchte Tickets: %(booked)s.",
        came=sum(number for _, number, _ in found),
        booked=sum(booked for _, _, booked in found),
    )
    columns = [gettext("Ticketart"), gettext("Gekommen"), gettext("Gebucht")]
    return Shares(chart_of_rows(found), says, columns, found)
