"""Choose among exhibitors: some hundreds, by the filters of their board, each address once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.organising.board import Filters, Line, list_found
from ortenaudigital.fair.applications.rules import Stage
from ortenaudigital.kernel.addresses import address_key
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_rows
from ortenaudigital.mailings.choosing import Summary, summed
from ortenaudigital.mailings.models import MailingRecipient
from ortenaudigital.mailings.rules import LeftOut


@dataclass(frozen=True)
class ExhibitorChoice:
    """The exhibitors of an event whom a filter finds; by `today` it is told which tasks are due."""

    event: Event
    filters: Filters
    today: date

    def summary(self) -> Summary:
        """Count who is chosen."""
        found = list(self._chosen())
        languages = self._languages()
        counts = Counter((why, languages.get(line.id, "")) for line, why in found)
        return summed([(why, language, number) for (why, language), number in counts.items()])

    def store(self, mailing_id: int) -> None:
        """Write the recipients, in the order of their names."""
        rows = [
            {"mailing_id": mailing_id, "booking_id": None, "exhibitor_id": line.id, "left_out": why}
            for line, why in self._chosen()
        ]
        if rows:
            insert_rows(MailingRecipient, rows)

    def at_least(self, most: int) -> int:
        """Count who gets a letter; there are never many."""
        return len(self.first(most + 1))

    def first(self, most: int) -> Sequence[UUID]:
        """Return the exhibitors whose letter leaves, so many at most."""
        return [line.id for line, why in self._chosen() if why is None][:most]

    def _chosen(self) -> Iterator[tuple[Line, LeftOut | None]]:
        known: set[str] = set()
        for line in list_found(self.event, self.filters, self.today):
            why = _left_out(line, known)
            if why is None:
                known.add(address_key(line.email))
            yield line, why

    def _languages(self) -> dict[UUID, str]:
        query = select(Exhibitor.id, Exhibitor.language)
        rows = db.session.execute(query.where(Exhibitor.event_id == self.event.id))
        return dict(rows.all())


def _left_out(line: Line, known: set[str]) -> LeftOut | None:
    if not line.email:
        return LeftOut.NO_ADDRESS
    if line.stage is Stage.UNCONFIRMED:
        # Its owner may be a stranger, and never heard of us.
        return LeftOut.UNCONFIRMED
    return LeftOut.SAME_ADDRESS if address_key(line.email) in known else None
