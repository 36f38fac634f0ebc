"""Dates and hours as each language writes them."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask, render_template_string
from flask_babel import force_locale, gettext, ngettext

from ortenaudigital.events.models import Day, Event
from ortenaudigital.fair.placement.rules.conflicts import Conflict, Reason, Size
from ortenaudigital.web.organiser.fair.placing.shown import in_words
from ortenaudigital.web.shared.language import (
    day_date,
    hours,
    moment_text,
    short_date,
    short_moment,
)

EVENT = Event(timezone="Europe/Berlin")
OPENING = datetime(2027, 10, 1, 6, 30, tzinfo=UTC)


def october(number: int, closes: datetime = datetime(2027, 10, 1, 11, tzinfo=UTC)) -> Day:
    return Day(date=date(2027, 10, number), opens_at=OPENING, closes_at=closes)


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("de", "Freitag, 1. Oktober 2027", "Samstag, 2. Oktober 2027"),
        ("en", "Friday, 1 October 2027", "Saturday, 2 October 2027"),
        ("fr", "vendredi 1er octobre 2027", "samedi 2 octobre 2027"),
    ],
)
def test_dates_are_written_out(context: Flask, language: str, first: str, second: str) -> None:
    with force_locale(language):
        assert [day_date(october(1)), day_date(october(2))] == [first, second]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "8:30–13:00 Uhr"),
        ("en", "8:30–13:00"),
        ("fr", "8\u00a0h\u00a030–13\u00a0h\u00a000"),
    ],
)
def test_hours_are_local_ones(context: Flask, language: str, expected: str) -> None:
    with force_locale(language):
        assert hours(october(1), EVENT) == expected


def test_a_day_that_closes_at_midnight_ends_at_24(context: Flask) -> None:
    with force_locale("de"):
        assert hours(october(1, datetime(2027, 10, 1, 22, tzinfo=UTC)), EVENT) == "8:30–24:00 Uhr"


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("de", "1. Oktober 2027, 8:30", "01.10.2027, 8:30"),
        ("en", "1 October 2027 at 8:30", "1 Oct 2027, 8:30"),
        ("fr", "1er octobre 2027 à 8\u00a0h\u00a030", "01/10/2027, 8\u00a0h\u00a030"),
    ],
)
def test_moments_are_shown_in_the_zone_of_the_event(
    context: Flask, language: str, long: str, short: str
) -> None:
    with force_locale(language):
        assert moment_text(OPENING) == long
        assert short_moment(OPENING) == short
        assert short_date(OPENING.date()) == short.split(",", maxsplit=1)[0]


@pytest.mark.one_database("numbers in sentences ask none")
@pytest.mark.parametrize(
    ("language", "watts", "letters", "size"),
    [
        ("de", "9.000 W", "20.000 Briefe", "3 × 2,5 m"),
        ("en", "9,000 W", "20,000 ", "3 × 2.5 m"),
        ("fr", "9\u202f000 W", "20\u202f000 ", "3 × 2,5 m"),
    ],
)
def test_sentences_write_numbers_as_their_language_does(
    context: Flask, language: str, watts: str, letters: str, size: str
) -> None:
    power = Conflict(Reason.POWER, {"needs": 9000, "has": 500})
    with force_locale(language):
        assert watts in in_words(power)
        assert "500 W" in in_words(power)
        assert size in in_words(Conflict(Reason.SIZE, {"needs": Size(300, 250), "has": Size(1, 1)}))
        several = ngettext("%(num)d Brief geht hinaus.", "%(num)d Briefe gehen hinaus.", 20_000)
        assert letters in several
        # A year is handed over as text.
        assert "1999" in gettext(
            "Das Jahr %(year)s liegt nicht zwischen %(first)s und %(last)s.",
            **{"year": "1999", "first": "2000", "last": "2099"},
        )


@pytest.mark.one_database("sentences ask none")
def test_a_language_is_forced_no_longer_than_that_is_said(app: Flask) -> None:
    def said() -> set[str]:
        return {gettext("Zustand"), render_template_string("{{ _('Zustand') }}")}

    with app.test_request_context("/?lang=en"):
        assert said() == {"State"}
        with force_locale("fr"):
            assert said() == {"État"}
        assert said() == {"State"}
