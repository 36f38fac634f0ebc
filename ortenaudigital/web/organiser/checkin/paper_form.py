"""What an organiser fills in after a day on paper."""

from datetime import datetime, timedelta
from uuid import UUID

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, TextAreaField, TimeField
from wtforms.validators import Optional

from ortenaudigital.checkin.paper.commands import Sheet, came_when, read_codes
from ortenaudigital.events.models import Day, Event
from ortenaudigital.kernel.clock import moment
from ortenaudigital.web.shared.forms import RequestForm


class PaperForm(RequestForm):
    """Ticks in the list, codes that were typed, and when they came in."""

    codes = TextAreaField(_l("Kurzcodes eintippen"), [Optional()])
    time = TimeField(
        _l("Uhrzeit des Einlasses"),
        [Optional()],
        invalid_value_message=_l("Bitte geben Sie die Uhrzeit so an: 9:30."),
    )

    def all_codes(self) -> list[str]:
        """Return all that was ticked and typed, each code once."""
        ticked = request.form.getlist("ticket")
        return read_codes(" ".join([*ticked, self.codes.data or ""]))

    def sheet(self, event: Event, day: Day, now: datetime) -> Sheet:
        """Return what is to be entered."""
        at = self._moment(event, day) or came_when(day, now)
        return Sheet(UUID(self.request_id.data), self.all_codes(), at)

    def fits(self, event: Event, day: Day, now: datetime) -> bool:
        """Say whether that can be true of the day; what cannot is said at its field."""
        at = self._moment(event, day)
        if not self.all_codes():
            _blame(self.codes, gettext("Bitte haken Sie jemanden ab, oder tippen Sie Kurzcodes."))
        if now < day.opens_at:
            _blame(self.time, gettext("Der Einlass hat noch nicht begonnen."))
        elif at is not None and not day.opens_at <= at < day.closes_at:
            _blame(self.time, gettext("Um diese Uhrzeit war der Einlass nicht geöffnet."))
        elif at is not None and at > now:
            _blame(self.time, gettext("Diese Uhrzeit ist noch nicht gewesen."))
        return not self.errors

    def _moment(self, event: Event, day: Day) -> datetime | None:
        time = self.time.data
        if time is None:
            return None
        at = moment(day.date, time.isoformat("minutes"), event.timezone)
        # An evening that ends after midnight has its last hours on the next date.
        later = moment(day.date + timedelta(days=1), time.isoformat("minutes"), event.timezone)
        return later if at < day.opens_at and later < day.closes_at else at


def _blame(field: Field, words: str) -> None:
    field.errors = [*field.errors, words]
