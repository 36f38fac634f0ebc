"""What the organiser sees of the door, and what becomes of what they press."""

from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.bookings.models import Booking
from ortenaudigital.checkin.rules import Action
from ortenaudigital.checkin.scans.conflicts import count_conflicts
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.factories import make_device
from tests.web.forms import page_of, submit, text_of
from tests.web.organiser.checkin.door import Door, code_of

BASE = "/orga/ortenau-digital-2027"


def test_live_view_has_the_figures_of_a_day(organiser: FlaskClient, door: Door) -> None:
    door.deed(code_of(door, 1))
    door.deed(action=Action.WALK_IN, ticket_type_id=door.type_ids[0], name="Rita Spontan")
    words = text_of(organiser.get(f"{BASE}/einlass"))
    assert "Heute eingelassen 2 von 3" in words
    assert "Rita Spontan" in words
    yesterday = (door.today - timedelta(days=1)).isoformat()
    other = text_of(organiser.get(f"{BASE}/einlass?tag={yesterday}"))
    assert "Eingelassen 0 in den" in other or "Eingelassen 0 kommen noch" in other
    assert "Rita Spontan" not in other


def test_going_out_is_told_where_it_is_scanned(organiser: FlaskClient, door: Door) -> None:
    assert "wieder draußen" not in text_of(organiser.get(f"{BASE}/einlass"))
    with door.app.app_context(), transaction():
        get_event("ortenau-digital-2027").reentry = True
    door.deed(code_of(door, 1))
    door.deed(code_of(door, 1), action=Action.EXIT)
    assert "1 ist wieder draußen" in text_of(organiser.get(f"{BASE}/einlass"))


def test_days_that_are_none_are_not_found(organiser: FlaskClient, door: Door) -> None:
    for day in ("2020-01-01", "heute", "20270930"):
        for page in ("protokoll", "liste", "liste.pdf", "nachtragen"):
            assert organiser.get(f"{BASE}/einlass/{day}/{page}").status_code == 404
        assert organiser.get(f"{BASE}/einlass?tag={day}").status_code == 404
    assert organiser.get(f"{BASE}/einlass/{door.today}/liste.pdf?art=nichts").status_code == 404
    yesterday = door.today - timedelta(days=1)
    assert (
        organiser.get(f"{BASE}/einlass/{yesterday}/liste.pdf?art=buergerticket").status_code == 404
    )


def test_a_conflict_is_seen_everywhere_and_settled(organiser: FlaskClient, door: Door) -> None:
    with door.app.app_context():
        event = get_event("ortenau-digital-2027")
        _, back = make_device(event, "Nebeneingang", now=utc_now())
    door.deed(code_of(door, 1), shown="welcome")
    door.deed(code_of(door, 1), token=back, shown="welcome")
    page = f"{BASE}/einlass/konflikte"
    words = text_of(organiser.get(page))
    assert words.count("Zweimal eingelassen") == 3, "the heading, the names of box and button"
    assert "Haupteingang" in words
    assert "Nebeneingang" in words
    assert "1 Konflikt am Einlass" in text_of(organiser.get(f"{BASE}/"))
    assert "1 Konflikt am Einlass" in text_of(organiser.get(f"{BASE}/einlass"))
    assert "Konflikt" in text_of(organiser.get(f"{BASE}/buchungen/{door.booking_id}"))

    answer = submit(organiser, page, "/erledigt")

    assert (answer.status_code, answer.location) == (303, page)
    assert "Zweimal eingelassen" not in text_of(organiser.get(page))
    assert "Zweimal eingelassen" in text_of(organiser.get(f"{page}?status=settled"))
    assert "Konflikt am Einlass erledigt" in text_of(
        organiser.get(f"{BASE}/buchungen/{door.booking_id}")
    )
    with door.app.app_context():
        assert count_conflicts("ortenau-digital-2027") == (0, 1)


def test_each_kind_of_conflict_has_words(organiser: FlaskClient, door: Door) -> None:
    door.deed("nonsense", shown="welcome")
    door.deed(code_of(door, 1), shown="cancelled")
    door.deed("nonsense", shown="cancelled")
    words = text_of(organiser.get(f"{BASE}/einlass/konflikte"))
    for title in (
        "Eingelassen, obwohl das Ticket nicht galt",
        "Abgewiesen, obwohl das Ticket galt",
        "Abgewiesen, aber aus anderem Grund",
    ):
        assert title in words


def test_what_was_done_by_hand_has_its_reason(organiser: FlaskClient, door: Door) -> None:
    sent = submit(organiser, f"{BASE}/geraete", f"/{door.device_id}/von-hand")
    assert sent.status_code == 303
    door.deed(code_of(door, 2), action=Action.OVERRIDE, reason="kennt die Bürgermeisterin")
    words = text_of(organiser.get(f"{BASE}/einlass/{door.today}/protokoll"))
    assert "Von Hand eingelassen · Haupteingang" in words
    assert "kennt die Bürgermeisterin" in words
    assert code_of(door, 2) in words
    booking = text_of(organiser.get(f"{BASE}/buchungen/{door.booking_id}"))
    assert "kennt die Bürgermeisterin" in booking
    assert "Ticket 2 von Hand eingelassen" in booking
    submit(organiser, f"{BASE}/geraete", f"/{door.device_id}/von-hand")
    with door.app.app_context():
        assert not door.device().may_override


def test_a_walk_in_has_a_name_and_no_letters(organiser: FlaskClient, door: Door) -> None:
    door.deed(action=Action.WALK_IN, ticket_type_id=door.type_ids[0])
    assert "Spontaneinlass" in text_of(organiser.get(f"{BASE}/buchungen"))
    with door.app.app_context():
        booking = db.session.scalars(select(Booking).where(Booking.at_door)).one()
    page = organiser.get(f"{BASE}/buchungen/{booking.id}")
    words = text_of(page)
    assert "Spontan eingelassen" in words
    assert "gelöscht" not in words
    actions = page_of(page).xpath("//form/@action")
    assert not [each for each in actions if each.endswith(("/senden", "/neu"))]
    assert "Eine Bestätigung geht an" not in words
