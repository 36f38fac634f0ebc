"""The table of furniture, for who brings it."""

from flask_babel import gettext

from ortenaudigital.adapters.tables import Column, Table
from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import DEFAULT_LANGUAGE
from ortenaudigital.events.sections.fair.portal import FurniturePlan
from ortenaudigital.fair.portal.furniture.queries import list_furniture, list_orders_with_stands


def furniture_table(event: Event) -> Table:
    """List what each exhibitor ordered, and to which stands it goes."""
    return Table(
        f"mobiliar-{event.slug}",
        [
            Column(gettext("Aussteller"), lambda order: order.name),
            Column(gettext("Stände"), lambda order: ", ".join(order.stands)),
            *map(_column, list_furniture(event)),
        ],
        list_orders_with_stands(event),
    )


def _column(thing: FurniturePlan) -> Column:
    title = thing.title.get(DEFAULT_LANGUAGE) or thing.slug
    return Column(title, lambda order: order.numbers.get(thing.slug, 0))
