"""The lines of a report in words: one list for the page, the document and the spreadsheet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask_babel import format_date, gettext

from ortenaudigital.events.rules import text_in
from ortenaudigital.reporting.council.figures import DayFigures, Figures
from ortenaudigital.reporting.council.rules import OTHERS

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Line:
    """One figure: what it is of, its number, and the same of the edition before, if there was one.

    `key` says the same for all editions: their ticket types by name, their days by place. `unit`
    stands after the number.
    """

    key: Key
    words: str
    number: int | None
    before: int | None = None
    unit: str = ""
    is_part: bool = False


@dataclass(frozen=True)
class Part:
    """Lines that belong together under a heading."""

    title: str
    lines: Sequence[Line]


def parts_of(figures: Figures, before: Figures | None, language: str) -> list[Part]:
    """Write figures in a language, beside those of the edition before; empty parts are left out."""
    known = {} if before is None else _numbers(before, language)
    return [
        Part(title, [replace(line, before=known.get(line.key)) for line in lines])
        for title, lines in _parts(figures, language)
        if lines
    ]


def _numbers(figures: Figures, language: str) -> Mapping[Key, int | None]:
    return {line.key: line.number for _, lines in _parts(figures, language) for line in lines}


def _parts(figures: Figures, language: str) -> Iterator[tuple[str, list[Line]]]:
    yield gettext("Buchungen und Besuch"), list(_summary(figures))
    yield gettext("Nach Ticketart"), list(_types(figures, language))
    titles = {each.slug: text_in(each.title, language) or each.slug for each in figures.types}
    days = [line for place, day in enumerate(figures.days) for line in _day(place, day, titles)]
    yield gettext("Gekommen nach Tag"), days if figures.came else []
    yield gettext("Aussteller"), list(_exhibitors(figures))
    yield (
        gettext("Woher die Gäste kommen (freiwillige Angabe, Buchungen)"),
        [
            Line(("origin", town), town or gettext("Andere Orte"), number)
            for town, number in figures.origins
        ],
    )


def _summary(figures: Figures) -> Iterator[Line]:
    yield Line(("booked",), gettext("Gebuchte Tickets"), figures.booked)
    yield Line(("cancelled",), gettext("Stornierte Tickets"), figures.cancelled)
    yield Line(("came",), gettext("Personen, die da waren"), figures.came)
    words = gettext("davon ohne Buchung gekommen")
    yield Line(("walk_ins",), words, figures.walk_ins, is_part=True)
    if figures.came:
        yield Line(("missing",), gettext("Gebucht und nicht gekommen"), figures.missing)
        share = gettext("Anteil der nicht genutzten Tickets")
        yield Line(("share",), share, figures.missing_percent, unit=" %", is_part=True)


def _types(figures: Figures, language: str) -> Iterator[Line]:
    for each in figures.types:
        title = text_in(each.title, language) or each.slug
        for name, words, number in (
            ("booked", gettext("%(type)s: gebucht", type=title), each.booked),
            ("cancelled", gettext("%(type)s: storniert", type=title), each.cancelled),
            ("came", gettext("%(type)s: gekommen", type=title), each.came),
        ):
            yield Line((name, each.slug), words, number, is_part=name != "booked")


def _day(place: int, day: DayFigures, titles: Mapping[str, str]) -> Iterator[Line]:
    when = format_date(date.fromisoformat(day.date), gettext("dd.MM.y"))
    yield Line(("day", place), when, day.total)
    for slug, title in titles.items():
        if slug in day.came:
            yield Line(("day", place, slug), f"{when}: {title}", day.came[slug], is_part=True)
    words = gettext("%(date)s: ohne Buchung", date=when)
    yield Line(("day", place, OTHERS), words, day.walk_ins, is_part=True)


def _exhibitors(figures: Figures) -> Iterator[Line]:
    if not figures.exhibitors:
        return
    yield Line(("exhibitors",), gettext("Aussteller"), sum(figures.exhibitors.values()))
    kinds = {
        "company": gettext("Unternehmen"),
        "start_up": gettext("Start-ups"),
        "municipality": gettext("Kommunen"),
        "association": gettext("Vereine und Verbände"),
    }
    for kind, words in kinds.items():
        if number := figures.exhibitors.get(kind):
            yield Line(("exhibitors", kind), words, number, is_part=True)
