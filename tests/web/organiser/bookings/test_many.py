"""Something is done to many bookings in the browser: looked at, begun once, followed."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.bookings.bulk.models import BulkRun
from ortenaudigital.bookings.bulk.worker import do_many
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.events.models import TicketType
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.factories import make_booking, make_event
from tests.web.forms import page_of, submit, text_of
from tests.web.organiser.test_needs_page import as_


@pytest.fixture
def page(app: Flask) -> str:
    with app.app_context():
        event, other = make_event(), make_event(slug="andere", title="Andere")
        for language in ("de", "de", "fr"):
            make_booking(event, utc_now(), language=language)
        make_booking(other, utc_now())
        return f"/orga/{event.slug}/buchungen"


def preview(client: FlaskClient, page: str, **values: object) -> dict[str, str]:
    shown = page_of(client.get(f"{page}/viele", query_string=values))
    return dict(shown.xpath("//form[@data-once]")[-1].form_values())


def test_all_of_a_selection_are_cancelled_once(
    app: Flask, organiser: FlaskClient, page: str
) -> None:
    (form,) = page_of(organiser.get(f"{page}?sprache=de")).xpath("//form[@id='many']")
    values = {**dict(form.form_values()), "deed": "cancel", "wer": "alle"}
    assert "Es geht um 2 Buchungen." in text_of(organiser.get(f"{page}/viele", query_string=values))
    data = preview(organiser, page, **values)
    first, second = (organiser.post(f"{page}/viele", data=data) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    with app.app_context():
        do_many(utc_now)
        left = db.session.scalars(select(Booking.language).where(Booking.cancelled_at.is_(None)))
        assert sorted(left) == ["de", "fr"]
    done = text_of(organiser.get(first.location))
    assert "Fertig seit" in done
    back = f"{first.location}/zuruecknehmen"
    assert back in organiser.get(first.location).get_data(as_text=True)
    assert "Es geht um 2 Buchungen." in text_of(organiser.get(back))
    assert len(page_of(organiser.get(f"{first.location}?status=done")).xpath("//tbody/tr")) == 2
    (_, *rows) = submit(
        organiser, f"{first.location}?status=done", "?status=done"
    ).text.splitlines()
    assert [row.split(";")[4] for row in rows] == ["Erledigt"] * 2
    assert "Fertig" in text_of(organiser.get(f"{page}/vorgaenge"))
    begun = submit(organiser, back)
    assert begun.status_code == 303
    with app.app_context():
        do_many(utc_now)
        assert not db.session.scalars(
            select(Booking).where(Booking.cancelled_at.is_not(None))
        ).all()
    undone = organiser.get(begun.location)
    assert "Stornierung vieler Buchungen zurücknehmen" in text_of(undone)
    assert "/zuruecknehmen" not in undone.get_data(as_text=True)
    assert "/zuruecknehmen" not in organiser.get(first.location).get_data(as_text=True)


def test_nothing_ticked_is_nobody_and_never_everybody(organiser: FlaskClient, page: str) -> None:
    shown = organiser.get(f"{page}/viele", query_string={"deed": "cancel"})
    assert "Es ist nichts angekreuzt" in text_of(shown)
    assert not page_of(shown).xpath("//form[@data-once][contains(@action, 'viele')]")
    (token, *_) = page_of(organiser.get(page)).xpath("//input[@name='csrf_token']/@value")
    refused = organiser.post(f"{page}/viele", data={"csrf_token": token, "deed": "cancel"})
    assert refused.status_code == 422


def test_without_a_known_deed_nothing_is_begun(
    app: Flask, organiser: FlaskClient, page: str
) -> None:
    data = preview(organiser, page, deed="resend", wer="alle")
    for deed in ("cancle", ""):
        answer = organiser.post(f"{page}/viele", data={**data, "deed": deed})
        assert answer.status_code == 422
        assert "was geschehen soll" in text_of(answer)
    with app.app_context():
        assert db.session.scalars(select(BulkRun)).all() == []


def test_a_number_that_is_none_begins_the_list(organiser: FlaskClient, page: str) -> None:
    data = preview(organiser, page, deed="resend", wer="alle")
    run = organiser.post(f"{page}/viele", data=data).location
    for url in (f"{page}/vorgaenge", run):
        assert organiser.get(f"{url}?nach={'9' * 30}").status_code == 200


def test_tickets_move_once_a_type_is_chosen_and_it_is_known_what_lacks(
    app: Flask, organiser: FlaskClient, page: str
) -> None:
    with app.app_context():
        slug = "fachticket"
        with transaction():
            for target in db.session.scalars(select(TicketType).where(TicketType.slug == slug)):
                target.quota.resize(1)
    asked = {"deed": "move", "wer": "alle"}
    chosen = page_of(organiser.get(f"{page}/viele", query_string=asked))
    assert not chosen.xpath("//h2[@id='preview']")
    assert slug in chosen.xpath("//input[@name='ziel']/@value")
    asked |= {"ziel": slug}
    assert "Dafür fehlen 2 Plätze" in text_of(organiser.get(f"{page}/viele", query_string=asked))
    data = preview(organiser, page, **asked) | {"reason": "Der Saal ist groß genug"}
    begun = organiser.post(f"{page}/viele", data=data)
    with app.app_context():
        do_many(utc_now)
        tickets = db.session.scalars(select(Ticket.ticket_type_id)).all()
        assert tickets.count(db.session.scalar(select(BulkRun.ticket_type_id))) == 3
    assert "Erledigt" in text_of(organiser.get(begun.location))
    back = f"{begun.location}/zuruecknehmen"
    assert back in organiser.get(begun.location).get_data(as_text=True)
    undone = submit(organiser, back)
    assert "Umtausch vieler Buchungen zurücknehmen" in text_of(organiser.get(undone.location))
    with app.app_context():
        do_many(utc_now)
        moved = db.session.scalars(select(BulkRun.ticket_type_id).order_by(BulkRun.id)).all()[0]
        assert moved not in db.session.scalars(select(Ticket.ticket_type_id)).all()
    assert back not in organiser.get(begun.location).get_data(as_text=True)


def test_only_ticked_ones_of_this_event_are_meant(
    app: Flask, organiser: FlaskClient, page: str
) -> None:
    with app.app_context():
        ids = [str(each) for each in db.session.scalars(select(Booking.id))]
    # Of four that are ticked, one is of another event.
    data = preview(organiser, page, deed="resend", booking=[*ids, "x"])
    assert data["number"] == "3"
    changed = organiser.post(f"{page}/viele", data=data | {"number": "2"})
    assert changed.status_code == 409
    assert "Es wurde nichts geändert." in text_of(changed)
    with app.app_context():
        assert db.session.scalars(select(BulkRun)).all() == []


def test_who_only_reads_is_offered_nothing(app: Flask, page: str) -> None:
    reader = as_(app, Role.READER)
    assert not page_of(reader.get(page)).xpath("//form[@id='many'] | //td/input")
    assert reader.get(f"{page}/viele").status_code == 403
    assert reader.get(f"{page}/vorgaenge").status_code == 200


def test_what_came_of_each_goes_on_over_pages(
    app: Flask, organiser: FlaskClient, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ortenaudigital.kernel.paging.PAGE_SIZE", 2)
    data = preview(organiser, page, deed="resend", wer="alle")
    run = organiser.post(f"{page}/viele", data=data).location
    first = page_of(organiser.get(run))
    (further,) = first.xpath("//a[@rel='next']/@href")
    second = page_of(organiser.get(f"{run}{further}"))
    assert [len(each.xpath("//tbody/tr")) for each in (first, second)] == [2, 1]
    assert not second.xpath("//a[@rel='next']")
