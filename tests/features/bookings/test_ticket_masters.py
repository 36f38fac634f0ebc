"""What all tickets of a kind have in common is laid out once, and nobody can tell."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pikepdf
import pypdfium2
import pytest
from flask import Flask
from PIL import Image, ImageChops, ImageFilter

from ortenaudigital.adapters import pdf
from ortenaudigital.adapters.pdf.masters import master_of
from ortenaudigital.bookings import documents
from ortenaudigital.bookings.changes import cancel_tickets, reissue_ticket, rename_ticket
from ortenaudigital.bookings.links import booking_url, ticket_url
from ortenaudigital.bookings.models import Booking
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.privacy.requests import erase, find
from tests.factories import BOOKED_AT, make_booking, make_event
from tests.features.bookings.test_documents import elements_of, made, open_pdf, texts_of

# The same, where it is not only laid out but stands on the page.
IN_PLACE = "<style>div.name { margin: -3mm -3mm -57mm } div.short-code { margin: -3mm 0 }</style>"


def drawn(document: bytes) -> Image.Image:
    """Draw the first page without its QR code, which only one of two documents has.

    Blurred by a pixel, because the edge of a letter may be drawn a little darker or lighter with a
    position that differs by rounding.
    """
    picture: Image.Image = pypdfium2.PdfDocument(document)[0].render(scale=2).to_pil()
    picture.paste("white", (720, 140, 1150, 560))
    return picture.filter(ImageFilter.BoxBlur(1))


def laid_out_whole(booking: Booking) -> bytes:
    """Make the first ticket in the way of all documents, its words in their places."""
    (ticket, *_) = booking.valid_tickets
    html = documents._master(booking, ticket.ticket_type, companion=False)
    words = documents.render_template(
        "pdf/ticket_words.html", booking=booking, event=booking.event, tickets=[ticket]
    )
    blocks = re.findall(r"<div.*</div>", words)
    for block in blocks:
        html = re.sub(r"<p><img [^>]*words\"></p>", block.replace("\\", r"\\"), html, count=1)
    html = re.sub(r"<img [^>]*place:qr\">", "<div class='picture'></div>", html)
    return pdf.render(html.replace("</head>", IN_PLACE + "</head>"), documents._stylesheet())


NAMES = [
    "Erika Müller",
    "Wolfeschlegelstein" * 4,
    "Anna Maria von und zu " * 3,
    "דוד כהן",
    "Ặ́Ứ𝐙 gjy",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "title", ["Ortenau Digital 2027", "Konferenz der Städte und Gemeinden " * 4]
)
def test_a_filled_ticket_looks_like_one_laid_out_whole(
    context: Flask, name: str, title: str
) -> None:
    first, _, last = name.partition(" ")
    event = make_event(title=title.strip())
    booking = make_booking(event, first_name=first, last_name=last or first)

    filled, whole = drawn(made(booking)), drawn(laid_out_whole(booking))

    assert whole.convert("L").getextrema()[0] < 50, "there is something to compare"
    difference = ImageChops.difference(filled, whole).convert("L")
    assert difference.getextrema()[1] < 60, difference.getbbox()


def words_and_links(document: bytes) -> str:
    """Return all that can be read in a document: its pages, addresses, bookmarks and title."""
    opened = open_pdf(document)
    links = [str(note.A.URI) for page in opened.pages for note in page.get("/Annots", [])]
    with opened.open_outline() as outline, opened.open_metadata() as metadata:
        rest = [*(item.title for item in outline.root), str(metadata["dc:title"])]
    alts = [str(e.Alt) for e in elements_of(opened.Root.StructTreeRoot.K) if "/Alt" in e]
    return "\n".join([*texts_of(document), *links, *rest, *alts])


def rename(booking: Booking) -> None:
    rename_ticket(booking.tickets[0], "Neuer Name", BOOKED_AT)


def cancel(booking: Booking) -> None:
    cancel_tickets(booking, {2}, BOOKED_AT)


def reissue(booking: Booking) -> None:
    reissue_ticket(booking.tickets[0], BOOKED_AT, "olga")


def move(booking: Booking) -> None:
    booking.event.venue_name = "Neue Halle"


def speak_french(booking: Booking) -> None:
    booking.language = "fr"


CHANGES = [rename, cancel, reissue, move, speak_french]


@pytest.mark.parametrize("change", CHANGES)
def test_the_next_document_has_every_change(
    context: Flask, change: Callable[[Booking], None]
) -> None:
    booking = make_booking(make_event(), number=2, companions=("Max Muster",))
    before = made(booking)

    with transaction():
        change(booking)
    db.session.expire_all()

    after = made(booking)
    codes = [pikepdf.PdfImage(i).as_pil_image() for i in images_of(after)]
    said = words_and_links(after), [code.tobytes() for code in codes]
    old = [pikepdf.PdfImage(i).as_pil_image().tobytes() for i in images_of(before)]
    assert said != (words_and_links(before), old)
    master_of.cache_clear()
    assert words_and_links(made(booking)) == said[0], "as if nothing had been kept"


def images_of(document: bytes) -> Iterator[Any]:
    for page in open_pdf(document).pages:
        yield from page.get_images().values()


def masters_for(booking: Booking) -> set[str]:
    return {documents._master(booking, *documents._kind(each)) for each in booking.tickets}


def test_nothing_of_a_guest_is_kept(context: Flask) -> None:
    event = make_event()
    erika = make_booking(event, number=2, companions=("Geheim Begleitet",))
    other = make_booking(event, number=2, first_name="Max", email="max@example.org")
    made(erika)
    known = master_of.cache_info().currsize
    said = words_and_links(made(other))

    assert masters_for(erika) == masters_for(other), "the same for whoever comes"
    assert master_of.cache_info().currsize == known, "what is made for one is used for all"
    ticket = erika.tickets[0]
    for secret in ("Geheim", "Erika", erika.reference, booking_url(erika), ticket_url(ticket)):
        assert secret not in said


def test_who_was_erased_is_on_no_ticket(context: Flask) -> None:
    erika = make_booking(make_event(), number=2, companions=("Geheim Begleitet",))
    assert "Geheim" in words_and_links(made(erika))

    with transaction():
        # While it is still to come, it is cancelled with that, and there is no document.
        erase(find(erika.email), erika.event.last_day.closes_at + timedelta(days=1), "olga")
    db.session.expire_all()

    said = words_and_links(made(erika))
    assert "Geheim" not in said
    assert "Müller" not in said


def test_the_tags_of_every_page_lead_to_what_is_on_it(context: Flask) -> None:
    event = make_event()
    booking = make_booking(event, number=3)

    document = open_pdf(made(booking))

    assert document.check_pdf_syntax() == []
    keys = document.Root.StructTreeRoot.ParentTree.Nums
    numbers = [int(key) for key in keys[::2]]
    assert numbers == list(range(len(numbers)))
    parents = dict(zip(numbers, keys[1::2], strict=True))
    for page in document.pages:
        tags = parents.pop(int(page.StructParents))
        marked = re.findall(rb"/MCID (\d+)", page.Contents.read_bytes())
        assert sorted(map(int, marked)) == list(range(len(tags)))
        for number, tag in enumerate(tags):
            assert number in [kid for kid in tag.K if not isinstance(kid, pikepdf.Dictionary)]
            assert tag.Pg == page.obj
        for note in page.Annots:
            tag = parents.pop(int(note.StructParent))
            assert note in [kid.Obj for kid in tag.K if isinstance(kid, pikepdf.Dictionary)]
    assert parents == {}


def test_name_and_code_are_read_as_words_in_their_paragraphs(context: Flask) -> None:
    document = open_pdf(made(make_booking(make_event())))

    elements = elements_of(document.Root.StructTreeRoot.K)
    kinds = [str(e.S) for e in elements]
    assert kinds.count("/Figure") == 1, "only the QR code is a picture"
    painted = document.pages[0].Contents.read_bytes()
    drawn_as = re.findall(rb"/(\w+)\n<</MCID (\d+)>>\nBDC\n(?:(?!EMC)[^\n]*\n)*?/i\w+ Do", painted)
    assert sorted(tag for tag, _ in drawn_as) == [b"Figure", b"Span", b"Span"]
    for tag, number in drawn_as:
        (element,) = [e for e in elements if e.get("/K") and e.K[0] == int(number)]
        assert str(element.S) == f"/{tag.decode()}"
        assert ("/Alt" in element) == (tag == b"Figure")


def test_pages_of_a_kind_share_what_they_can(context: Flask) -> None:
    event = make_event()
    booking = make_booking(event, number=6)
    one = made(make_booking(event))

    many = made(booking)

    assert len(texts_of(many)) == 6
    # Each page needs its code, words and tags; each of two kinds has fonts and a layout.
    assert len(many) < 2 * len(one) + 4 * 3000


def test_no_two_subsets_of_a_font_have_the_same_name(context: Flask) -> None:
    document = open_pdf(made(make_booking(make_event(), number=3)))

    files: dict[str, set[tuple[int, int]]] = {}
    for page in document.pages:
        drawn = [each for each in page.Resources.XObject.values() if each.Subtype == "/Form"]
        for font in [font for each in (page, *drawn) for font in each.Resources.Font.values()]:
            (descendant,) = font.DescendantFonts
            descriptor = descendant.FontDescriptor
            assert font.BaseFont == descendant.BaseFont == descriptor.FontName
            files.setdefault(str(font.BaseFont), set()).add(descriptor.FontFile2.objgen)
    assert [name for name, found in files.items() if len(found) > 1] == []
    assert len(files) == 5, "two weights in each of two layouts, and the bold one for words"


def test_words_that_look_like_the_inside_of_a_pdf_stay_words(context: Flask) -> None:
    odd = "Halle 12 0 R (place:link) <feff> ) /StructParent 3"
    booking = make_booking(make_event(title=odd), first_name=odd, last_name="(place:qr)\\")

    document = made(booking)

    assert open_pdf(document).check_pdf_syntax() == []
    said = "".join(words_and_links(document).split())
    # In the heading, as the name, in the bookmark and in the title.
    assert said.count("".join(odd.split())) == 4
