"""The first page of a PDF as a picture: drawn in a child, refused in words, bounded."""

import io
import subprocess
import time

import pikepdf
import pytest
from PIL import Image, ImageDraw

from ortenaudigital.adapters.images import Limits, PictureRefused, clean, pdf_page
from ortenaudigital.adapters.images.pdf_page import draw_first_page

PLAN = Limits(side=1000, pdf=True)


def document(size: tuple[int, int] = (400, 200), pages: int = 1) -> bytes:
    sheet = Image.new("RGB", size, "#ffffff")
    ImageDraw.Draw(sheet).rectangle((0, 0, size[0] // 2, size[1]), fill="#c81e1e")
    others = [Image.new("RGB", size, "#000000")] * (pages - 1)
    buffer = io.BytesIO()
    sheet.save(buffer, "PDF", save_all=True, append_images=others)
    return buffer.getvalue()


def changed(**options: object) -> bytes:
    with pikepdf.open(io.BytesIO(document())) as pdf:
        pdf.Root.OpenAction = pdf.make_indirect(
            pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.launchURL('https://x.org')")
        )
        buffer = io.BytesIO()
        pdf.save(buffer, **options)
        return buffer.getvalue()


def test_the_first_page_becomes_a_picture() -> None:
    made = clean(document(pages=3), PLAN)
    with Image.open(io.BytesIO(made.content)) as stored:
        assert stored.size == (1000, 500)
        red, white = (stored.convert("RGB").getpixel(at) for at in ((100, 250), (900, 250)))
    assert red[0] > 150 > red[1]
    assert min(white) > 200


def test_scripts_do_not_run_and_do_not_come_along() -> None:
    assert b"launchURL" not in clean(changed(), PLAN).content


def test_a_huge_page_is_no_larger_than_others() -> None:
    made = clean(document((14_000, 700)), Limits(side=800, pdf=True))
    assert (made.width, made.height) == (800, 40)


LOCKED = changed(encryption=pikepdf.Encryption(owner="o", user="u"))
BROKEN = {"cut": document()[:200], "empty": b"%PDF-1.7\n%%EOF", "locked": LOCKED}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_drawn_is_refused(name: str) -> None:
    with pytest.raises(PictureRefused) as refusal:
        clean(BROKEN[name], PLAN)
    assert refusal.value.code == "picture_broken"


def test_where_no_pdf_is_wanted_it_is_refused_by_name() -> None:
    with pytest.raises(PictureRefused) as refusal:
        clean(document(), Limits())
    assert refusal.value.details == {"format": "PDF"}


@pytest.mark.parametrize(
    "doing", ["while True: pass", "bytes(4 << 30)", "open('/tmp/of_a_pdf', 'wb', 0).write(b'x')"]
)
def test_a_child_that_runs_wild_is_ended(monkeypatch: pytest.MonkeyPatch, doing: str) -> None:
    # What a fault of the library could do, once the limits hold.
    wild = pdf_page._CHILD.replace("page = pypdfium2", f"{doing}\npage = pypdfium2")
    monkeypatch.setattr(pdf_page, "_CHILD", wild)
    monkeypatch.setattr(pdf_page, "SECONDS", 1)
    started = time.monotonic()
    with pytest.raises(PictureRefused):
        draw_first_page(document(), 500)
    assert time.monotonic() - started < 10


def test_nothing_of_the_shop_is_in_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def run(*asked: object, **options: object) -> None:
        seen.append(options["env"])
        raise subprocess.TimeoutExpired("", 1)

    monkeypatch.setattr(pdf_page.subprocess, "run", run)
    with pytest.raises(PictureRefused):
        draw_first_page(document(), 500)
    assert seen == [{}]
