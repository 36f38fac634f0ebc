"""The form of a group: who books, and the list of those who come."""

from collections.abc import Sequence
from uuid import UUID

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from ortenaudigital.bookings.groups.rules import Group, read_file
from ortenaudigital.bookings.making.requests import BookingRequest
from ortenaudigital.bookings.rules import Right
from ortenaudigital.events.models import TicketType
from ortenaudigital.web.public.forms import BookingForm
from ortenaudigital.web.shared.forms import NoAddress, one_line
from ortenaudigital.web.shared.language import current_language, texts
from ortenaudigital.web.shared.people_list import PeopleList
from ortenaudigital.web.shared.requests.values import WholeField

MOST_ORGANISATION = 100


class NameOnly(NoAddress):
    """Refuse addresses in the name of an organisation: letters to each of its people say it."""

    message = _l("Bitte schreiben Sie hier nur den Namen, keine Internet- oder E-Mail-Adresse.")


class GroupForm(PeopleList, BookingForm):
    """Who books for whom."""

    number = None
    companions = None  # type: ignore[assignment]  # the library leaves such a field out
    organisation = StringField(
        _l("Organisation"),
        [
            DataRequired(_l("Bitte geben Sie an, für welche Organisation Sie buchen.")),
            Length(max=MOST_ORGANISATION, message=_l("Möglich sind höchstens 100 Zeichen.")),
            NameOnly(),
        ],
        filters=[one_line],
    )
    # How many people the preview showed; whoever books without one sees it first.
    expected = WholeField("", [Optional()])

    def offer_group(self, ticket_types: Sequence[TicketType]) -> None:
        """Show what can be booked for a group right now."""
        self.ticket_type.choices = [SelectChoice(t.slug, texts(t.title)) for t in ticket_types]
        if len(ticket_types) == 1 and not self.ticket_type.data:
            self.ticket_type.data = ticket_types[0].slug
        for each in ticket_types:
            if each.questions and each.slug not in self.parts:
                self._add_part(each.slug, each.questions)

    def take_file(self) -> None:
        """Put what is in the file below what was typed, so that it can be changed."""
        file = request.files.get("file")
        data = file.read() if file else b""
        if not data:
            return
        text = read_file(data)
        if text is None:
            self.unreadable = True
        else:
            self.guests.data = "\n".join(filter(None, [(self.guests.data or "").rstrip(), text]))
            # Nobody has seen these names yet.
            self.expected.data = None

    @property
    def is_confirmed(self) -> bool:
        """Say whether who sends it has seen these very many people."""
        return bool(self.members) and self.expected.data == len(self.members)

    def group_request(self, right: Right | None) -> BookingRequest:
        """Return what was asked for; call it on a form that was found right only."""
        part = self.parts.get(self.ticket_type.data)
        return BookingRequest(
            request_id=UUID(self.request_id.data),
            ticket_type=self.ticket_type.data,
            number=len(self.members),
            first_name=self.first_name.data,
            last_name=self.last_name.data,
            email=self.email.data,
            language=current_language(),
            needs=self.needs.told if self.needs else None,
            answers=part.answers if part else {},
            right=right,
            group=Group(self.organisation.data, self.wanted),
        )
