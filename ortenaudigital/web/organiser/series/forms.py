"""The forms of series: shape only; whether dates can be made, the copy of the event says."""

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from ortenaudigital.event_changes.series import Dates, Texts
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import EventName
from ortenaudigital.events.sections.values import MOST_SLUG
from ortenaudigital.events.series.models import Series
from ortenaudigital.events.series.rules import MOST_DATES, MOST_WEEKS, dates_from
from ortenaudigital.web.shared.forms import Form, many_lines, one_line
from ortenaudigital.web.shared.language import LANGUAGES, day_date, short_date
from ortenaudigital.web.shared.requests.values import WholeField

EMPTY = DataRequired(_l("Bitte füllen Sie dieses Feld aus."))
WHOLE = InputRequired(_l("Bitte geben Sie eine ganze Zahl an."))
# The date is added behind it, with a hyphen, and makes the name of an event.
MOST_NAME = MOST_SLUG - len("-2027-01-01")
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
NO_NAME = _l("Möglich sind kleine Buchstaben ohne Umlaute, Ziffern und einzelne Bindestriche.")
NO_TIME = _l("Bitte geben Sie eine Uhrzeit an, zum Beispiel 10:00.")


class SeriesForm(Form):
    """What a series is called and what it is about, in three languages."""

    title_de = StringField(_l("Titel"), [EMPTY, Length(max=200)], filters=[one_line])
    title_en = StringField(_l("Titel auf Englisch"), [Length(max=200)], filters=[one_line])
    title_fr = StringField(_l("Titel auf Französisch"), [Length(max=200)], filters=[one_line])
    summary_de = TextAreaField(_l("Worum es geht"), [Length(max=2000)], filters=[many_lines])
    summary_en = TextAreaField(
        _l("Worum es geht, auf Englisch"), [Length(max=2000)], filters=[many_lines]
    )
    summary_fr = TextAreaField(
        _l("Worum es geht, auf Französisch"), [Length(max=2000)], filters=[many_lines]
    )

    @classmethod
    def of(cls, series: Series) -> "SeriesForm":
        """Return the form as the series is."""
        kept = {"title": series.title, "summary": series.summary}
        data = {
            f"{name}_{language}": text
            for name, texts in kept.items()
            for language, text in texts.items()
        }
        return cls(formdata=None, data=data)

    def texts(self) -> Texts:
        """Return what was typed; call it on a valid form only."""
        return Texts(self._texts("title"), self._texts("summary"))

    def _texts(self, name: str) -> dict[str, str]:
        said = {language: self[f"{name}_{language}"].data or "" for language in LANGUAGES}
        return {language: text for language, text in said.items() if text}


class NewSeriesForm(SeriesForm):
    """A new series, out of an event that becomes its first date."""

    slug = StringField(
        _l("Kurzname für die Adresse"),
        [EMPTY, Length(max=MOST_NAME), Regexp(rf"{NAME.pattern}$", message=NO_NAME)],
        filters=[one_line],
    )
    first = SelectField(_l("Erster Termin"))

    def offer(self, events: Sequence[EventName]) -> None:
        """Offer the events that can be the first date."""
        self.first.choices = [
            SelectChoice(
                each.slug, f"{each.title}, {short_date(each.last)}" if each.last else each.title
            )
            for each in events
        ]


class DatesForm(Form):
    """More dates, like one that there is: from a day on, every so many weeks."""

    pattern = SelectField(_l("Wie der Termin am"))
    first = DateField(_l("Erster neuer Tag"), [EMPTY])
    weeks = WholeField(_l("Alle wie viele Wochen"), [WHOLE, NumberRange(1, MOST_WEEKS)], default=1)
    number = WholeField(_l("Wie viele Termine"), [WHOLE, NumberRange(1, MOST_DATES)], default=1)
    opens = StringField(
        _l("Beginn, wenn er ein anderer ist"), [Optional(), Regexp(CLOCK, message=NO_TIME)]
    )
    closes = StringField(
        _l("Ende, wenn es ein anderes ist"), [Optional(), Regexp(CLOCK, message=NO_TIME)]
    )

    def offer(self, dates: Sequence[Event]) -> None:
        """Offer the dates to copy, the latest first."""
        self.pattern.choices = [
            SelectChoice(each.slug, day_date(each.days[0])) for each in reversed(dates)
        ]

    def wanted(self) -> Dates:
        """Return what was typed; call it on a valid form only."""
        first: Any = self.first.data
        days = dates_from(first, self.number.data or 1, self.weeks.data or 1)
        return Dates(days, self.opens.data or "", self.closes.data or "")
