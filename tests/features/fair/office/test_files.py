"""Signs and logos as files."""

import io
import threading
from zipfile import ZipFile

import pypdfium2
import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import update

from ortenaudigital.adapters.images import Limits, clean
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.queries import get_exhibitor
from ortenaudigital.fair.office.logos import LOGOS, file_name, make_logos
from ortenaudigital.fair.office.queries import list_signs, signs_of
from ortenaudigital.fair.office.signs import SIGNS, make_signs, signs_pdf
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.jobs.commands import request_job
from ortenaudigital.jobs.models import JobState
from ortenaudigital.jobs.queries import list_jobs
from ortenaudigital.jobs.worker import do_due
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.pictures.commands import store_picture
from tests.factories import BOOKED_AT, make_event, make_exhibitor
from tests.samples_of_pictures import png


@pytest.fixture
def event(context: Flask) -> Event:
    return make_event()


def exhibitor_with_logo(event: Event, name: str, stands: int = 0) -> Exhibitor:
    made = make_exhibitor(event, name=name)
    picture = clean(png(), Limits())
    with transaction():
        logo_id = store_picture(picture, BOOKED_AT)
        db.session.execute(update(Exhibitor).where(Exhibitor.id == made.id).values(logo_id=logo_id))
    with transaction():
        for slot in list_free_slots(get_event(event.slug))[:stands]:
            assign(slot, get_exhibitor(made.id), BOOKED_AT, "test")
    return get_exhibitor(made.id)


def text_of(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    return [page.get_textpage().get_text_range() for page in document]


def ask(event_id: int, kind: str) -> None:
    with transaction():
        subject = {"event": str(event_id), "language": "de"}
        request_job(kind, f"event:{event_id}", subject, "de", BOOKED_AT)
    assert do_due(lambda: BOOKED_AT, threading.Event())


def test_a_sign_is_one_page_with_number_name_and_logo(event: Event) -> None:
    exhibitor = exhibitor_with_logo(event, "Rebsensor", stands=1)
    (sign,) = list_signs(get_event(event.slug))
    assert sign.logo is not None
    assert sign.address.endswith(f"/{event.slug}/aussteller/{exhibitor.id}")
    (page,) = text_of(signs_pdf(exhibitor.event, [sign], "de"))
    assert sign.label in page
    assert "Rebsensor" in page


def test_without_a_stand_the_sign_has_no_number(event: Event) -> None:
    exhibitor = exhibitor_with_logo(event, "Rebsensor")
    assert list_signs(event) == []
    (page,) = text_of(signs_pdf(exhibitor.event, signs_of(exhibitor), "de"))
    assert "Rebsensor" in page


def test_the_worker_makes_all_signs_and_packs_all_logos(event: Event) -> None:
    exhibitor_with_logo(event, "Gigabit & Söhne", stands=1)
    exhibitor_with_logo(event, "../Rebsensor", stands=1)
    make_exhibitor(event, name="Ohne Logo")
    event_id = event.id
    for kind in (SIGNS, LOGOS):
        ask(event_id, kind)
    (signs,), (logos,) = (list_jobs(f"event:{event_id}", kind) for kind in (SIGNS, LOGOS))
    assert (signs.state, logos.state) == (JobState.DONE, JobState.DONE)
    assert len(text_of(signs.result or b"")) == 2
    with ZipFile(io.BytesIO(logos.result or b"")) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["01-rebsensor.png", "02-gigabit-sohne.png"]
        with Image.open(io.BytesIO(archive.read("01-rebsensor.png"))) as picture:
            assert (picture.format, picture.size) == ("PNG", (400, 200))


def test_there_is_nothing_to_make_of_nothing(event: Event) -> None:
    for make in (make_signs, make_logos):
        assert make({"event": str(event.id), "language": "de"}, lambda _: None) is None
        assert make({"event": "999", "language": "de"}, lambda _: None) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Stadt Kehl", "07-stadt-kehl.png"),
        ("../../etc/passwd", "07-etc-passwd.png"),
        ("…", "07-logo.png"),
        ("x" * 200, "07-" + "x" * 60 + ".png"),
        ("Łódź GmbH", "07-lodz-gmbh.png"),
    ],
)
def test_names_of_files_are_safe(name: str, expected: str) -> None:
    assert file_name(7, name) == expected
