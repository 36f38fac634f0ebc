"""A quota made larger or smaller right on the overview of the event's parts."""

from collections.abc import Sequence
from typing import Any

from flask import abort, g
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import InputRequired

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.event_changes.commands import Edit
from ortenaudigital.event_changes.parts import entries_of
from ortenaudigital.event_changes.versions import file_of
from ortenaudigital.events.errors import ChangedMeanwhile, EventFileError
from ortenaudigital.events.queries import get_event
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.event.forms.base import PartForm
from ortenaudigital.web.organiser.event.forms.faults import note
from ortenaudigital.web.organiser.event.forms.fields import NumberField
from ortenaudigital.web.organiser.event.parts.editing import store, stored
from ortenaudigital.web.organiser.event.parts.overview import overview_page
from ortenaudigital.web.shared.access.guards import needs
from ortenaudigital.web.shared.answers.refusals import words_of

# Where a size stands: its section, what tells entries apart, the value, and where it is shown.
WHERE = {
    "type": ("ticket_type", "slug", "quota", "ticketarten"),
    "shared": ("quota", "slug", "size", "kontingente"),
    "day": ("day", "date", "capacity", "tage"),
}


class SizeForm(PartForm):
    """How many places a quota shall have."""

    which = HiddenField()
    size = NumberField(_l("Plätze"), [InputRequired(_l("Bitte geben Sie eine ganze Zahl an."))])


@organiser.post("/<slug>/veranstaltung/plaetze")
@needs(Permission.EVENT_CHANGE)
def change_size() -> ResponseReturnValue:
    """Make a quota larger or smaller, guarded as everywhere."""
    form = SizeForm()
    name, _, key = (form.which.data or "").partition(" ")
    section, tells, value, anchor = WHERE.get(name) or abort(404)
    entries = entries_of(file_of(g.event), section)
    index = next((i for i, each in enumerate(entries) if str(each[tells]) == key), None)
    if index is None:
        abort(404)
    if not form.validate():
        return _refused(form), 422
    entries[index] |= {value: form.size.wanted}
    try:
        outcome = store(Edit(section, entries, form.shown_version))
    except ChangedMeanwhile as error:
        form.version.data = str(get_event(g.event.slug).version)
        return _refused(form, [words_of(error)], changes=error.changes), 409
    except EventFileError as error:
        words = note(form, error, "")
        form.size.errors = words[:1]
        return _refused(form, words[1:]), 422
    return stored(outcome, anchor)


def _refused(form: SizeForm, refusals: Sequence[str] = (), **more: Any) -> str:
    return overview_page(size=form, refusals=refusals, **more)
