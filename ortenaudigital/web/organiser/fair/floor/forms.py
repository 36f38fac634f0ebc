"""The forms about areas, stands and stages."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from ortenaudigital.events.models import Event
from ortenaudigital.events.sections.fair.floor import MOST_WATTS, StandKind
from ortenaudigital.fair.inventory.editing.stands import RowOrder, StandValues
from ortenaudigital.fair.inventory.models import Area
from ortenaudigital.fair.inventory.rules import Direction
from ortenaudigital.web.organiser.fair.floor.fields import DaysField, MetresField, check_size
from ortenaudigital.web.shared.forms import Form, one_line
from ortenaudigital.web.shared.language import day_date
from ortenaudigital.web.shared.requests.values import WholeField

WHOLE = _l("Bitte geben Sie eine ganze Zahl an.")
WATTS = NumberRange(0, MOST_WATTS, _l("Möglich sind 0 bis 1.000.000 Watt."))
NAMED = (DataRequired(_l("Bitte geben Sie einen Namen an.")), Length(max=100))
KINDS = {
    StandKind.TABLE: _l("Tisch"),
    StandKind.ISLAND: _l("Insel für Start-ups"),
    StandKind.SHELL: _l("Messestand mit Wänden"),
    StandKind.OUTDOOR: _l("Stand im Freien"),
}
DIRECTIONS = {
    Direction.RIGHT: _l("nach rechts"),
    Direction.DOWN: _l("nach unten"),
    Direction.LEFT: _l("nach links"),
    Direction.UP: _l("nach oben"),
}
TURNS = {0: _l("unten"), 90: _l("links"), 180: _l("oben"), 270: _l("rechts")}
# What the option for nothing sends.
NONE = "0"


def _choices(words: Mapping[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(str(value), label) for value, label in words.items()]


class VersionForm(Form):
    """A form that knows which version of the floor its page showed."""

    since = WholeField("", [Optional()])


class StandForm(VersionForm):
    """All that is said of a stand."""

    label = StringField(_l("Name"), NAMED, filters=[one_line])
    kind = SelectField(_l("Art"), choices=_choices(KINDS))
    width = MetresField(_l("Breite in Metern"))
    depth = MetresField(_l("Tiefe in Metern"))
    place = SelectField(_l("Bereich und Stromkreis"))
    x = MetresField(_l("Abstand von links in Metern"))
    y = MetresField(_l("Abstand von oben in Metern"))
    turned = SelectField(_l("Offene Seite"), choices=_choices(TURNS), default="0")
    power_w = WholeField(_l("Strom in Watt"), [Optional(), WATTS], default=0)
    network = BooleanField(_l("Netzwerkanschluss"))
    accessible = BooleanField(_l("Mit dem Rollstuhl zu erreichen"))
    note = StringField(_l("Hinweis"), [Optional(), Length(max=200)], filters=[one_line])
    days = DaysField(_l("Tage"))

    def offer(self, event: Event, areas: Sequence[Area]) -> None:
        """Offer the days of the event, and its areas with their circuits."""
        choices = [SelectChoice(NONE, gettext("noch in keinem"))]
        for area in areas:
            choices.append(SelectChoice(f"{area.id}", area.name))
            choices += [
                SelectChoice(f"{area.id}-{each.id}", f"{area.name}, {each.name}")
                for each in area.circuits
            ]
        self.place.choices = choices
        self.days.choices = [SelectChoice(str(day.id), day_date(day)) for day in event.days]

    def validate_depth(self, field: MetresField) -> None:
        """Refuse half a size. Raises ValidationError."""
        check_size(self.width, field)

    def show(self, values: StandValues) -> None:
        """Fill the form with what a stand is like."""
        self.label.data, self.kind.data, self.note.data = values.label, values.kind, values.note
        self.width.data, self.depth.data = values.width_cm or None, values.depth_cm or None
        self.x.data, self.y.data = values.x_cm, values.y_cm
        area = f"{values.area_id or NONE}"
        self.place.data = f"{area}-{values.circuit_id}" if values.circuit_id else area
        self.turned.data, self.power_w.data = str(values.turned), values.power_w
        self.network.data, self.accessible.data = values.network, values.accessible
        self.days.data = [str(day) for day in values.days]

    def values(self) -> StandValues:
        """Return what was typed; call it on a valid form only."""
        area, _, circuit = self.place.data.partition("-")
        placed = area != NONE and self.x.data is not None and self.y.data is not None
        return StandValues(
            label=self.label.data,
            kind=StandKind(self.kind.data),
            area_id=int(area) or None,
            circuit_id=int(circuit) if circuit else None,
            width_cm=self.width.data or 0,
            depth_cm=self.depth.data or 0,
            x_cm=self.x.data if placed else None,
            y_cm=self.y.data if placed else None,
            turned=int(self.turned.data),
            power_w=self.power_w.data or 0,
            network=self.network.data,
            accessible=self.accessible.data,
            note=self.note.data or "",
            days=frozenset(int(day) for day in self.days.data or ()),
        )


class RowForm(StandForm):
    """A row of stands alike: the first, how many, and how they go on."""

    number = WholeField(
        _l("Wie viele?"),
        [InputRequired(WHOLE), NumberRange(1, 200, _l("Möglich sind 1 bis 200 auf einmal."))],
        default=1,
    )
    gap = MetresField(_l("Abstand dazwischen in Metern"))
    direction = SelectField(_l("Die Reihe geht"), choices=_choices(DIRECTIONS))

    def order(self) -> RowOrder:
        """Return what was typed; call it on a valid form only."""
        direction = Direction(self.direction.data)
        return RowOrder(self.values(), self.number.data, self.gap.data or 0, direction)


class AreaForm(VersionForm):
    """All that is said of an area but its background."""

    name = StringField(_l("Name"), NAMED, filters=[one_line])
    width = MetresField(_l("Breite in Metern"), [InputRequired(_l("Bitte geben Sie Meter an."))])
    depth = MetresField(_l("Tiefe in Metern"), [InputRequired(_l("Bitte geben Sie Meter an."))])
    outline = TextAreaField(_l("Umriss"), [Optional(), Length(max=4000)])
    power_limit_w = WholeField(_l("Strom, höchstens, in Watt"), [Optional(), WATTS])
    network_limit = WholeField(
        _l("Netzwerkanschlüsse, höchstens"),
        [Optional(), NumberRange(0, 10_000, _l("Möglich sind 0 bis 10.000."))],
    )
    circuits = TextAreaField(_l("Stromkreise"), [Optional(), Length(max=8000)])


class StageForm(VersionForm):
    """A stage."""

    name = StringField(_l("Name"), NAMED, filters=[one_line])
    area = SelectField(_l("Bereich"))

    def offer(self, areas: Sequence[Area]) -> None:
        """Offer the areas of the event."""
        nowhere = SelectChoice(NONE, gettext("in keinem"))
        self.area.choices = [nowhere, *(SelectChoice(f"{each.id}", each.name) for each in areas)]
