"""What is wrong with a section, said at the fields that it was typed into."""

import re
from collections.abc import Iterator

from flask_babel import gettext
from wtforms import Field, FieldList, FormField
from wtforms.form import BaseForm

from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.messages.faults import FileFault
from ortenaudigital.web.organiser.event.forms.fields import LinesField
from ortenaudigital.web.shared.answers.refusals import fault_words

_STEP = re.compile(r"([a-z_]+)|\[(\d+)\]")


def note(form: BaseForm, refusal: EventFileError, prefix: str) -> list[str]:
    """Say at each field what is wrong with it; return what belongs to none.

    `prefix`: the place of the section in the file, such as `event` or `ticket_type[1]`.
    """
    others = []
    for fault in refusal.faults:
        words = fault_words(fault)
        place = fault.place if isinstance(fault, FileFault) else ""
        steps = list(_steps(place.removeprefix(prefix)))
        if not place.startswith(prefix) or not _noted(form, steps, words):
            others.append(words)
    return others


def _steps(place: str) -> Iterator[str | int]:
    for name, number in _STEP.findall(place):
        yield name or int(number)


def _noted(form: BaseForm, steps: list[str | int], words: str) -> bool:
    name = steps[0] if steps else None
    if not isinstance(name, str) or name not in form:
        return False
    _note(form, form[name], steps[1:], words)
    return True


def _note(form: BaseForm, field: Field, steps: list[str | int], words: str) -> None:
    step = steps[0] if steps else None
    if isinstance(field, FormField):
        within = field.form
        # What is wrong with all of it is said at the first of its fields.
        known = isinstance(step, str) and step in within
        inner = (
            within[step] if known else next(each for each in within if each.type != "HiddenField")
        )
        _note(form, inner, steps[1:], words)
    elif isinstance(field, FieldList) and isinstance(step, int) and step < len(field.entries):
        # It has errors, though none is its own.
        field.errors = [*field.errors, {}]
        _note(form, field.entries[step], steps[1:], words)
    elif isinstance(field, FieldList):
        field.errors = [*field.errors, words]
        form.form_errors.append(words)
    else:
        line = field.data[step] if isinstance(field, LinesField) and isinstance(step, int) else None
        said = gettext("%(line)s: %(fault)s", line=line, fault=words) if line else words
        if said not in field.errors:
            field.errors = [*field.errors, said]
