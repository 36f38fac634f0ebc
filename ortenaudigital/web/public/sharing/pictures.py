"""The pictures that other sites show beside a link: drawn once for each version of an event."""

from functools import lru_cache

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from ortenaudigital.adapters.images import as_jpeg
from ortenaudigital.adapters.pictures import SIZE, Card, Fonts, draw_card
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_public_event
from ortenaudigital.pictures.queries import PictureFacts, find_facts, get_content
from ortenaudigital.web.public.blueprint import public
from ortenaudigital.web.shared.access.guards import Access, access
from ortenaudigital.web.shared.answers.assets import asset_file
from ortenaudigital.web.shared.house import house
from ortenaudigital.web.shared.language import and_list, day_date

# Fifty kilobytes each, in three languages.
MOST_PICTURES = 60
# Two hundred kilobytes each.
MOST_PHOTOS = 20


@public.get("/bild.png")
@access(Access.PUBLIC)
def house_picture() -> ResponseReturnValue:
    """Hand out the picture of the pages that are about no event."""
    lines = (gettext("Konferenz, Kurse und Ausstellungen der Städte der Ortenau."),)
    return _answer(_drawn(gettext("Die Ortenau wird digital"), lines, and_list(house().towns)))


@public.get("/<slug>/bild.png")
@access(Access.PUBLIC)
def event_picture(slug: str) -> ResponseReturnValue:
    """Hand out the picture of an event: title, days and place, and nobody's name."""
    event = get_public_event(slug)
    return _answer(_drawn(event.title, _lines_of(event), _foot_of(event)))


@public.get("/<slug>/bild.jpg")
@access(Access.PUBLIC)
def event_photo(slug: str) -> ResponseReturnValue:
    """Hand out the picture that organisers chose, as other sites take it; else the drawn one.

    Many of them know neither WebP nor any other shape than this.
    """
    event = get_public_event(slug)
    facts = find_facts(event.picture_id)
    if facts is None:
        return redirect(url_for("public.event_picture", slug=slug))
    return _answer(_as_photo(facts), "image/jpeg")


# By what is on it, which never changes under this digest.
@lru_cache(maxsize=MOST_PHOTOS)
def _as_photo(facts: PictureFacts) -> bytes:
    content, _ = get_content(facts.id, facts.digest)
    return as_jpeg(content, SIZE)


def _lines_of(event: Event) -> tuple[str, ...]:
    first, last = event.days[0], event.last_day
    days = day_date(first) if first is last else f"{day_date(first)} – {day_date(last)}"
    place = event.venue_name
    if event.venue_town not in place:
        place = f"{place}, {event.venue_town}"
    return days, place


def _foot_of(event: Event) -> str:
    if event.is_cancelled:
        return gettext("Abgesagt")
    towns = and_list(town.short_name for town in event.organisers)
    return " · ".join(filter(None, [gettext("Eintritt frei"), towns]))


# By what stands on it: another version of an event is another picture, whoever asks for which.
@lru_cache(maxsize=MOST_PICTURES)
def _drawn(title: str, lines: tuple[str, ...], foot: str) -> bytes:
    fonts = Fonts(asset_file("fonts/print-400.ttf"), asset_file("fonts/print-700.ttf"))
    return draw_card(Card(title, lines, foot), fonts, asset_file("img/app-icon-192.png"))


def _answer(picture: bytes, media_type: str = "image/png") -> Response:
    answer = Response(picture, mimetype=media_type)
    answer.headers["Cache-Control"] = "public, max-age=86400"
    answer.add_etag()
    return answer.make_conditional(request.environ)
