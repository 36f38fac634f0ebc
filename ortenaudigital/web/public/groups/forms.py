"""The form of a group: who books, and the list of those who come."""

from collections.abc import Sequence
from uuid import UUID

from flask import request
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from ortenaudigital.bookings.commands import BookingRequest
from ortenaudigital.bookings.groups.rules import (
    Group,
    Member,
    count_rows,
    read_file,
    read_members,
)
from ortenaudigital.bookings.rules import Right
from ortenaudigital.events.models import TicketType
from ortenaudigital.web.public.forms import BookingForm
from ortenaudigital.web.shared.forms import NoAddress, one_line
from ortenaudigital.web.shared.language import current_language, texts

MOST_ORGANISATION = 100


class NameOnly(NoAddress):
    """Refuse addresses in the name of an organisation: letters to each of its people say it."""

    message = _l("Bitte schreiben Sie hier nur den Namen, keine Internet- oder E-Mail-Adresse.")


class GroupForm(BookingForm):
    """Who books for whom; `members` is what was found in the list."""

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
    guests = TextAreaField(_l("Wer kommt?"))
    to_each = BooleanField(
        _l("Jeder Person mit E-Mail-Adresse auch ihr eigenes Ticket schicken"), default=False
    )
    # How many people the preview showed; whoever books without one sees it first.
    expected = IntegerField("", [Optional()])
    members: Sequence[Member] = ()
    unreadable = False

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

    def read(self) -> None:
        """Find who is in the list."""
        self.members = read_members(self.guests.data or "")

    def check_members(self, most: int, left: int) -> bool:
        """Judge the list; `most` go together, `left` places are free. What is wrong is said."""
        fault = self._list_fault(most, left)
        if fault:
            self.guests.errors = [*self.guests.errors, fault]
        return not fault

    def _list_fault(self, most: int, left: int) -> str | None:
        number, wrong = count_rows(self.guests.data or ""), len(self.faulty)
        if self.unreadable:
            return gettext(
                "Diese Datei lässt sich nicht lesen. Bitte speichern Sie die Tabelle als CSV, "
                "oder fügen Sie die Namen hier ein."
            )
        if not self.members:
            return gettext("Bitte schreiben Sie mindestens einen Namen in die Liste.")
        if len(self.members) > most:
            return gettext(
                "In der Liste stehen %(number)d Personen; zusammen buchen lassen sich höchstens "
                "%(most)d. Bitte teilen Sie die Liste.",
                number=max(number, len(self.members)),
                most=most,
            )
        if wrong:
            return ngettext(
                "Eine Zeile geht so nicht. Sie steht in der Vorschau zuerst.",
                "%(num)d Zeilen gehen so nicht. Sie stehen in der Vorschau zuerst.",
                wrong,
            )
        if len(self.members) > left:
            return ngettext(
                "Es ist nur noch ein Platz frei.", "Es sind nur noch %(num)d Plätze frei.", left
            )
        return None

    @property
    def faulty(self) -> list[Member]:
        """Return the rows that are nobody who can be booked for."""
        return [member for member in self.members if member.fault is not None]

    @property
    def addressed(self) -> int:
        """Return how many have an address of their own."""
        return sum(bool(member.email) for member in self.members)

    @property
    def is_confirmed(self) -> bool:
        """Say whether who sends it has seen these very many people."""
        return bool(self.members) and self.expected.data == len(self.members)

    def group_request(self, right: Right | None) -> BookingRequest:
        """Return what was asked for; call it on a form that was found right only."""
        part = self.parts.get(self.ticket_type.data)
        members = self.members if self.to_each.data else _without_addresses(self.members)
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
            group=Group(self.organisation.data, members),
        )


def _without_addresses(members: Sequence[Member]) -> list[Member]:
    # Nobody is written to, so no address is stored.
    return [Member(each.row, each.written, each.name) for each in members]
