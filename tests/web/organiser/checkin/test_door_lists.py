"""The list on paper as organisers ask for it: a job with progress, then a file."""

import threading

from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.jobs.commands import claim_next, hand_back, note_progress
from ortenaudigital.jobs.worker import do_due
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from tests.factories import make_booking, make_event, make_event_today
from tests.web.forms import page_of, submit, text_of


def place(app: Flask, **changes: object) -> str:
    with app.app_context():
        event = make_event_today(**changes)
        make_booking(event, utc_now(), last_name="Maier")
        return f"/orga/{event.slug}/einlass/{event.last_day.date}/liste"


def test_a_list_is_asked_for_made_and_opened(app: Flask, organiser: FlaskClient) -> None:
    url = place(app)
    answer = submit(organiser, url, art="buergerticket")
    assert (answer.status_code, answer.location) == (303, url)
    page = organiser.get(url)
    assert "Wartet" in text_of(page)
    assert page_of(page).xpath("//a[text()='Neu laden']/@href") == [url]
    with app.app_context():
        with transaction():
            job = claim_next(utc_now())
            assert job is not None
            job_id = job.id
        with transaction():
            note_progress(job_id, 40, utc_now())
    assert "Wird erstellt: 40 %" in text_of(organiser.get(url))
    assert organiser.get(f"{url}/{job_id}.pdf").status_code == 404
    with app.app_context():
        with transaction():
            hand_back(job_id, utc_now())
        assert do_due(utc_now, threading.Event())
    page = organiser.get(url)
    assert "Fertig" in text_of(page)
    assert page_of(page).xpath("//*[@data-live-done]")
    (link,) = page_of(page).xpath("//main//a[contains(@href, '.pdf')]/@href")
    document = organiser.get(link)
    assert document.mimetype == "application/pdf"
    assert document.headers["Cache-Control"] == "no-store"
    assert "einlass-" in document.headers["Content-Disposition"]


def test_a_list_belongs_to_its_event(app: Flask, organiser: FlaskClient) -> None:
    url = place(app)
    submit(organiser, url)
    with app.app_context():
        event = make_event(slug="anderes")
        other = f"/orga/anderes/einlass/{event.last_day.date}/liste"
        assert do_due(utc_now, threading.Event())
    (link,) = page_of(organiser.get(url)).xpath("//main//a[contains(@href, '.pdf')]/@href")
    number = link.rpartition("/")[2]
    assert organiser.get(f"{other}/{number}").status_code == 404
    assert app.test_client().get(link).status_code == 302


def test_the_address_of_before_leads_to_the_page(app: Flask, organiser: FlaskClient) -> None:
    url = place(app)
    answer = organiser.get(f"{url}.pdf?art=buergerticket")
    assert answer.location == f"{url}?art=buergerticket"
    assert page_of(organiser.get(answer.location)).xpath("//option[@selected]/@value") == [
        "buergerticket"
    ]
    assert submit(organiser, url, art="nichts").status_code == 404
