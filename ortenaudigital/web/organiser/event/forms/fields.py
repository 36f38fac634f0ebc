"""The kinds of fields that parts of an event are typed into, and what a section gets of each.

A form of a part has a field of the same name for each value of its section. It judges the shape
alone; whether the value may stand there, the section says.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import g
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    FieldList,
    FormField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from ortenaudigital.web.shared.forms import OpenForm, many_lines, one_line
from ortenaudigital.web.shared.language import LANGUAGES

EMPTY = _l("Bitte füllen Sie dieses Feld aus.")
NO_MOMENT = _l("Bitte geben Sie Datum und Uhrzeit an, zum Beispiel 01.06.2027, 08:00 Uhr.")
_NOT_OF_SECTIONS = frozenset({"version", "csrf_token"})


def choices_of(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Return what there is to choose from, of values and words."""
    return [SelectChoice(value, words) for value, words in pairs]


class Row(OpenForm):
    """A form within a form: a text in its languages, or one of several entries."""

    class Meta(OpenForm.Meta):
        """How the library behaves in them."""

        def bind_field(self, form: FlaskForm, unbound: UnboundField, options: Any) -> Field:
            """Bind it anew: a copy would keep the names of the row that was bound first."""
            return unbound.bind(form=form, **options)


class Lines(Row):
    """One line in each language."""

    de = StringField(_l("Deutsch"), [InputRequired(EMPTY)], filters=[one_line])
    en = StringField(_l("Englisch"), filters=[one_line])
    fr = StringField(_l("Französisch"), filters=[one_line])


class OptionalLines(Lines):
    """One line in each language, or none at all."""

    de = StringField(_l("Deutsch"), filters=[one_line])


class Paragraphs(Row):
    """Some paragraphs in each language, or none at all."""

    de = TextAreaField(_l("Deutsch"), filters=[many_lines])
    en = TextAreaField(_l("Englisch"), filters=[many_lines])
    fr = TextAreaField(_l("Französisch"), filters=[many_lines])


class TextsField(FormField):
    """A text in German, English and French, side by side."""

    def __init__(
        self, label: Any, form_class: type[Row] = Lines, markdown: bool = False, **options: Any
    ) -> None:
        """Make a field; with `markdown` its pages show how the text will look."""
        super().__init__(form_class, label, **options)
        self.markdown = markdown

    @property
    def wanted(self) -> dict[str, str] | None:
        """Return the texts by language; None for an optional one that says nothing."""
        typed = {language: self.form[language].data or "" for language in LANGUAGES}
        return typed if any(typed.values()) or self.form.de.flags.required else None


class MomentField(StringField):
    """A date and a time as the clocks at the event show them; empty for none."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        zone = ZoneInfo(g.event.timezone)
        return self.data.astimezone(zone).strftime("%Y-%m-%dT%H:%M") if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what a browser sends. Raises ValueError for what is no moment."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise ValueError(str(NO_MOMENT)) from error
        if moment.tzinfo or not 1970 < moment.year < 9999:
            raise ValueError(str(NO_MOMENT))
        self.data = moment.replace(tzinfo=ZoneInfo(g.event.timezone))

    @property
    def wanted(self) -> datetime | None:
        """Return the moment."""
        return self.data


class LinesField(TextAreaField):
    """A list, one entry a line."""

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "\n".join(self.data or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the lines that are not empty."""
        text = valuelist[0] if valuelist else ""
        self.data = [line.strip() for line in text.splitlines() if line.strip()]

    @property
    def wanted(self) -> list[str]:
        """Return the lines."""
        return list(self.data or ())


class ChecksField(SelectMultipleField):
    """Any number of known things."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class KnownField(SelectField):
    """Yes, no, or not known."""

    ANSWERS: Sequence[tuple[str, Any]] = (
        ("", _l("nicht bekannt")),
        ("yes", _l("Ja")),
        ("no", _l("Nein")),
    )

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, choices=choices_of(self.ANSWERS), coerce=self._said, **options)

    @staticmethod
    def _said(value: Any) -> str:
        return {True: "yes", False: "no", None: ""}.get(value, value) if value != "" else ""

    @property
    def wanted(self) -> bool | None:
        """Return what was chosen."""
        return {"yes": True, "no": False}.get(self.data)


class NumberField(StringField):
    """A whole number, or nothing. What is typed stays as it was typed."""

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep the text."""
        self.data = valuelist[0].strip() if valuelist else ""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is no number. Raises ValidationError."""
        text = str(self.data if self.data is not None else "")
        if text and not (text.isascii() and text.isdigit() and len(text) < 12):
            raise ValidationError(_l("Bitte geben Sie eine ganze Zahl an."))

    @property
    def wanted(self) -> int | None:
        """Return the number."""
        return int(self.data) if self.data not in (None, "") else None


def wanted_of(form: BaseForm) -> dict[str, Any]:
    """Return what was typed, as a section reads it; call it on a valid form only."""
    fields = [each for each in form if each.short_name not in _NOT_OF_SECTIONS]
    return {each.short_name: _wanted(each) for each in fields}


def _wanted(field: Field) -> Any:
    if hasattr(field, "wanted"):
        return field.wanted
    if isinstance(field, FieldList):
        return [_wanted(each) for each in field.entries]
    if isinstance(field, FormField):
        return wanted_of(field.form)
    if isinstance(field, StringField | HiddenField):
        return field.data or ""
    return field.data


def choose(field: SelectField, choices: Sequence[tuple[str, Any]]) -> None:
    """Offer what there is to choose from."""
    field.choices = choices_of(choices)
