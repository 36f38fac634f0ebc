"""A letter to all guests that somebody has begun: to be looked at, tried, and sent."""

from datetime import datetime
from uuid import UUID, uuid5

from ortenaudigital.events.models import Event
from ortenaudigital.mailings.drafts import Draft, create
from ortenaudigital.mailings.rules import Audience
from ortenaudigital.outbox.texts.rules import Text

TEXTS = {
    "de": Text(
        "Zu Fuß, mit dem Rad oder mit dem Zug: Ihr Weg zu {veranstaltung}",
        "am Veranstaltungsort gibt es nur wenige Parkplätze. Vom Bahnhof sind es zehn Minuten zu "
        "Fuß, und am Eingang stehen Fahrradständer.\n\n"
        "Ihre Tickets finden Sie hier: {link}",
    ),
    "en": Text(
        "On foot, by bike or by train: your way to {veranstaltung}",
        "there are few parking spaces at the venue. From the station it is a walk of ten minutes, "
        "and there are bicycle stands at the entrance.\n\n"
        "Your tickets are here: {link}",
    ),
}


def seed_circular(event: Event, namespace: UUID, now: datetime, actor: str) -> None:
    """Begin a letter to the guests of an event; doing it again adds nothing."""
    draft = Draft(Audience.GUESTS, "status=valid", TEXTS)
    create(event, draft, uuid5(namespace, "circular"), now, actor)
