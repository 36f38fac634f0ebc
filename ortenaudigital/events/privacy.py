"""Which personal data events hold: what is written to be published, and who changed it."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Select, String, cast, select
from sqlalchemy.orm import InstrumentedAttribute

from ortenaudigital.audit.privacy import count_named, forget_some_actors
from ortenaudigital.events.models import Day, Event
from ortenaudigital.events.rules import RETENTION
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.personal import Due, Finding, Holder, Person, columns_of, tables


class EventsHolder(Holder):
    """Events, with their days and kinds of tickets."""

    columns = {
        **columns_of(
            "event",
            published="slug title claim summary picture_alt timezone arrangement venue_name"
            " venue_town venue_address directions accessibility contact_email embed_on furniture"
            " set_up before_change feedback_url exhibitor_questions exhibitor_terms",
            no_person="state needs proof_of_work",
        ),
        **columns_of("event_town", no_person="role"),
        **columns_of("event_version", published="content"),
        **columns_of("day", published="calendar_key title audience"),
        **columns_of("checkpoint", published="slug title", no_person="kind"),
        **columns_of(
            "ticket_type",
            published="slug title access questions domains",
            no_person="max_per_address",
        ),
        **columns_of("quota", published="slug title"),
        **columns_of("series", published="slug title summary"),
    }
    of_event = tables(
        "event event_town event_version day checkpoint ticket_type ticket_type_day "
        "ticket_type_quota quota"
    )

    def find(self, person: Person) -> Iterator[Finding]:
        """Find events whose published contact has the address."""
        for event in db.session.scalars(select(Event).where(person.may_have(Event.contact_email))):
            if person.has(event.contact_email):
                yield Finding(
                    key=f"contact:{event.slug}",
                    label=f"published contact of {event.title}",
                    data={"event": event.title, "contact_email": event.contact_email},
                    kept="it is published until its event names another contact",
                )

    def count_due(self, until: datetime) -> int:
        """Count the records of who changed an event that is over."""
        return count_named(_subjects_over(until))

    def erase_due(self, due: Due) -> int:
        """Forget who changed events that are over."""
        return forget_some_actors(_subjects_over(due.until), due.most)


def event_over(event_id: InstrumentedAttribute[int], until: datetime) -> ColumnElement[bool]:
    """Say in SQL whether people of an event are to be forgotten by a moment."""
    return (
        ~select(Day.id).where(Day.event_id == event_id, Day.closes_at > until - RETENTION).exists()
    )


def _subjects_over(until: datetime) -> Select[str]:
    return select("event:" + cast(Event.id, String)).where(event_over(Event.id, until))
