"""Masters are taken apart at what differs, and at nothing else."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from ortenaudigital.adapters import pdf
from ortenaudigital.adapters.pdf.rendering import lay_out
from tests.features.bookings.test_documents import elements_of

WORDS = "<html lang='de'><title>Titel</title><div style='overflow: hidden'>Wort</div>"
WHITE = (8, b"\xff" * 8)


def sheet(**changes: Any) -> pdf.Sheet:
    values = {
        "master": "<html lang='de'><title>t</title><h1>Halle</h1><p><img src='place:qr' alt='Bild'>"
        "<img src='place:name' alt='place:words'></p>",
        "bookmark": "Lesezeichen",
        "texts": {},
        "words": ("name",),
        "images": {"qr": WHITE},
    }
    return pdf.Sheet(**(values | changes))


def filled(*sheets: pdf.Sheet) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf.fill(WORDS, sheets, "")))


@pytest.mark.parametrize("words", ["Saal 3 0 R", "(place:link) 4 0 R", "\\", "Ł 3 0 R", "<3 0 R>"])
def test_what_somebody_wrote_is_no_place_and_no_reference(words: str) -> None:
    made = filled(sheet(master=sheet().master.replace("'Bild'", f"'{words}'")))

    assert made.check_pdf_syntax() == []
    (figure,) = [e for e in elements_of(made.Root.StructTreeRoot.K) if e.S == "/Figure"]
    assert str(figure.Alt) == words


def test_each_copy_has_its_own_image_and_its_own_texts() -> None:
    black = (8, bytes(8))
    master = sheet().master.replace("'Bild'", "'place:alt'")
    texts = [{"alt": "weiß (leer)"}, {"alt": "schwarz"}]
    words = WORDS + "<div style='overflow: hidden'>Zwei</div>"

    sheets = [
        sheet(master=master, texts=text, images={"qr": image})
        for text, image in zip(texts, (WHITE, black), strict=True)
    ]
    made = pikepdf.open(BytesIO(pdf.fill(words, sheets, "")))

    figures = [e for e in elements_of(made.Root.StructTreeRoot.K) if e.S == "/Figure"]
    assert [str(each.Alt) for each in figures] == ["weiß (leer)", "schwarz"]
    images = [next(iter(page.get_images().values())) for page in made.pages]
    assert [image.read_bytes() for image in images] == [WHITE[1], black[1]]


def test_words_that_do_not_fit_are_left_out_and_images_never() -> None:
    far = "<div style='height: 400cm'></div>"
    page = "<article style='continue: discard'>{}</article>"
    word, image = "<img src='place:name' alt='place:words'>", "<img src='place:qr' alt='Bild'>"

    made = filled(
        sheet(master=f"<html lang='de'><title>t</title>{page}".format(image + far + word))
    )

    assert len(made.pages) == 1
    assert [str(each.Subtype) for each in made.pages[0].Resources.XObject.values()] == ["/Image"]
    with pytest.raises(pdf.IncompleteDocument, match="qr"):
        filled(sheet(master=f"<html lang='de'><title>t</title>{page}".format(word + far + image)))


def test_no_two_threads_lay_out_with_the_same_fonts() -> None:
    """Pango writes in them: two documents at once ended the process, most often with rare signs."""

    def fonts() -> object:
        return lay_out(WORDS, "").font_config

    with ThreadPoolExecutor(1) as other:
        assert fonts() is fonts()
        assert other.submit(fonts).result() is not fonts()
