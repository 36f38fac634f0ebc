"""Guests write their names in many scripts, and the ticket has their letters."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from flask import Flask

from ortenaudigital.cli.doctor import SCRIPTS
from tests.factories import make_booking, make_event
from tests.features.bookings.test_documents import made
from tests.features.cli.test_doctor import examine

# A name in each script, and what the font is called in the document that has its letters.
NAMES = {
    "Thai": ("สมชาย ใจดี", "Thai"),
    "Devanagari": ("राम शर्मा", "Devanagari"),
    "Vietnamese": ("Nguyễn Thị Ánh Tuyết", "Ticket-Bold"),
    "Arabic": ("محمد الأحمد", "DejaVu"),
    "Hebrew": ("דוד כהן", "DejaVu"),
    "Georgian": ("ნინო ბერიძე", "DejaVu"),
    "Chinese": ("陈建国", "Fallback"),
    "Greek": ("Ελένη Παπαδοπούλου", "DejaVu"),
    "Korean": ("김민수", "Nanum"),
    "Emoji": ("Anna 🦊", "Emoji"),
}


def fonts_of_words(document: bytes) -> set[str]:
    """Return the fonts of what differs from ticket to ticket: the name, and the code in words."""
    with pikepdf.open(BytesIO(document)) as pdf:
        drawn = [each for page in pdf.pages for each in page.Resources.XObject.values()]
        fonts = [each.Resources.Font for each in drawn if each.Subtype == "/Form"]
        return {
            str(f[name].get("/BaseFont", f[name].get("/Name", ""))) for f in fonts for name in f
        }


@pytest.mark.parametrize("script", NAMES)
def test_a_ticket_has_the_letters_of_every_name(context: Flask, script: str) -> None:
    name, font = NAMES[script]
    first, _, last = name.partition(" ")
    document = made(make_booking(make_event(), first_name=first, last_name=last or first))
    # Without the font of its own, the letters would be boxes in the next best one.
    found = fonts_of_words(document)
    assert any(font in name for name in found), found


def test_the_doctor_names_the_fonts_that_are_missing(
    context: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "fonts.conf"
    folder = "/usr/share/fonts/truetype/dejavu"
    config.write_text(
        f'<?xml version="1.0"?><fontconfig><dir>{folder}</dir><cachedir>{tmp_path}</cachedir>'
        "</fontconfig>"
    )
    assert examine(context)[1]["fonts"] == ""
    monkeypatch.setenv("FONTCONFIG_FILE", str(config))
    fault = examine(context)[1]["fonts"]
    for package in set(SCRIPTS.values()) - {"fonts-dejavu-core"}:
        assert package in fault
    assert "dejavu" not in fault
