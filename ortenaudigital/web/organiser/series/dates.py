"""More dates of a series, and the publishing of those that are drafts."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.event_changes.series import add_dates, publish_drafts
from ortenaudigital.events.errors import EventEnded, EventFileError, MoveNotPossible
from ortenaudigital.events.series.errors import DateTaken
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.series.forms import DatesForm, SeriesForm
from ortenaudigital.web.organiser.series.series import own_series, series_page
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import fault_words, words_of


@organiser.post("/reihen/<series>/termine")
@needs(Permission.EVENT_CREATE)
def add_series_dates(series: str) -> ResponseReturnValue:
    """Make more dates like one that there is; they are drafts."""
    (found, dates), form = own_series(series), DatesForm()
    form.offer(dates)
    if not form.validate():
        return series_page(found, dates, form, SeriesForm.of(found)), 422
    try:
        with transaction():
            found, dates = own_series(series)
            pattern = next(each for each in dates if each.slug == form.pattern.data)
            made = add_dates(found, pattern, form.wanted(), utc_now(), actor())
            number = len(made)
    except DateTaken as error:
        refusals, status = [words_of(error)], 409
    except EventFileError as error:
        refusals, status = [fault_words(fault) for fault in error.faults], 422
    else:
        words = ngettext(
            "%(num)d Termin ist angelegt, als Entwurf.",
            "%(num)d Termine sind angelegt, als Entwürfe.",
            number,
        )
        flash(words, "success")
        return redirect(url_for("organiser.series", series=series), 303)
    found, dates = own_series(series)
    return series_page(found, dates, form, SeriesForm.of(found), refusals), status


@organiser.post("/reihen/<series>/veroeffentlichen")
@needs(Permission.EVENT_CREATE)
def publish_series(series: str) -> ResponseReturnValue:
    """Publish all dates of a series that are drafts."""
    try:
        with transaction():
            _, dates = own_series(series)
            number = publish_drafts(dates, utc_now(), actor())
    except (EventEnded, MoveNotPossible) as error:
        found, dates = own_series(series)
        page = series_page(
            found, dates, DatesForm(formdata=None), SeriesForm.of(found), [words_of(error)]
        )
        return page, 409
    words = ngettext(
        "%(num)d Termin ist jetzt öffentlich.", "%(num)d Termine sind jetzt öffentlich.", number
    )
    flash(words, "success")
    return redirect(url_for("organiser.series", series=series), 303)
