"""The forms of letters to many."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.validators import ValidationError as Wrong

from ortenaudigital.kernel.clock import local
from ortenaudigital.mailings.models import Mailing
from ortenaudigital.mailings.rules import MOST_BODY, MOST_SUBJECT
from ortenaudigital.outbox.texts.rules import Text
from ortenaudigital.web.shared.forms import Form, RequestForm, many_lines, one_line
from ortenaudigital.web.shared.language import LANGUAGES
from ortenaudigital.web.shared.requests.values import WholeField, whole_number

_LONG_SUBJECT = _l("Der Betreff ist zu lang.")
_LONG_TEXT = _l("Dieser Text ist zu lang.")


def _subject() -> StringField:
    checks = [Optional(), Length(max=MOST_SUBJECT, message=_LONG_SUBJECT)]
    return StringField(_l("Betreff"), checks, filters=[one_line])


def _body() -> TextAreaField:
    checks = [Optional(), Length(max=MOST_BODY, message=_LONG_TEXT)]
    return TextAreaField(_l("Text"), checks, filters=[many_lines])


class MailingForm(RequestForm):
    """What is written in each language, and whether everybody has to have it."""

    version = HiddenField(default="0")
    needed = BooleanField(_l("Diesen Brief müssen alle bekommen"))
    subject_de = _subject()
    body_de = _body()
    subject_en = _subject()
    body_en = _body()
    subject_fr = _subject()
    body_fr = _body()

    @classmethod
    def of(cls, mailing: Mailing) -> "MailingForm":
        """Return the form as a mailing is stored."""
        texts = {
            name: value
            for language, text in mailing.by_language.items()
            for name, value in (
                (f"subject_{language}", text.subject),
                (f"body_{language}", text.introduction),
            )
        }
        known = {"version": str(mailing.version), "needed": mailing.needed}
        return cls(formdata=None, data={**known, **texts})

    def texts(self) -> Mapping[str, Text]:
        """Return what was written, by language."""
        return {
            language: Text(subject.data or "", body.data or "")
            for language, subject, body in self.parts()
        }

    def parts(self) -> Iterator[tuple[str, StringField, TextAreaField]]:
        """Yield the fields of each language."""
        for language in LANGUAGES:
            yield language, self[f"subject_{language}"], self[f"body_{language}"]

    @property
    def form_id(self) -> UUID:
        """Return what makes sending the form twice harmless; call it on a valid form only."""
        return UUID(self.request_id.data)

    @property
    def shown_version(self) -> int:
        """Return as which version the mailing was shown; nought for what is none."""
        return _number(self.version.data)


class SendingForm(Form):
    """To how many a letter shall go, and when: at once if it does not say."""

    version = HiddenField()
    # Who booked later was not counted.
    until = HiddenField()
    number = WholeField(
        _l("Anzahl der Personen, zur Bestätigung"),
        [InputRequired(_l("Bitte geben Sie die Zahl ein."))],
    )
    moment = StringField(_l("Zeitpunkt"), filters=[one_line])

    def validate_moment(self, field: StringField) -> None:
        """Refuse what is no date with a time."""
        if field.data and _moment(field.data) is None:
            raise Wrong(_l("Bitte geben Sie ein Datum und eine Uhrzeit an."))

    def due_at(self, zone: str) -> datetime | None:
        """Return the moment that was typed, as the clocks of a zone show it."""
        typed = _moment(self.moment.data or "")
        return typed.replace(tzinfo=ZoneInfo(zone)) if typed else None

    def counted_until(self, now: datetime) -> datetime:
        """Return when was counted; now, if that was tampered with."""
        try:
            moment = datetime.fromisoformat(self.until.data or "")
        except ValueError:
            return now
        return min(moment, now) if moment.tzinfo else now

    @property
    def shown_version(self) -> int:
        """Return as which version the mailing was shown; nought for what is none."""
        return _number(self.version.data)


def _number(text: str | None) -> int:
    try:
        return whole_number(text or "")
    except ValueError:
        return 0


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if moment.tzinfo or not 1970 < moment.year < 9999 else moment


def as_typed(moment: datetime, zone: str) -> str:
    """Return a moment as a field of a date with a time has it."""
    return local(moment, zone).strftime("%Y-%m-%dT%H:%M")
