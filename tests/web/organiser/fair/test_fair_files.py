"""The fair as files: asked for, made, handed out; the plan drawn at once."""

import io
import threading
from uuid import UUID

import lxml.etree
import pypdfium2
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from ortenaudigital.events.queries import get_event
from ortenaudigital.fair.applications.links import exhibitor_key
from ortenaudigital.fair.applications.queries import get_exhibitor, get_exhibitor_by_key
from ortenaudigital.fair.inventory.models import Area
from ortenaudigital.fair.placement.changing import By
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.fair.placement.telling import tell
from ortenaudigital.jobs.worker import do_due
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.factories import make_event_today, make_exhibitor
from tests.fair.floors import draw_floor
from tests.samples_of_pictures import a_picture
from tests.web.forms import page_of, submit, text_of


def make_fair(app: Flask) -> tuple[str, str]:
    """Make a fair with one exhibitor <b>; return its address for organisers, and the portal's."""
    with app.app_context():
        event = make_event_today()
        exhibitor = make_exhibitor(event, name="Reb & <b>Sensor")
        draw_floor(event)
        with transaction():
            event = get_event(event.slug)
            free = [each for each in list_free_slots(event) if each.day_id == event.last_day.id]
            assign(free[0], get_exhibitor(exhibitor.id), utc_now(), "test")
        portal = f"/aussteller/{exhibitor_key(exhibitor.id)}"
        return f"/orga/{event.slug}/aussteller/dateien", portal


def test_signs_are_asked_for_made_and_handed_out(app: Flask, organiser: FlaskClient) -> None:
    files, _ = make_fair(app)
    assert "Standschilder (1)" in text_of(organiser.get(files))
    assert submit(organiser, files, what="schilder.pdf").status_code == 303
    assert "Wartet" in text_of(organiser.get(files))
    with app.app_context():
        assert do_due(utc_now, threading.Event())
    (link,) = page_of(organiser.get(files)).xpath("//a[contains(., 'Herunterladen')]/@href")
    answer = organiser.get(link)
    assert answer.mimetype == "application/pdf"
    assert len(pypdfium2.PdfDocument(io.BytesIO(answer.data))) == 1
    assert organiser.get(link.replace("schilder.pdf", "logos.zip")).status_code == 404
    assert organiser.get(link.replace("schilder", "anderes")).status_code == 404


def test_the_plan_is_drawn_as_svg_and_pdf(app: Flask, organiser: FlaskClient) -> None:
    files, _ = make_fair(app)
    with app.app_context():
        day = get_event(files.split("/")[2]).last_day.date
    drawing = organiser.get(f"{files}/plan-1.svg?tag={day}")
    assert drawing.mimetype == "image/svg+xml"
    assert "attachment" in drawing.headers["Content-Disposition"]
    # It is well-formed, whatever somebody is called, and leads nowhere.
    drawn = lxml.etree.fromstring(drawing.data)
    words = " ".join("".join(drawn.itertext()).split())
    assert "<b>Sensor" in words
    assert b"<a " not in drawing.data
    plan = organiser.get(f"{files}/plan.pdf?tag={day}")
    text = pypdfium2.PdfDocument(io.BytesIO(plan.data))[0].get_textpage().get_text_range()
    assert "Reb & <b>Sensor" in text
    assert organiser.get(f"{files}/plan-9.svg").status_code == 404


def test_an_exhibitor_prints_the_own_sign(app: Flask, client: FlaskClient) -> None:
    _, portal = make_fair(app)
    answer = client.get(f"{portal}/schild.pdf")
    assert answer.mimetype == "application/pdf"
    text = pypdfium2.PdfDocument(io.BytesIO(answer.data))[0].get_textpage().get_text_range()
    assert "Reb & <b>Sensor" in text


def test_the_picture_below_the_stands_is_in_both_files(app: Flask, organiser: FlaskClient) -> None:
    files, portal = make_fair(app)
    before = organiser.get(f"{files}/plan.pdf").data
    with app.app_context():
        picture_id = UUID(a_picture(utc_now())["picture_id"])
        with transaction():
            db.session.execute(update(Area).values(background_id=picture_id))
        app.extensions.pop("kept", None)
    drawing = organiser.get(f"{files}/plan-1.svg").get_data(as_text=True)
    assert '<image href="data:image/' in drawing

    def number_of_pictures(data: bytes) -> int:
        page = pypdfium2.PdfDocument(io.BytesIO(data))[0]
        return sum(each.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE for each in page.get_objects())

    after = organiser.get(f"{files}/plan.pdf").data
    assert number_of_pictures(after) == number_of_pictures(before) + 1
    # In the portal, the exhibitor's own stand is marked on the same plan, once they were told.
    assert not page_of(organiser.get(portal)).xpath("//figure")
    with app.app_context():
        event, who = get_event(files.split("/")[2]), get_exhibitor_by_key(portal.split("/")[2])
        with transaction():
            tell(event, [who.id], By(utc_now(), "test"))
    app.extensions.pop("kept", None)
    page = page_of(organiser.get(portal))
    assert page.xpath("//figure//svg//image/@href")
    assert page.xpath("//figure//svg//*[contains(@class, 'drawing__stand--marked')]")
    assert "Ihr Stand" in page.xpath("//figure/figcaption")[0].text_content()
