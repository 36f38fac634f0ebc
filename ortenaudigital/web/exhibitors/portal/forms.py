"""The forms of the portal: shape only."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from ortenaudigital.events.models import TicketType
from ortenaudigital.fair.portal.passes.commands import PassRequest
from ortenaudigital.web.shared.forms import OnceMixin, OpenForm
from ortenaudigital.web.shared.language import current_language, texts
from ortenaudigital.web.shared.people_list import PeopleList


class PassesForm(PeopleList, OnceMixin, OpenForm):
    """Who of an exhibitor's staff gets a pass, and of which kind."""

    ticket_type = RadioField(_l("Welcher Ausweis?"), [InputRequired(_l("Bitte wählen Sie."))])

    def offer(self, types: list[TicketType]) -> None:
        """Show what there is; a single kind is chosen already."""
        self.ticket_type.choices = [SelectChoice(t.slug, texts(t.title)) for t in types]
        if len(types) == 1:
            self.ticket_type.data = types[0].slug

    def pass_request(self) -> PassRequest:
        """Return what was asked for; call it on a form that was found right only."""
        return PassRequest(
            request_id=UUID(self.request_id.data),
            ticket_type=self.ticket_type.data,
            members=self.wanted,
            language=current_language(),
        )
