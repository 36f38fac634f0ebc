"""How moments are written in the organisers' pages: always so that a time reads as one."""

from datetime import datetime

from flask import Blueprint
from flask_babel import format_date, gettext

from ortenaudigital.kernel.clock import local
from ortenaudigital.web.shared.language import clock_text, moment_text, short_moment

ZONE = "Europe/Berlin"


def full_moment(moment: datetime, zone: str = ZONE) -> str:
    """Write a moment in a sentence: `1. Oktober 2027, 8:31 Uhr`."""
    return _as_time(moment_text(moment, zone))


def full_date(moment: datetime, zone: str = ZONE) -> str:
    """Write the date on which a moment falls where the event is: `1. Oktober 2027`."""
    return format_date(local(moment, zone).date(), gettext("d. MMMM y"))


def row_moment(moment: datetime, zone: str = ZONE) -> str:
    """Write a moment in a table: `01.10.2027, 8:31 Uhr`."""
    return _as_time(short_moment(moment, zone))


def time_of_day(moment: datetime, zone: str = ZONE) -> str:
    """Write a time where the day is known: `8:31 Uhr`."""
    return _as_time(clock_text(moment, zone))


def row_time(clock: str) -> str:
    """Write a time of day as it stands in files, such as `08:30`: `8:30 Uhr`."""
    hour, _, minute = clock.partition(":")
    return _as_time(gettext("%(hour)s:%(minute)s", hour=int(hour), minute=minute))


def _as_time(text: str) -> str:
    # Translators: what stands after a time of day, such as 8:31; nothing in many languages.
    return gettext("%(time)s Uhr", time=text)


def init_times(blueprint: Blueprint) -> None:
    """Give the templates these filters."""
    for name, write in {
        "full_moment": full_moment,
        "full_date": full_date,
        "row_moment": row_moment,
        "time_of_day": time_of_day,
    }.items():
        blueprint.add_app_template_filter(write, name)
