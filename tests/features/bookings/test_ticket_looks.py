"""What stands where on a printed ticket, without colour as well, and when much stands there."""

from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
from flask import Flask
from PIL import Image

from ortenaudigital.bookings.documents import tickets_pdf
from ortenaudigital.bookings.models import Booking
from ortenaudigital.events.models import Day, Event
from ortenaudigital.kernel.db import transaction
from tests.factories import make_booking, make_event

ACCESSIBLE = """
[event.venue.accessibility]
step_free = true
lift = false
toilet = true
induction_loop = false
parking = false
"""
WORDS = "Vom Bahnhof gehen Sie zehn Minuten zu Fuß an der Kirche und am Rathaus vorbei. "
# Paper is lighter, and a poor copy makes no difference between greys.
BLACK = 128


def page_of(booking: Booking) -> pypdfium2.PdfPage:
    return pypdfium2.PdfDocument(BytesIO(tickets_pdf(booking)))[0]


def text_of(page: pypdfium2.PdfPage) -> str:
    return " ".join(page.get_textpage().get_text_bounded().split())


def make_full_event(days: int) -> Event:
    """Make an event that says as much as its file may."""
    title = "Digitalkonferenz der großen Kreisstädte und Gemeinden der Ortenau " * 2
    event = make_event(title=title.strip(), venue=ACCESSIBLE)
    with transaction():
        event.claim = {"de": WORDS * 3}
        event.directions = {"de": WORDS * 20}
        event.venue_name = "Kultur- und Kongresszentrum am Stadtgarten, großer Saal"
        event.venue_address = "Straße der Vereinigten Gemeinden 119, Gebäude C, 77694 Kehl"
        public = next(each for each in event.ticket_types if each.access == "public")
        first = event.days[0]
        for number in range(1, days):
            moved = timedelta(days=-number)
            public.days.append(
                Day(
                    event=event,
                    date=first.date + moved,
                    calendar_key=f"{number}",
                    opens_at=first.opens_at + moved,
                    closes_at=first.closes_at + moved,
                    title={"de": "Ein Tag mit einem langen Namen"},
                )
            )
    return event


@pytest.mark.parametrize("days", [1, 3, 6])
def test_everything_stands_on_the_sheet_however_much_it_is(context: Flask, days: int) -> None:
    booking = make_booking(make_full_event(days), last_name="Hohengeroldseck-Schauenburg")
    document = pypdfium2.PdfDocument(BytesIO(tickets_pdf(booking)))
    assert len(document) == 1
    text = text_of(document[0])
    # What comes last on the sheet, and in each of its parts.
    assert "Der QR-Code enthält keine persönlichen Daten." in text
    assert "Diese Buchung öffnen" in text
    assert "keine Parkplätze für Menschen mit Behinderung" in text
    assert "77694 Kehl" in text


def test_the_way_stands_below_when_and_where(context: Flask) -> None:
    event = make_event(venue=ACCESSIBLE)
    with transaction():
        event.directions = {"de": "Zehn Minuten vom Bahnhof."}
    text = text_of(page_of(make_booking(event)))
    order = ["Ortenau Digital 2027", "Wann", "Wo", "So kommen Sie hin"]
    order += ["Barrierefreiheit vor Ort", "Was Sie mitbringen"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert text.count("Kehl · Lahr") == 1
    assert "Der Eingang ist stufenlos. Es gibt keinen Aufzug." in text


def test_what_nobody_has_said_takes_no_room(context: Flask) -> None:
    text = text_of(page_of(make_booking(make_event())))
    assert "So kommen Sie hin" not in text
    assert "Barrierefreiheit" not in text


def test_the_bar_is_thin_and_black_without_colour(context: Flask) -> None:
    page = page_of(make_booking(make_event()))
    drawn: Image.Image = page.render(scale=3).to_pil()
    left = round(drawn.width * 0.3)
    column = [drawn.getpixel((left, y)) for y in range(round(drawn.height * 0.2))]
    coloured = [each for each in column if max(each) - min(each) > 30]  # type: ignore[type-var, arg-type, operator]  # three bytes
    assert coloured, "there is a bar of colour"
    grey = drawn.convert("L")
    dark = [y for y in range(len(column)) if grey.getpixel((left, y)) < BLACK]  # type: ignore[operator]  # one byte
    assert len(dark) >= len(coloured)
    # Two millimetres at three pixels a point.
    assert 12 <= len(coloured) <= 22
