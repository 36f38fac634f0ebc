"""The entry of an exhibitor, which organisers look at before a change of it goes in."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    SelectField,
    SelectMultipleField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from ortenaudigital.events.models import Event
from ortenaudigital.fair.portal.corrections.commands import ask_to_correct, entry_of
from ortenaudigital.fair.portal.corrections.queries import find_last
from ortenaudigital.fair.portal.corrections.rules import Outcome
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.web.exhibitors.blueprint import exhibitors
from ortenaudigital.web.exhibitors.needs import (
    POWERS,
    accessible_field,
    centimetres,
    depth_field,
    network_field,
    passes_field,
    pitch_field,
    width_field,
    wish_stand_field,
)
from ortenaudigital.web.exhibitors.portal.answers import back_to
from ortenaudigital.web.exhibitors.portal.visitors import Visitor, changing, visitor_of
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.notices import Notice, read_notice
from ortenaudigital.web.shared.answers.refusals import status_of, words_of
from ortenaudigital.web.shared.exhibitor.entry import EntryPart
from ortenaudigital.web.shared.forms import OpenForm
from ortenaudigital.web.shared.language import day_date, metres_text
from ortenaudigital.web.shared.requests.sizes import PICTURE, takes
from ortenaudigital.web.shared.requests.values import whole_number

NOTICES = (Notice.CORRECTION_SENT, Notice.NOTHING_CHANGED, Notice.ADDRESS_ASKED)


class EntryForm(EntryPart, OpenForm):
    """What visitors read about an exhibitor, whom organisers call, and what is needed."""

    days = SelectMultipleField(
        _l("An welchen Tagen möchten Sie da sein?"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    width = width_field()
    depth = depth_field()
    power_w = SelectField(_l("Strom"), coerce=whole_number)
    network = network_field()
    accessible = accessible_field()
    pitch = pitch_field()
    passes = passes_field()
    wish_stand = wish_stand_field()

    @classmethod
    def of(cls, values: dict[str, Any]) -> "EntryForm":
        """Return the form with an entry as it is stored, or as it was asked for."""
        sizes = {"width": values["width_cm"], "depth": values["depth_cm"]}
        typed = {name: metres_text(cm) if cm else "" for name, cm in sizes.items()}
        return cls(formdata=None, data=cls.shown(values) | typed)

    def offer(self, event: Event, power_w: int) -> None:
        """Offer the days of the event, and what there is of power and what they have now."""
        self.days.choices = [
            SelectChoice(each.date.isoformat(), day_date(each)) for each in event.days
        ]
        powers: dict[int, Any] = dict(POWERS)
        powers.setdefault(power_w, gettext("%(watts)s W", watts=format_decimal(power_w)))
        self.power_w.choices = [SelectChoice(watts, powers[watts]) for watts in sorted(powers)]

    def entry(self, language: str) -> dict[str, Any]:
        """Return what was sent as it is stored; the description itself is in `language`."""
        return super().entry(language) | self._needs()

    def _needs(self) -> dict[str, Any]:
        names = ("network", "accessible", "pitch", "power_w")
        values = {name: self[name].data for name in names}
        sizes = {"width_cm": self.width, "depth_cm": self.depth}
        return {
            **values,
            **{name: centimetres(field.data) for name, field in sizes.items()},
            # Of a single day nobody is asked.
            **({"days": sorted(self.days.data or ())} if len(self.days.choices or ()) > 1 else {}),
            "passes": self.passes.data or 0,
            "wish_stand": self.wish_stand.data or "",
        }


@exhibitors.get("/aussteller/<key>/angaben")
@access(Access.SECRET_LINK)
def entry(key: str) -> ResponseReturnValue:
    """Show the entry, as it was asked for last, to be changed."""
    visitor = visitor_of(key)
    values, last = entry_of(visitor.exhibitor), find_last(visitor.exhibitor)
    if last is not None and last.outcome in (Outcome.OPEN, Outcome.ASKED_AGAIN):
        values |= last.new
    return _show(visitor, EntryForm.of(values))


@exhibitors.post("/aussteller/<key>/angaben")
@access(Access.SECRET_LINK)
@takes(PICTURE)
def correct_entry(key: str) -> ResponseReturnValue:
    """Lay another entry before the organisers."""
    visitor, form = changing(key), EntryForm()
    form.offer(visitor.event, entry_of(visitor.exhibitor)["power_w"])
    if not form.validate():
        return _show(visitor_of(key), form), 422
    visitor = visitor_of(key)
    try:
        with transaction():
            new = form.entry(visitor.exhibitor.language)
            changed = ask_to_correct(visitor.exhibitor, new, utc_now(), visitor.actor)
    except DomainError as error:
        return _show(visitor, form, words_of(error)), status_of(error)
    return back_to("entry", key, Notice.CORRECTION_SENT if changed else Notice.NOTHING_CHANGED)


def _show(visitor: Visitor, form: EntryForm, refusal: str | None = None) -> str:
    closes = visitor.event.corrections_close_at
    form.offer(visitor.event, entry_of(visitor.exhibitor)["power_w"])
    return render_template(
        "exhibitors/portal/entry.html",
        key=visitor.key,
        event=visitor.event,
        exhibitor=visitor.exhibitor,
        form=form,
        last=find_last(visitor.exhibitor),
        open=closes is None or utc_now() < closes,
        refusal=refusal,
        notice=read_notice(NOTICES),
    )
