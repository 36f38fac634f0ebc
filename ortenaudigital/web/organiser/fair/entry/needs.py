"""What an exhibitor needs, changed by organisers: for who calls, and who was entered by hand."""

from typing import Any
from uuid import UUID

from flask import flash, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.changing.needs import Beside, change_needs
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.queries import find_need, list_wanted_days
from ortenaudigital.fair.applications.rules import Needs
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.web.organiser.blueprint import organiser
from ortenaudigital.web.organiser.fair.exhibitors import back_to_exhibitor, exhibitor_of_event
from ortenaudigital.web.organiser.fair.floor.fields import DaysField, MetresField
from ortenaudigital.web.organiser.fair.floor.forms import WATTS
from ortenaudigital.web.shared.access.guards import actor, needs
from ortenaudigital.web.shared.answers.refusals import status_of, words_of
from ortenaudigital.web.shared.forms import Form, one_line
from ortenaudigital.web.shared.language import day_date
from ortenaudigital.web.shared.requests.values import WholeField, whole_number

_TOO_LONG: Any = _l("Bitte schreiben Sie höchstens 200 Zeichen.")


class NeedsForm(Form):
    """What is looked at when stands are given."""

    days = DaysField(_l("Tage"), coerce=whole_number)
    width = MetresField(_l("Breite in Metern"), [Optional()])
    depth = MetresField(_l("Tiefe in Metern"), [Optional()])
    power_w = WholeField(_l("Strom in Watt"), [Optional(), WATTS])
    network = BooleanField(_l("Netzwerk"))
    accessible = BooleanField(_l("Mit Rollstuhl erreichbar"))
    pitch = BooleanField(_l("Pitch auf der Bühne"))
    passes = WholeField(
        _l("Ausweise"),
        [Optional(), NumberRange(0, 50, _l("Möglich sind 0 bis 50 Ausweise."))],
    )
    wish_stand = StringField(
        _l("Wunschstand"),
        [Length(max=40, message=_l("Bitte schreiben Sie höchstens 40 Zeichen."))],
        filters=[one_line],
    )
    group_name = StringField(_l("Gruppe"), [Length(max=200, message=_TOO_LONG)], filters=[one_line])
    apart_from = StringField(
        _l("Nicht neben"), [Length(max=200, message=_TOO_LONG)], filters=[one_line]
    )

    def offer(self, event: Event) -> None:
        """Show the days of the event."""
        self.days.choices = [SelectChoice(day.id, day_date(day)) for day in event.days]

    def needs(self) -> Needs:
        """Return what was typed; call it on a valid form only."""
        return Needs(
            days=tuple(self.days.data or ()),
            width_cm=self.width.data or None,
            depth_cm=self.depth.data or None,
            power_w=self.power_w.data or 0,
            network=self.network.data,
            accessible=self.accessible.data,
            pitch=self.pitch.data,
            passes=self.passes.data or 0,
            wish_stand=self.wish_stand.data or "",
        )


@organiser.get("/<slug>/aussteller/<uuid:exhibitor_id>/bedarf")
@needs(Permission.FAIR_CHANGE)
def exhibitor_needs(exhibitor_id: UUID) -> ResponseReturnValue:
    """Show what an exhibitor needs, to be changed."""
    exhibitor = exhibitor_of_event(exhibitor_id)
    need = find_need(exhibitor.id) or Needs()
    form = NeedsForm(
        formdata=None,
        obj=need,
        days=[day.id for day in list_wanted_days(exhibitor.id)],
        width=need.width_cm,
        depth=need.depth_cm,
        group_name=exhibitor.group_name,
        apart_from=exhibitor.apart_from,
    )
    return _page(exhibitor, form)


@organiser.post("/<slug>/aussteller/<uuid:exhibitor_id>/bedarf")
@needs(Permission.FAIR_CHANGE)
def change_exhibitor_needs(exhibitor_id: UUID) -> ResponseReturnValue:
    """Change it; where stands are given, it counts at once."""
    exhibitor, form = exhibitor_of_event(exhibitor_id), NeedsForm()
    form.offer(g.event)
    if not form.validate():
        return _page(exhibitor, form), 422
    beside = Beside(form.group_name.data or "", form.apart_from.data or "")
    try:
        with transaction():
            change_needs(exhibitor, form.needs(), beside, utc_now(), actor())
    except DomainError as error:
        return _page(exhibitor_of_event(exhibitor_id), form, words_of(error)), status_of(error)
    flash(gettext("Der Bedarf ist gespeichert. Bei der Belegung gilt er sofort."), "success")
    return back_to_exhibitor(exhibitor_id)


def _page(exhibitor: Exhibitor, form: NeedsForm, refusal: str | None = None) -> str:
    form.offer(g.event)
    return render_template(
        "organiser/fair/entry/needs.html",
        event=g.event,
        exhibitor=exhibitor,
        form=form,
        refusal=refusal,
    )
