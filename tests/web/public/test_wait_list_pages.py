"""Wait for places, as a guest does it without JavaScript: pages, answers, what comes of them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.holds.models import Hold
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.bookings.wait_list.links import entry_key
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.bookings.wait_list.rules import EntryState
from ortenaudigital.events.models import Event, Quota, TicketType
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.models import Letter
from tests.factories import make_booking, make_event_today
from tests.features.bookings.wait_list.people import rounds
from tests.invited import set_type
from tests.web.forms import page_of, submit, text_of

GOOD = {"first_name": "Wanda", "last_name": "Wartet", "email": "wanda@example.org"}


@pytest.fixture
def slug(app: Flask) -> str:
    """An event of two places that are gone."""
    with app.app_context():
        event = make_event_today(quota=2)
        make_booking(event, utc_now(), number=2)
        return event.slug


def wait(client: FlaskClient, slug: str, **changes: str) -> int:
    return submit(client, f"/{slug}/warteliste", **(GOOD | changes)).status_code


def key_of(app: Flask, email: str = "wanda@example.org") -> str:
    with app.app_context():
        query = select(WaitListEntry.id).where(WaitListEntry.mailbox == email)
        return entry_key(db.session.scalars(query).one())


def free_one(app: Flask, number: int = 1) -> None:
    """Give places back, and let the worker do its rounds."""
    with app.app_context():
        with transaction():
            booking = get_booking(db.session.scalars(select(Booking.id)).first())  # type: ignore[arg-type]  # found
            cancel_tickets(booking, set(range(1, number + 1)), utc_now())
        rounds(utc_now())


def count(app: Flask, table: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def state(app: Flask) -> EntryState:
    with app.app_context():
        return db.session.scalars(select(WaitListEntry.state)).one()


def test_who_finds_nothing_left_is_led_to_the_wait_list(client: FlaskClient, slug: str) -> None:
    for address in (f"/{slug}/", f"/{slug}/tickets"):
        answer = client.get(address)
        assert "/warteliste" in str(page_of(answer).xpath("//a/@href"))
        assert "bieten wir es der Reihe nach per E-Mail an" in text_of(answer)


def test_nobody_is_led_there_while_there_is_enough(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        event = make_event_today(quota=50)
    for address in (f"/{event.slug}/", f"/{event.slug}/tickets"):
        assert b"/warteliste" not in client.get(address).data


def test_a_group_that_is_too_large_is_told_of_it(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        event = make_event_today(quota=2)
    assert b"/warteliste" in client.get(f"/{event.slug}/tickets").data
    words = text_of(client.get(f"/{event.slug}/warteliste"))
    assert "Reichen Ihnen höchstens 2? Dann buchen Sie gleich" in words
    answer = submit(client, f"/{event.slug}/warteliste", **GOOD, number="2")
    assert answer.status_code == 409
    assert "Sie müssen nicht warten" in text_of(answer)
    assert wait(client, event.slug, number="3") == 303


def test_the_answer_is_the_same_whether_one_waits_already(
    app: Flask, client: FlaskClient, slug: str
) -> None:
    first = submit(client, f"/{slug}/warteliste", **GOOD)
    second = submit(client, f"/{slug}/warteliste", **GOOD)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert "Wir haben Ihnen geschrieben" in text_of(client.get(first.location))
    assert count(app, WaitListEntry) == 1
    with app.app_context():
        written = select(Letter.kind).where(Letter.kind.contains("wait")).order_by(Letter.id)
        kinds = db.session.scalars(written).all()
    assert kinds == ["bookings.wait_list_joined", "bookings.wait_list_already"]


def test_the_same_form_sent_twice_is_one_entry(app: Flask, client: FlaskClient, slug: str) -> None:
    page = page_of(client.get(f"/{slug}/warteliste"))
    sent = dict(page.forms[0].form_values()) | GOOD
    assert [client.post(f"/{slug}/warteliste", data=sent).status_code for _ in range(2)] == [
        303
    ] * 2
    with app.app_context():
        kinds = db.session.scalars(select(Letter.kind).where(Letter.kind.contains("wait"))).all()
    assert kinds == ["bookings.wait_list_joined"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"first_name": ""}, "Bitte geben Sie Ihren Vornamen an."),
        ({"last_name": "x" * 81}, "Der Nachname darf höchstens 80 Zeichen haben."),
        ({"last_name": "www.spam.example"}, "Bitte"),
        ({"email": "wanda"}, "Bitte prüfen Sie die E-Mail-Adresse"),
        ({"email": "a@example.org\r\nBcc: b@example.org"}, "Bitte prüfen Sie die E-Mail-Adresse"),
        ({"number": "viele"}, "Bitte"),
        ({"request_id": "x"}, "Bitte senden Sie das Formular noch einmal ab."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    app: Flask, client: FlaskClient, slug: str, changes: dict[str, str], words: str
) -> None:
    answer = submit(client, f"/{slug}/warteliste", **(GOOD | changes))
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert "Wartet" in answer.get_data(as_text=True) or "last_name" in changes
    assert count(app, WaitListEntry) == 0


def test_an_offer_is_accepted_by_a_button_only(app: Flask, client: FlaskClient, slug: str) -> None:
    assert wait(client, slug) == 303
    key = key_of(app)
    entry = f"/{slug}/warteliste/{key}"
    assert "Vor Ihnen steht niemand." in text_of(client.get(entry))
    free_one(app)
    assert "Es gibt ein Angebot für Sie" in text_of(client.get(entry))
    for _ in range(2):
        assert "Ein Platz ist für Sie frei" in text_of(client.get(f"/angebot/{key}"))
    assert count(app, Booking) == 1
    answer = submit(client, f"/angebot/{key}", "/annehmen")
    assert answer.status_code == 303
    assert "Hier ist Ihr Ticket" in text_of(client.get(answer.location))
    # The link of the letter leads to the booking from now on.
    again = client.get(f"/angebot/{key}")
    assert answer.location in page_of(again).xpath("//a/@href")
    assert client.post(f"/angebot/{key}/annehmen", data={"number": "1"}).location == answer.location
    assert count(app, Booking) == 2
    assert count(app, Ticket) == 3


def test_whoever_takes_fewer_says_how_many(app: Flask, client: FlaskClient, slug: str) -> None:
    assert wait(client, slug, number="2") == 303
    key = key_of(app)
    free_one(app, 2)
    answer = submit(client, f"/angebot/{key}", "/annehmen", number="1")
    assert answer.status_code == 303
    assert "Hier ist Ihr Ticket" in text_of(client.get(answer.location))


@pytest.mark.parametrize("number", ["3", "0", "x", ""])
def test_a_number_that_was_not_offered_books_nothing(
    app: Flask, client: FlaskClient, slug: str, number: str
) -> None:
    assert wait(client, slug, number="2") == 303
    free_one(app, 2)
    answer = client.post(f"/angebot/{key_of(app)}/annehmen", data={"number": number})
    assert answer.status_code == 422
    assert count(app, Booking) == 1


def test_an_offer_is_declined_by_a_button(app: Flask, client: FlaskClient, slug: str) -> None:
    assert wait(client, slug) == 303
    key = key_of(app)
    free_one(app)
    answer = submit(client, f"/angebot/{key}", "/ablehnen")
    assert answer.status_code == 303
    assert "Sie haben das Angebot abgelehnt" in text_of(client.get(answer.location))
    late = client.post(f"/angebot/{key}/annehmen", data={"number": "1"})
    assert late.status_code == 409
    assert "Dieses Angebot gilt nicht mehr. Es wurde nichts gebucht." in text_of(late)
    assert client.post(f"/angebot/{key}/ablehnen").status_code == 409


def test_an_offer_whose_time_is_over_says_so_before_any_round(
    app: Flask, client: FlaskClient, slug: str
) -> None:
    assert wait(client, slug) == 303
    key = key_of(app)
    free_one(app)
    with app.app_context(), transaction():
        db.session.execute(update(Hold).values(until=utc_now() - timedelta(seconds=1)))
    assert "Dieses Angebot gilt nicht mehr" in text_of(client.get(f"/angebot/{key}"))
    assert "Dieses Angebot gilt nicht mehr" in text_of(client.get(f"/{slug}/warteliste/{key}"))
    answer = client.post(f"/angebot/{key}/annehmen", data={"number": "1"})
    assert answer.status_code == 409
    assert count(app, Booking) == 1


def test_leaving_takes_a_button_too(app: Flask, client: FlaskClient, slug: str) -> None:
    assert wait(client, slug) == 303
    address = f"/{slug}/warteliste/{key_of(app)}"
    client.get(address)
    assert state(app) is EntryState.WAITING
    assert submit(client, address, "/verlassen").status_code == 303
    assert state(app) is EntryState.LEFT
    assert "Sie stehen nicht mehr auf der Warteliste" in text_of(client.get(address))
    assert client.post(f"{address}/verlassen").status_code == 409


def test_the_link_of_somebody_else_opens_nothing(
    app: Flask, client: FlaskClient, slug: str
) -> None:
    assert wait(client, slug) == 303
    key = key_of(app)
    other = ("a" if key[0] != "a" else "b") + key[1:]
    foreign = f"/anders/warteliste/{key}"
    for address in (f"/angebot/{other}", f"/{slug}/warteliste/{other}", foreign):
        assert client.get(address).status_code == 404
    assert client.post(f"/angebot/{other}/annehmen").status_code == 404


def test_a_list_that_is_closed_says_so(app: Flask, client: FlaskClient, slug: str) -> None:
    with app.app_context(), transaction():
        db.session.execute(update(TicketType).values(wait_list_open=False))
    answer = client.get(f"/{slug}/warteliste")
    assert "Die Warteliste ist geschlossen" in text_of(answer)
    assert b"<form" not in answer.data
    assert b"/warteliste" not in client.get(f"/{slug}/tickets").data


def test_the_end_of_booking_is_the_end_of_the_list(
    app: Flask, client: FlaskClient, slug: str
) -> None:
    with app.app_context(), transaction():
        db.session.execute(update(Event).values(booking_closes_at=utc_now()))
    words = text_of(client.get(f"/{slug}/warteliste"))
    assert "Die Warteliste ist geschlossen Die Buchung ist geschlossen." in words


def test_what_is_kept_for_others_is_not_shown_as_free(
    app: Flask, client: FlaskClient, slug: str
) -> None:
    assert wait(client, slug, number="2") == 303
    with app.app_context(), transaction():
        db.session.execute(update(Quota).where(Quota.taken == 2).values(taken=0, freed=1, saved=1))
    assert "Alle Plätze sind vergeben" in text_of(client.get(f"/{slug}/"))
    assert "Alle Plätze sind vergeben" in text_of(client.get(f"/{slug}/tickets"))


def free_without_worker(app: Flask) -> None:
    with app.app_context(), transaction():
        booking = get_booking(db.session.scalars(select(Booking.id)).first())  # type: ignore[arg-type]  # found
        cancel_tickets(booking, {1}, utc_now())


def test_while_no_worker_runs_a_place_is_kept_for_who_waits_and_that_is_said(
    app: Flask, client: FlaskClient, slug: str
) -> None:
    assert wait(client, slug) == 303
    free_without_worker(app)
    words = text_of(client.get(f"/{slug}/tickets"))
    assert "Sie werden zuerst denen angeboten, die auf der Warteliste stehen." in words
    assert state(app) is EntryState.WAITING


def test_while_no_worker_runs_what_fits_nobody_is_booked(
    app: Flask, client: FlaskClient, slug: str
) -> None:
    """The one who waits needs two, and one came free."""
    assert wait(client, slug, number="2") == 303
    page = page_of(client.get(f"/{slug}/warteliste"))
    free_without_worker(app)
    with app.app_context():
        assert db.session.scalars(select(Quota.freed).where(Quota.freed > 0)).all()
    assert page.xpath("//form")
    answer = submit(client, f"/{slug}/tickets", **(GOOD | {"email": "karl@example.org"}))
    assert answer.status_code == 303
    assert count(app, Booking) == 2


def test_a_form_from_before_books_what_came_free_for_nobody(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        event = make_event_today(quota=2)
        make_booking(event, utc_now())
        slug = event.slug
    form = dict(page_of(client.get(f"/{slug}/tickets")).forms[0].form_values()) | GOOD
    with app.app_context():
        make_booking(get_event(slug), utc_now())
    assert wait(client, slug, number="2", email="zwei@example.org") == 303
    free_without_worker(app)
    form["request_id"] = str(uuid4())
    answer = client.post(f"/{slug}/tickets", data=form)
    assert (answer.status_code, count(app, Booking)) == (303, 3)


def test_who_leaves_last_leaves_the_place_to_everybody(
    app: Flask, client: FlaskClient, slug: str
) -> None:
    assert wait(client, slug) == 303
    address = f"/{slug}/warteliste/{key_of(app)}"
    free_without_worker(app)
    assert submit(client, address, "/verlassen").status_code == 303
    with app.app_context():
        assert not db.session.scalars(select(Quota.freed).where(Quota.freed > 0)).all()


def test_nobody_joins_a_list_for_what_is_kept_for_nobody(
    app: Flask, client: FlaskClient, slug: str
) -> None:
    assert wait(client, slug, number="2") == 303
    sent = dict(page_of(client.get(f"/{slug}/warteliste")).forms[0].form_values())
    free_without_worker(app)
    answer = client.post(f"/{slug}/warteliste", data=sent | GOOD | {"email": "karl@example.org"})
    assert answer.status_code == 409
    assert "Sie müssen nicht warten" in text_of(answer)


def test_with_several_types_each_says_what_is_left(app: Flask, client: FlaskClient) -> None:
    """Nobody who waits for one type is told to take another, of which there is enough."""
    with app.app_context():
        slug = make_event_today(quota=2).slug
        set_type(slug, 1, access="public")
        make_booking(get_event(slug), utc_now(), number=2)
    words = text_of(client.get(f"/{slug}/warteliste"))
    assert "· ausgebucht" in words
    assert "· noch 20 Plätze frei" in words
    assert "Gerade sind noch Plätze frei" not in words
