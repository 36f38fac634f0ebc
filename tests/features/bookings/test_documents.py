"""The ticket on paper and the entry in the calendar."""

import logging
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from flask_babel import force_locale
from icalendar import Calendar
from PIL import Image

from ortenaudigital.adapters import pdf, qr
from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.documents import admitted_days, calendar_file, tickets_pdf
from ortenaudigital.bookings.links import booking_url, ticket_url
from ortenaudigital.bookings.models import Booking
from ortenaudigital.kernel.db import transaction
from tests.factories import BOOKED_AT, make_booking, make_event

pytestmark = pytest.mark.one_database("documents are made of what was read before")

MM_PER_PIXEL = 25.4 / 96
MODULES_WITH_QUIET_ZONE = 8


def made(booking: Booking) -> bytes:
    with force_locale(booking.language):
        return tickets_pdf(booking)


def texts_of(document: bytes) -> list[str]:
    """Return the text of each page, its lines joined."""
    pages = pypdfium2.PdfDocument(document)
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pages]


def elements_of(node: Any) -> list[Any]:
    """Return the structure elements below a node of the tag tree, in reading order."""
    if isinstance(node, pikepdf.Array):
        return [element for kid in node for element in elements_of(kid)]
    if isinstance(node, pikepdf.Dictionary) and "/S" in node:
        return [node, *elements_of(node.get("/K"))]
    return []


def open_pdf(document: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(document))


def test_each_valid_ticket_gets_one_page_with_all_that_matters(context: Flask) -> None:
    booking = make_booking(make_event(), number=3, companions=("Łukasz Şahin",))
    with transaction():
        cancel_tickets(booking, {3}, BOOKED_AT)

    first, second = texts_of(made(booking))

    for text in (first, second):
        assert "Ortenau Digital 2027" in text
        assert "Freitag, 1. Oktober 2027 8:30–13:00 Uhr" in text
        assert "Stadthalle Hauptstraße 1, Kehl" in text
        assert "Bürgerticket" in text
        assert "Donnerstag" not in text, "the ticket does not admit on the first day"
        assert booking_url(booking) not in text, "paper must not carry the right to cancel"
    assert "Erika Müller" in first
    assert f"{booking.reference}-1" in first
    assert "Łukasz Şahin" in second
    assert f"{booking.reference}-2" in second


def test_the_document_is_tagged_for_screen_readers(context: Flask) -> None:
    booking = make_booking(make_event(), number=2, language="fr")

    document = open_pdf(made(booking))

    assert document.Root.MarkInfo.Marked
    assert document.Root.Lang == "fr"
    assert document.Root.ViewerPreferences.DisplayDocTitle
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert booking.reference in str(metadata["dc:title"])
    elements = elements_of(document.Root.StructTreeRoot.K)
    headings = [str(e.S) for e in elements if str(e.S).startswith("/H")]
    assert headings[:3] == ["/H1", "/H2", "/H2"]
    assert headings.count("/H1") == 2
    figures = [e for e in elements if e.S == "/Figure"]
    assert [str(e.Alt).split()[-1] for e in figures] == [t.short_code for t in booking.tickets]


def test_the_code_is_that_of_the_ticket_and_large_enough(context: Flask) -> None:
    booking = make_booking(make_event())

    document = open_pdf(made(booking))

    (image,) = document.pages[0].get_images().values()
    printed = pikepdf.PdfImage(image).as_pil_image().convert("1")
    expected = Image.open(BytesIO(qr.png(ticket_url(booking.tickets[0]))))
    assert printed.tobytes() == expected.tobytes()
    assert not image.Interpolate, "smoothed modules are harder to read"
    (figure,) = (e for e in elements_of(document.Root.StructTreeRoot.K) if e.S == "/Figure")
    left, _, right, _ = (float(number) for number in figure.A.BBox)
    modules = printed.width / qr.PNG_PIXELS_PER_MODULE
    code_mm = (right - left) * MM_PER_PIXEL * (1 - MODULES_WITH_QUIET_ZONE / modules)
    assert code_mm >= 40


def test_the_code_of_each_printed_page_is_read(context: Flask) -> None:
    booking = make_booking(make_event(), number=3)

    pages = pypdfium2.PdfDocument(made(booking))

    # As a phone shows the page, and as a printer at half size does.
    for scale in (1.0, 2.5):
        pictures = [page.render(scale=scale).to_pil().convert("L") for page in pages]
        read = [zxingcpp.read_barcode(picture) for picture in pictures]
        assert [each and each.text for each in read] == [ticket_url(t) for t in booking.tickets]


def test_names_beyond_latin_are_printed(context: Flask, caplog: pytest.LogCaptureFixture) -> None:
    names = ("Łukasz Şahin-Đorđević", "Владимир", "Ελένη")
    booking = make_booking(make_event(), number=4, companions=names)

    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        pages = texts_of(made(booking))

    assert caplog.messages == [], "a character without a glyph is logged"
    for name, page in zip(names, pages[1:], strict=True):
        assert name in page


@pytest.mark.parametrize("name", ["Wolfeschlegelstein" * 4, "Anna Maria von und zu " * 3])
def test_long_words_stay_on_their_sheet(context: Flask, name: str) -> None:
    title = "Digitalisierungskonferenz der großen Kreisstädte und Gemeinden in der Ortenau " * 2
    booking = make_booking(
        make_event(title=title.strip()), number=2, first_name=name, last_name=name
    )

    pages = texts_of(made(booking))

    assert len(pages) == 2
    assert all(ticket.short_code in pages[ticket.position - 1] for ticket in booking.tickets)


@pytest.mark.parametrize(
    "address",
    ["https://example.org/x.png", "file:///etc/hostname", "static:../build.mjs", "place:name"],
)
def test_documents_open_nothing_but_their_own_files(address: str) -> None:
    html = f"<html lang='de'><title>t</title><img alt='x' src='{address}'>"

    with pytest.raises(pdf.IncompleteDocument, match=address):
        pdf.render(html, "")


def test_calendar_file_has_the_days_that_the_tickets_admit_to(context: Flask) -> None:
    booking = make_booking(make_event(), language="en")

    calendar = Calendar.from_ical(calendar_file(booking, BOOKED_AT))

    (entry,) = calendar.walk("VEVENT")
    assert entry.decoded("dtstart") == datetime(2027, 10, 1, 6, 30, tzinfo=UTC)
    assert entry.decoded("dtend") == datetime(2027, 10, 1, 11, 0, tzinfo=UTC)
    assert entry["summary"] == "Ortenau Digital 2027"
    assert entry["location"] == "Stadthalle, Hauptstraße 1, Kehl"
    assert entry["description"].startswith("The digital conference")
    assert entry["url"] == booking_url(booking)


def test_calendar_file_names_a_day_the_same_each_time(context: Flask) -> None:
    booking = make_booking(make_event())

    first, second = (Calendar.from_ical(calendar_file(booking, BOOKED_AT)) for _ in range(2))

    assert first.walk("VEVENT")[0]["uid"] == second.walk("VEVENT")[0]["uid"]


def test_admitted_days_lists_each_day_once(context: Flask) -> None:
    booking = make_booking(make_event(), number=3)

    days = admitted_days(booking.tickets)

    assert [day.date.isoformat() for day in days] == ["2027-10-01"]
