"""An event as search engines read it: `Event` of schema.org, as JSON-LD in its page."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from flask import url_for
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from ortenaudigital.events.models import Day, Event
from ortenaudigital.events.queries import Capacity
from ortenaudigital.guests.fair.values import ShownExhibitor
from ortenaudigital.kernel.clock import local
from ortenaudigital.towns.models import Town
from ortenaudigital.web.shared.language import current_language, plain_texts, texts
from ortenaudigital.web.shared.page_links import absolute, in_language, picture_path

SCHEMA = "https://schema.org/"
_WITH_POST_CODE = re.compile(r"(?P<street>.+), (?P<code>\d{5}) (?P<town>.+)")
# The words of `sections/venue`, as schema.org has no list of its own.
_AMENITIES = {
    "step_free": "step-free entrance",
    "lift": "lift",
    "toilet": "accessible toilet",
    "induction_loop": "induction loop",
    "parking": "accessible parking",
}


_dumps = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


def json_ld(data: Mapping[str, Any]) -> Markup:
    """Write data so that it can stand in a `script` element, which nobody runs."""
    return htmlsafe_json_dumps(data, dumps=_dumps)


def event_data(event: Event, capacity: Capacity | None) -> dict[str, Any]:
    """Describe an event. `capacity`: what the public can book; None if it can book nothing."""
    address = in_language(absolute(url_for("public.event", slug=event.slug)), current_language())
    data = {
        "@context": SCHEMA,
        "@type": "Event",
        "url": address,
        "name": event.title,
        "description": plain_texts(event.summary or event.claim),
        "image": absolute(picture_path(event)),
        **_times(event, event.days[0], event.last_day),
        **_status(event),
        "eventAttendanceMode": f"{SCHEMA}OfflineEventAttendanceMode",
        "isAccessibleForFree": True,
        "location": _place(event),
        "organizer": [_organiser(town) for town in event.organisers],
        "offers": _offer(event, capacity) if capacity else None,
        "subEvent": [_day(event, day) for day in event.days] if len(event.days) > 1 else None,
    }
    # What is not known is left out, rather than said to be nothing.
    return {name: value for name, value in data.items() if value}


def exhibitor_data(event: Event, exhibitor: ShownExhibitor) -> dict[str, Any]:
    """Describe who exhibits at an event; nothing about any person."""
    path = url_for("public.exhibitor", slug=event.slug, exhibitor_id=exhibitor.id)
    address = in_language(absolute(path), current_language())
    logo = exhibitor.logo
    picture = logo and url_for("public.picture", picture_id=logo.id, digest=logo.digest)
    data = {
        "@context": SCHEMA,
        "@type": "Organization",
        "name": exhibitor.name,
        "description": exhibitor.described(current_language())[0],
        "url": exhibitor.website or address,
        "mainEntityOfPage": address,
        "logo": absolute(picture) if picture else "",
        "sameAs": list(exhibitor.addresses),
        "knowsAbout": list(exhibitor.tags),
    }
    return _known(data)


def _times(event: Event, first: Day, last: Day) -> dict[str, str]:
    begin, end = _moment(first.opens_at, event), _moment(last.closes_at, event)
    return {"startDate": begin, "endDate": end}


def _moment(value: datetime, event: Event) -> str:
    return local(value, event.timezone).isoformat(timespec="minutes")


def _status(event: Event) -> dict[str, str]:
    status = "EventCancelled" if event.is_cancelled else "EventScheduled"
    return {"eventStatus": f"{SCHEMA}{status}"}


def _place(event: Event) -> dict[str, Any]:
    written = event.venue_address
    parts = _WITH_POST_CODE.fullmatch(written)
    address = {
        "@type": "PostalAddress",
        "streetAddress": parts["street"] if parts else written,
        "postalCode": parts["code"] if parts else "",
        "addressLocality": parts["town"] if parts else event.venue_town,
        "addressCountry": "DE" if event.timezone == "Europe/Berlin" else "",
    }
    place = {
        "@type": "Place",
        "name": event.venue_name,
        "address": _known(address),
        "amenityFeature": [
            {
                "@type": "LocationFeatureSpecification",
                "name": name,
                "value": event.accessibility[key],
            }
            for key, name in _AMENITIES.items()
            if key in event.accessibility
        ],
    }
    return _known(place)


def _organiser(town: Town) -> dict[str, Any]:
    return _known({"@type": "GovernmentOrganization", "name": town.name, "url": town.website})


def _offer(event: Event, capacity: Capacity) -> dict[str, Any]:
    offer = {
        "@type": "Offer",
        "url": absolute(url_for("public.tickets", slug=event.slug)),
        "availability": f"{SCHEMA}{'InStock' if capacity.left else 'SoldOut'}",
        "validFrom": _moment(event.booking_opens_at, event) if event.booking_opens_at else "",
    }
    return {**_known(offer), "price": 0, "priceCurrency": "EUR"}


def _day(event: Event, day: Day) -> dict[str, Any]:
    title = texts(day.title) if day.title else ""
    return {
        "@type": "Event",
        "name": f"{event.title}: {title}" if title else event.title,
        **_times(event, day, day),
        **_status(event),
        "location": _known({"@type": "Place", "name": event.venue_name, "address": event.address}),
    }


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
