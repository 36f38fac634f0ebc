"""Name badges: what stands on them, that all of it fits, and that their codes open the door."""

import logging
from datetime import timedelta
from io import BytesIO
from math import hypot

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from flask_babel import force_locale

from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.events.queries import get_event
from ortenaudigital.fair.portal.badges.documents import badges_pdf, make_badges
from ortenaudigital.fair.portal.badges.queries import list_badges
from ortenaudigital.fair.portal.badges.rules import Badge, Layout
from ortenaudigital.kernel.clock import local, utc_now
from ortenaudigital.kernel.db import transaction
from tests.factories import make_device, make_event_today, request_id
from tests.features.bookings.test_documents import elements_of, open_pdf, texts_of
from tests.passes import make_fair, make_holder, make_passes, with_passes

A6_POINTS = (105 / 25.4 * 72, 148 / 25.4 * 72)
LONGEST = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswessens"


def made(badges: list[Badge], layout: Layout = Layout.A4, language: str = "de") -> bytes:
    with force_locale(language):
        return badges_pdf(make_fair(), badges, layout, language)


def badge(number: int = 1, name: str = "Anna Berg", organisation: str = "Rebsensor") -> Badge:
    return Badge(name, organisation, f"OD-AAAAAA-{number}", f"https://example.org/t/{number:026}")


@pytest.mark.parametrize(("number", "pages"), [(1, 1), (4, 1), (5, 2), (9, 3)])
def test_four_stand_on_a_sheet(context: Flask, number: int, pages: int) -> None:
    badges = [badge(n) for n in range(number)]

    texts = texts_of(made(badges))

    assert len(texts) == pages
    assert sum(text.count("Anna Berg") for text in texts) == number
    for each in badges:
        assert sum(text.count(each.short_code) for text in texts) == 1


def test_single_badges_are_a6(context: Flask) -> None:
    document = pypdfium2.PdfDocument(made([badge(1), badge(2)], Layout.A6))

    assert len(document) == 2
    for page in document:
        assert hypot(*(a - b for a, b in zip(page.get_size(), A6_POINTS, strict=True))) < 1


def test_what_a_badge_says(context: Flask) -> None:
    (text,) = texts_of(made([badge()], Layout.A6, "en"))

    words = "Ortenau Digital 2027 Anna Berg Rebsensor Exhibitor OD-AAAAAA-1"
    assert set(text.split()) == set(words.split())


def test_badges_are_tagged_for_screen_readers(context: Flask) -> None:
    document = open_pdf(made([badge(1), badge(2)], Layout.A4, "fr"))

    assert document.Root.MarkInfo.Marked
    assert document.Root.Lang == "fr"
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    elements = elements_of(document.Root.StructTreeRoot.K)
    assert [str(each.S) for each in elements].count("/H1") == 2
    figures = [str(each.Alt) for each in elements if each.S == "/Figure"]
    assert [each.split()[-1] for each in figures] == ["OD-AAAAAA-1", "OD-AAAAAA-2"]


@pytest.mark.parametrize("layout", list(Layout))
@pytest.mark.parametrize(
    "name",
    [LONGEST[:80], "Anna Maria Freifrau von und zu " * 2 + "Hohengeroldseck", "Yi Ō", "Владимир"],
)
def test_long_names_are_printed_whole(
    context: Flask, layout: Layout, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    organisation = (
        "Digitalisierungsgenossenschaft der Gemeinden Oberkirch, Achern und Sasbachwalden"
    )
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        document = made([badge(n, name, organisation) for n in (1, 2)], layout)

    assert caplog.messages == []
    for page in pypdfium2.PdfDocument(document):
        found = "".join(page.get_textpage().get_text_bounded().split())
        # What is broken between lines is joined again; hidden overflow would be missing or cut.
        for words in (name, organisation):
            assert "".join(words.split()) in found


@pytest.mark.parametrize("name", [LONGEST[:80], "Anna Maria Freifrau von und zu Hohengeroldseck"])
def test_nothing_large_is_cut_off(context: Flask, name: str) -> None:
    """The lines of a name end above the organisation, and within the badge."""
    page = pypdfium2.PdfDocument(made([badge(1, name)], Layout.A6))[0]

    text = page.get_textpage()
    boxes = [text.get_charbox(n) for n in range(text.count_chars())]
    words = text.get_text_range()
    start = words.index("Rebsensor")
    lowest = min(box[1] for box in boxes[words.index(name[:4]) : start] if box[3] > box[1])
    assert lowest > boxes[start][3], "the name stands above the organisation"
    assert all(box[0] > 20 and box[2] < A6_POINTS[0] - 20 for box in boxes if box[2] > box[0])


def test_marks_show_where_to_cut(context: Flask) -> None:
    def dark(layout: Layout) -> bool:
        page = pypdfium2.PdfDocument(made([badge(n) for n in range(4)], layout))[0]
        picture = page.render(scale=4).to_pil().convert("L")
        middle = picture.width // 2
        return min(picture.getpixel((x, 8)) for x in range(middle - 6, middle + 6)) < 128

    assert dark(Layout.A4)
    assert not dark(Layout.A6)


@pytest.mark.parametrize("layout", list(Layout))
def test_the_code_on_a_badge_is_welcome_at_the_door(context: Flask, layout: Layout) -> None:
    today = local(utc_now(), "Europe/Berlin").date()
    event = make_event_today(**with_passes(first=today - timedelta(days=1), second=today))
    exhibitor = make_holder(event)
    make_passes(exhibitor, "Anna Berg\nBen Clas", utc_now())
    _, token = make_device(event, now=utc_now())
    event = get_event(event.slug)

    with force_locale("de"):
        document = badges_pdf(event, list_badges(event), layout, "de")

    codes = [
        found.text
        for page in pypdfium2.PdfDocument(document)
        for found in zxingcpp.read_barcodes(page.render(scale=2.5).to_pil().convert("L"))
    ]
    assert len(codes) == 2
    for code in codes:
        with transaction():
            request = ScanRequest(request_id(), code, utc_now(), shown="welcome")
            result = scan(get_device_by_token(token, utc_now()), request, utc_now())
        assert result.verdict == "welcome"


def test_organisers_choose_whose_badges(context: Flask) -> None:
    event = make_fair()
    first, second = make_holder(event), make_holder(event, name="Äpfel AG")
    make_passes(first, "Anna Berg")
    make_passes(second, "Ben Clas")

    assert [each.name for each in list_badges(event)] == ["Ben Clas", "Anna Berg"]
    assert [each.name for each in list_badges(event, [first.id])] == ["Anna Berg"]
    subject = {"event": str(event.id), "layout": "a4", "language": "de"}
    with force_locale("de"):
        every = make_badges(subject, lambda _percent: None)
        none = make_badges({**subject, "exhibitors": ""}, lambda _percent: None)
    assert every is not None
    assert len(pikepdf.open(BytesIO(every.data)).pages) == 1
    assert none is None
