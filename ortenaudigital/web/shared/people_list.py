"""The field in which people are listed, one a line: of a group, or the staff of an exhibitor."""

from collections.abc import Sequence

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, TextAreaField

from ortenaudigital.bookings.groups.rules import Member, count_rows, read_members


class PeopleList(Form):
    """A list of people; `members` is what was found in it."""

    guests = TextAreaField(_l("Wer kommt?"))
    to_each = BooleanField(
        _l("Jeder Person mit E-Mail-Adresse auch ihr eigenes Ticket schicken"), default=False
    )
    members: Sequence[Member] = ()
    unreadable = False

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
                "Eine Zeile geht so nicht. Sie steht oben, mit dem Grund.",
                "%(num)d Zeilen gehen so nicht. Sie stehen oben, mit dem Grund.",
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
    def wanted(self) -> Sequence[Member]:
        """Return who is booked for; whoever is not written to has no address stored."""
        if self.to_each.data:
            return self.members
        return [Member(each.row, each.written, each.name) for each in self.members]
