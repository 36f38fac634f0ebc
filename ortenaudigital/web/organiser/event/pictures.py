"""The pictures of the overview: how an event fills, what is expected, who came when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask_babel import gettext, ngettext

from ortenaudigital.events.models import Day, Event, TicketType
from ortenaudigital.kernel.clock import local
from ortenaudigital.reporting.charts.lines import LineChart, chart_of_lines
from ortenaudigital.reporting.editions.queries import list_earlier, read_curves
from ortenaudigital.reporting.editions.rules import Curve, few_curves
from ortenaudigital.web.shared.language import texts

# Rows of the table: every day if there are few, else every week.
MOST_ROWS = 28
WEEK = 7
# More than that nobody tells apart in black and white.
MOST_LINES = 4


class Season(StrEnum):
    """When the overview is looked at, on which depends what stands first."""

    BEFORE = "before"
    ON_THE_DAY = "on_the_day"
    AFTER = "after"


def season_of(event: Event, today: Day | None, now: datetime) -> Season:
    """Say whether an event is to come, goes on today, or is over."""
    if now >= event.last_day.closes_at:
        return Season.AFTER
    return Season.BEFORE if today is None else Season.ON_THE_DAY


@dataclass(frozen=True)
class Filling:
    """How tickets came together: a chart, the same in a sentence, and as a table."""

    chart: LineChart
    says: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str | int]]


def fillings_of(
    event: Event, ticket_types: Sequence[TicketType], now: datetime
) -> tuple[Filling | None, Filling | None]:
    """Draw how an event fills, beside earlier editions and by ticket type.

    The one is None before the first ticket of any edition, the other without two types.
    """
    curves, booked = read_curves(event, list_earlier(event, now))
    first = event.days[0].date
    titled = [(texts(each.title), booked.get(each.id, [])) for each in ticket_types]
    by_type = few_curves(titled, first, MOST_LINES, gettext("Andere Ticketarten"))
    days = max(0, (first - local(now, event.timezone).date()).days)
    listed = ", ".join(f"{each.title} {each.total}" for each in by_type)
    says = gettext("Gebucht nach Ticketart: %(list)s.", list=listed)
    return (
        _filling(curves, days, 1, " ".join(_sentences(curves, days))),
        _filling(by_type, days, len(by_type), says),
    )


def _filling(curves: Sequence[Curve], days: int, own: int, says: str) -> Filling | None:
    chart = chart_of_lines([(each.title, each.points) for each in curves], days, own)
    if chart is None:
        return None
    columns = [gettext("Tage vorher"), *(each.title for each in curves)]
    return Filling(chart, says, columns, list(_rows(curves, days, own)))


def _sentences(curves: Sequence[Curve], days: int) -> Iterator[str]:
    own, *earlier = curves
    if not days:
        yield ngettext(
            "Gebucht wurde %(num)d Ticket.", "Gebucht wurden %(num)d Tickets.", own.total
        )
        for each in earlier:
            yield gettext("%(event)s: %(number)s.", event=each.title, number=each.total)
        return
    yield ngettext(
        "%(num)d Tag vor dem Beginn: %(tickets)s gebucht.",
        "%(num)d Tage vor dem Beginn: %(tickets)s gebucht.",
        days,
        tickets=ngettext("%(num)d Ticket", "%(num)d Tickets", own.total),
    )
    for each in earlier:
        yield gettext(
            "%(event)s: zur gleichen Zeit %(number)s, am Ende %(total)s.",
            event=each.title,
            number=each.at(days),
            total=each.total,
        )


def _rows(curves: Sequence[Curve], days: int, own: int) -> Iterator[Sequence[str | int]]:
    first = max(each.points[0][0] for each in curves if each.points)
    stride = 1 if first <= MOST_ROWS else WEEK
    shown = sorted({*range(0, first + 1, stride), *([days] if days <= first else [])})
    for each in shown:
        # What has not come yet is no nought.
        mine = [curve.at(each) if each >= days else "–" for curve in curves[:own]]
        yield [each, *mine, *(curve.at(each) for curve in curves[own:])]
