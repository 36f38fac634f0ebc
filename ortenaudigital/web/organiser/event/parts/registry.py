"""The parts of an event: which section each is of, and the form that it is typed into."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from ortenaudigital.web.organiser.event.forms.base import PartForm
from ortenaudigital.web.organiser.event.parts.about import BasicsForm, OrganisersForm, VenueForm
from ortenaudigital.web.organiser.event.parts.booking import (
    ApplicationsForm,
    BookingForm,
    DoorForm,
    PortalForm,
)
from ortenaudigital.web.organiser.event.parts.picture import PictureForm
from ortenaudigital.web.organiser.event.parts.questions import (
    ExhibitorQuestionsForm,
    QuestionsForm,
)
from ortenaudigital.web.organiser.event.parts.tickets import (
    DayForm,
    NewDayForm,
    NewQuotaForm,
    NewTicketTypeForm,
    QuotaForm,
    TicketTypeForm,
)


@dataclass(frozen=True)
class Part:
    """A part by its name in addresses, the section whose values it has, and its form.

    `prefix` is where the section stands in the file.
    """

    name: str
    section: str
    title: Any
    form: type[PartForm]
    prefix: str = "event"


@dataclass(frozen=True)
class Kind(Part):
    """Parts of which an event has several, each told from others by `key`.

    `new`: the form for one more of them, and `fresh` what is said on its page.
    """

    key: str = "slug"
    new: type[PartForm] | None = None
    fresh: Any = ""


_SINGLES = (
    Part("grundlagen", "basics", _l("Titel und Texte"), BasicsForm),
    Part("bild", "picture", _l("Bild"), PictureForm),
    Part("ort", "venue", _l("Anfahrt und Barrierefreiheit"), VenueForm, "event.venue"),
    Part("veranstaltende", "organisers", _l("Veranstaltende Städte"), OrganisersForm),
    Part("buchung", "booking", _l("Buchung und Bedarfe"), BookingForm),
    Part("einlass", "door", _l("Einlass und Bescheinigung"), DoorForm),
    Part("bewerbung", "applications", _l("Bewerbung der Aussteller"), ApplicationsForm),
    Part("ausstellerfragen", "applications", _l("Fragen an Aussteller"), ExhibitorQuestionsForm),
    Part("ausstellerportal", "portal", _l("Fristen, Möbel und Aufbau"), PortalForm),
)
_KINDS = (
    Kind("tage", "day", _l("Tag"), DayForm, "day", "date", NewDayForm, _l("Tag hinzufügen")),
    Kind(
        "ticketarten",
        "ticket_type",
        _l("Ticketart"),
        TicketTypeForm,
        "ticket_type",
        "slug",
        NewTicketTypeForm,
        _l("Ticketart hinzufügen"),
    ),
    Kind("fragen", "ticket_type", _l("Fragen"), QuestionsForm, "ticket_type"),
    Kind(
        "kontingente",
        "quota",
        _l("Gemeinsames Kontingent"),
        QuotaForm,
        "quota",
        "slug",
        NewQuotaForm,
        _l("Kontingent hinzufügen"),
    ),
)
SINGLES: Mapping[str, Part] = {part.name: part for part in _SINGLES}
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _KINDS}
