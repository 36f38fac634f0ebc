"""The pages on which organisers change a booking: what they ask, say and do."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.accounts.permissions import PERMISSIONS, Permission, Role
from ortenaudigital.bookings.models import Booking
from ortenaudigital.events.models import Quota
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.queries import list_letters_about
from tests.web.forms import page_of, submit, text_of

BASE = "/orga/ortenau-digital-2027/buchungen"


@pytest.fixture
def url(app: Flask, booking: Booking) -> str:
    return f"{BASE}/{booking.id}"


def stored(app: Flask) -> Booking:
    return db.session.scalars(select(Booking)).unique().one()


def kinds(app: Flask, url: str) -> list[str]:
    with app.app_context():
        return [each.kind for each in list_letters_about(url.rpartition("/")[2])]


def test_what_was_changed_stands_on_the_page_and_in_the_history(
    app: Flask, organiser: FlaskClient, url: str
) -> None:
    answer = submit(
        organiser,
        f"{url}/angaben",
        first_name="Eva",
        language="fr",
        organisation="Stadt Lahr",
        name_2="Kim",
        email="neu@example.org",
    )
    assert answer.status_code == 303
    words = text_of(organiser.get(url))
    for said in (
        "Eva Müller",
        "Stadt Lahr",
        "Ticket 2: Kim",
        "Die neue Adresse gilt, sobald sie dort bestätigt ist.",
        "Sprache geändert: Deutsch wird Französisch",
        "Organisation geändert",
    ):
        assert said in words
    with app.app_context():
        assert stored(app).email == "erika@example.org"
    submit(organiser, f"{url}/angaben", email="neu@example.org", at_once="y")
    with app.app_context():
        assert stored(app).email == "neu@example.org"
    assert "am Telefon oder persönlich angegeben" in text_of(organiser.get(url))


@pytest.mark.one_database("what is read of a form does not depend on it")
@pytest.mark.parametrize(
    "fields",
    [
        {"last_name": ""},
        {"email": "erika"},
        {"language": "xx"},
        {"organisation": "https://gratis.example"},
        {"name_2": "www.gratis.example"},
        {"name_1": "x" * 81},
    ],
)
def test_what_is_wrong_changes_nothing_and_is_not_lost(
    app: Flask, organiser: FlaskClient, url: str, fields: dict[str, str]
) -> None:
    answer = submit(organiser, f"{url}/angaben", **{"first_name": "Eva", **fields})
    assert answer.status_code == 422
    assert 'value="Eva"' in answer.get_data(as_text=True)
    with app.app_context():
        assert stored(app).first_name == "Erika"


def test_tickets_are_moved_added_cancelled_and_restored(
    app: Flask, organiser: FlaskClient, url: str
) -> None:
    for action, fields, said in (
        (
            "umtauschen",
            {"positions": ["2"], "ticket_type": "fachticket"},
            "Ein Ticket ist umgetauscht.",
        ),
        ("dazu", {"ticket_type": "buergerticket", "name": "Ute"}, "Das Ticket ist dazugebucht."),
        (
            "storno",
            {"positions": ["1", "3"], "reason": "krank", "silent": "y"},
            "2 Tickets sind storniert.",
        ),
        ("zurueck", {"positions": ["3"]}, "Ein Ticket gilt wieder."),
    ):
        answer = submit(organiser, f"{url}/tickets/{action}", **fields)
        assert answer.status_code == 303, text_of(answer)
        assert said in text_of(organiser.get(url))
    words = text_of(organiser.get(url))
    assert "Ticket 2 umgetauscht: Bürgerticket wird Fachticket" in words
    assert "krank" in words
    assert "bookings.cancellation" not in kinds(app, url)
    with app.app_context():
        assert [each.position for each in stored(app).valid_tickets] == [2, 3]


def test_a_full_type_asks_for_a_reason_from_whoever_may(
    app: Flask, organiser: FlaskClient, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context(), transaction():
        for quota in db.session.scalars(select(Quota)):
            quota.resize(quota.taken)
    wanted = {"positions": ["2"], "ticket_type": "fachticket"}
    page = f"{url}/tickets/umtauschen"
    answer = submit(organiser, page, **wanted)
    assert answer.status_code == 409
    assert "Bitte geben Sie eine Begründung an." in text_of(answer)
    less = PERMISSIONS[Role.OWNER] - {Permission.PLACES_EXCEED}
    with monkeypatch.context() as changed:
        for role in (Role.OWNER, Role.ORGANISER):
            changed.setitem(PERMISSIONS, role, less)
        forced = organiser.post(
            page, data={**_token(organiser, page), **wanted, "reason": "Helferin"}
        )
        assert forced.status_code == 409
        assert not page_of(forced).xpath("//*[@name='reason']")
    assert submit(organiser, page, **wanted, reason="Helferin").status_code == 303


def _token(organiser: FlaskClient, page: str) -> dict[str, str]:
    found = page_of(organiser.get(page)).xpath("//input[@name='csrf_token']/@value")
    return {"csrf_token": found[0]}


@pytest.mark.one_database("what is read of a form does not depend on it")
@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("umtauschen", {"positions": [], "ticket_type": "fachticket"}),
        ("umtauschen", {"positions": ["77"], "ticket_type": "fachticket"}),
        ("umtauschen", {"positions": ["1"], "ticket_type": "<b>"}),
        ("dazu", {"ticket_type": "fachticket", "name": "www.gratis.example"}),
        ("dazu", {"ticket_type": ""}),
        ("storno", {"positions": ["1"], "reason": "x" * 301}),
        ("zurueck", {"positions": ["1"]}),
    ],
)
def test_hostile_input_changes_no_ticket(
    app: Flask, organiser: FlaskClient, url: str, action: str, fields: dict[str, object]
) -> None:
    page = f"{url}/tickets/{action}"
    answer = organiser.post(page, data={**_token(organiser, page), **fields})
    assert answer.status_code == 422
    with app.app_context():
        types = {each.ticket_type.slug for each in stored(app).valid_tickets}
        assert (len(stored(app).valid_tickets), types) == (2, {"buergerticket"})


def test_the_note_is_for_the_team_and_its_words_stay_out_of_the_history(
    app: Flask, organiser: FlaskClient, url: str
) -> None:
    assert submit(organiser, url, f"{url}/notiz", note="bringt Hund mit").status_code == 303
    page = page_of(organiser.get(url))
    assert page.xpath("//textarea[@name='note']")[0].text.strip() == "bringt Hund mit"
    history = page.xpath("//section[@aria-labelledby='history']")[0].text_content()
    assert "Notiz geändert" in history
    assert "Hund" not in history
