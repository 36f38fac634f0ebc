"""The list of series, a new one, and what a series says of itself."""

from collections.abc import Collection, Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.event_changes.series import change_series, create_series
from ortenaudigital.events.errors import UnknownEvent
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import EventName, get_event, list_event_names
from ortenaudigital.events.series.errors import InOtherSeries, SeriesNameTaken, UnknownSeries
from ortenaudigital.events.series.models import Series
from ortenaudigital.events.series.queries import get_series, list_dates, list_series
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.series.forms import DatesForm, NewSeriesForm, SeriesForm
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import words_of


def own_ids() -> Collection[int] | None:
    """Return the events of which who is logged in may make dates; None for all."""
    found: Collection[int] | None = current_user.reach_of(Permission.EVENT_CREATE)
    return found


def own_series(name: str) -> tuple[Series, Sequence[Event]]:
    """Return a series and its dates, as far as they are one's own. Raises UnknownSeries."""
    series = get_series(name)
    dates = list_dates(series, own_ids())
    if not dates and own_ids() is not None:
        raise UnknownSeries()
    return series, dates


@organiser.get("/reihen")
@needs(Permission.EVENT_CREATE)
def series_list() -> ResponseReturnValue:
    """List the series, and offer to make one out of an event."""
    return _list_page(NewSeriesForm(formdata=None))


def _list_page(form: NewSeriesForm, refusal: str | None = None) -> str:
    series = list_series(own_ids())
    dates = {each.id: list_dates(each, own_ids()) for each in series}
    in_series = {event.id for events in dates.values() for event in events}
    form.offer([each for each in _own_events() if each.id not in in_series])
    return render_template(
        "organiser/series/list.html",
        event=None,
        series=series,
        dates=dates,
        form=form,
        refusal=refusal,
        now=utc_now(),
    )


def _own_events() -> Sequence[EventName]:
    return list_event_names(own_ids())


@organiser.post("/reihen")
@needs(Permission.EVENT_CREATE)
def new_series() -> ResponseReturnValue:
    """Make a series out of an event."""
    form = NewSeriesForm()
    form.offer(_own_events())
    if not form.validate():
        return _list_page(form), 422
    try:
        with transaction():
            first = _own_event(form.first.data)
            made = create_series(form.slug.data, form.texts(), first, utc_now(), actor())
            name = made.slug
    except (SeriesNameTaken, InOtherSeries) as error:
        return _list_page(form, words_of(error)), 409
    flash(gettext("Die Reihe ist angelegt. Jetzt fehlen ihr weitere Termine."), "success")
    return redirect(url_for("organiser.series", series=name), 303)


def _own_event(slug: str) -> Event:
    event, ids = get_event(slug), own_ids()
    if ids is not None and event.id not in ids:
        raise UnknownEvent(slug=slug)
    return event


@organiser.get("/reihen/<series>")
@needs(Permission.EVENT_CREATE)
def series(series: str) -> ResponseReturnValue:
    """Show the dates of a series, and the forms for more of them and for its texts."""
    found, dates = own_series(series)
    return series_page(found, dates, DatesForm(formdata=None), SeriesForm.of(found))


def series_page(
    found: Series,
    dates: Sequence[Event],
    form: DatesForm,
    texts_form: SeriesForm,
    refusals: Sequence[str] = (),
) -> str:
    """Show a series, with what was typed and what is wrong with it."""
    form.offer(dates)
    return render_template(
        "organiser/series/series.html",
        event=None,
        series=found,
        dates=dates,
        form=form,
        texts_form=texts_form,
        refusals=refusals,
        now=utc_now(),
    )


@organiser.post("/reihen/<series>/texte")
@needs(Permission.EVENT_CREATE)
def change_series_texts(series: str) -> ResponseReturnValue:
    """Let a series say something else of itself."""
    (found, dates), form = own_series(series), SeriesForm()
    if not form.validate():
        return series_page(found, dates, DatesForm(formdata=None), form), 422
    with transaction():
        changed = change_series(get_series(series), form.texts(), utc_now(), actor())
    words = gettext("Die Texte sind gespeichert.")
    flash(words if changed else gettext("Es war schon so: Es wurde nichts geändert."), "success")
    return redirect(url_for("organiser.series", series=series), 303)
