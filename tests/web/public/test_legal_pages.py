"""Imprint and privacy notice say what is known about the towns, and nothing else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.links import booking_url, ticket_url
from ortenaudigital.event_changes.commands import import_event
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.rules import RETENTION
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.fair.links import portal_url
from ortenaudigital.fair.rules import CONFIRM_WITHIN
from ortenaudigital.jobs.rules import KEEP
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.db.errors import DatabaseUnavailable
from tests.factories import (
    BOOKED_AT,
    TOWN_FILE,
    event_file_text,
    make_booking,
    make_event,
    make_event_today,
    make_exhibitor,
    make_towns,
)
from tests.web.forms import page_of, text_of

PAGES = ("impressum", "datenschutz")
OF_EVENT = [f"/ortenau-digital-2027/{page}" for page in PAGES]
KEHL = (
    *("Stadt Kehl", "Rathausplatz 1", "77694 Kehl", "07851 000-1", "stadt@kehl.example"),
    "www.kehl.example",
)


def read(client: FlaskClient, address: str) -> str:
    """Return the words of a page's main part, in one line."""
    answer = client.get(address)
    assert answer.status_code == 200
    (main,) = page_of(answer).xpath("//main")
    return " ".join(main.text_content().split())


def links_of(client: FlaskClient, address: str) -> list[str]:
    """Return where all links of a page lead."""
    answer = client.get(address, follow_redirects=True)
    assert answer.status_code == 200
    return [str(link) for link in page_of(answer).xpath("//a/@href")]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ("Ausgerichtet von", "Gemeinsam veranstaltet mit", "Vertreten durch:", "§ 5")),
        ("en", ("Hosted by", "Organised together with", "Represented by:", "section 5")),
        ("fr", ("Accueilli par", "Organisé conjointement avec", "Représentant légal", "DDG")),
    ],
)
def test_the_imprint_of_an_event_names_its_towns(
    app: Flask, client: FlaskClient, language: str, words: tuple[str, ...]
) -> None:
    with app.app_context():
        make_event()
    page = read(client, f"/ortenau-digital-2027/impressum?lang={language}")
    for piece in (*words, *KEHL, "Oberbürgermeisterin Vera Vertreten", "Freiburg", "Stadt Lahr"):
        assert piece in page
    assert page.index("Stadt Kehl") < page.index("Stadt Lahr"), "the host comes first"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ("gemeinsam verantwortlich (Artikel 26 DSGVO)", "Kehl beantwortet Anfragen.")),
        ("en", ("jointly responsible", "Kehl answers.")),
        ("fr", ("conjointement responsables", "Kehl répond.")),
    ],
)
def test_the_notice_of_an_event_names_controllers_officers_and_authority(
    app: Flask, client: FlaskClient, language: str, words: tuple[str, ...]
) -> None:
    with app.app_context():
        make_event()
    page = read(client, f"/ortenau-digital-2027/datenschutz?lang={language}")
    for piece in (
        *words,
        *KEHL,
        *("Stadt Lahr", "Rathausplatz 4", "Dorothea Datenschutz", "datenschutz@kehl.example"),
        *("Datenschutzbeauftragter der Stadt Lahr", "07821 000-2", "Landesbeauftragte Behörde"),
        # Whom to write to: the contact of the event.
        "orga@example.org",
    ):
        assert piece in page
    assert page.count("Landesbeauftragte Behörde") == 1, "one authority, once"


def test_periods_are_those_of_the_code(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event()
    page = read(client, "/ortenau-digital-2027/datenschutz")
    assert f"{RETENTION.days} Tage nach dem letzten Tag, für den Ihre Tickets gelten" in page
    assert "ist das spätestens am 29.10.2027" in page
    assert f"löschen wir nach {CONFIRM_WITHIN.days} Tagen" in page
    assert KEEP.days == 1
    assert "löschen wir nach einem Tag aus der Anwendung" in page


def test_one_town_alone_is_no_joint_controller(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event()
        alone = event_file_text().replace('co_organisers = ["lahr"]', "")
        with transaction():
            import_event(read_event_file(alone), Decision(), BOOKED_AT, "olga")
    notice, imprint = (read(client, address) for address in reversed(OF_EVENT))
    assert "Artikel 26" not in notice
    assert "ist verantwortlich: Stadt Kehl" in notice
    assert "Gemeinsam veranstaltet" not in imprint
    assert "Stadt Lahr" not in notice + imprint


def test_the_pages_of_the_house_name_its_operator_and_lead_to_the_events(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        make_event_today()
        make_event_today(slug="zweite", title="Zweite")
    for page in PAGES:
        words = read(client, f"/{page}")
        for piece in KEHL:
            assert piece in words
        assert "Rathausplatz 4" not in words, "Lahr runs nothing here"
        links = links_of(client, f"/{page}")
        assert {f"/{slug}/{page}" for slug in ("ortenau-digital-2027", "zweite")} <= set(links)


def test_who_runs_the_pages_of_others_is_named_apart(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event()
        make_towns(
            '[[town]]\nslug = "achern"\nname = "Stadt Achern"\nshort_name = "Achern"\n'
            'address = "Illenauer Allee 1, 77855 Achern"\noperator = true\n'
        )
    imprint, notice = (read(client, address) for address in OF_EVENT)
    assert "Diese Seiten betreibt: Stadt Achern Illenauer Allee 1" in imprint
    assert "Stadt Achern, wo diese Seiten betrieben werden." in notice


@pytest.mark.parametrize("language", ["de", "en", "fr"])
def test_what_is_not_known_is_left_out(app: Flask, client: FlaskClient, language: str) -> None:
    bare = "\n".join(
        line
        for line in TOWN_FILE.splitlines()
        if line.startswith(("[[", "slug", "name", "short_name", "operator"))
    )
    with app.app_context():
        make_event(stands="")
        make_towns(bare)
        text = event_file_text(stands="").replace('contact_email = "orga@example.org"\n', "")
        text = "\n".join(line for line in text.splitlines() if not line.startswith("arrangement"))
        with transaction():
            import_event(read_event_file(text), Decision(), BOOKED_AT, "olga")
    labels = {
        "de": ("Telefon:", "E-Mail:", "Internet:", "Vertreten durch", "Aufsichtsbehörde:"),
        "en": ("Phone:", "E-mail:", "Website:", "Represented by", "Supervisory body"),
        "fr": (
            "Téléphone :",
            "E-mail :",
            "Site web :",
            "Représentant légal",
            "Autorité de tutelle",
        ),
    }
    for address in (*(f"/{page}" for page in PAGES), *OF_EVENT):
        page = read(client, f"{address}?lang={language}")
        for label in (*labels[language], "None", "()"):
            assert label not in page
        assert "Stadt Kehl" in page
    for address in ("/", "/barrierefreiheit", "/leichte-sprache", "/ortenau-digital-2027/"):
        assert not any(link.startswith("mailto:") for link in links_of(client, address))


def test_no_page_asks_to_write_to_nobody(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        event = make_event_today()
        booking, cancelled = make_booking(event, utc_now()), make_booking(event, utc_now())
        exhibitor = make_exhibitor(event)
        with transaction():
            cancel_tickets(cancelled, {1}, utc_now())
            event.contact_email = ""
        make_towns('[[town]]\nslug = "kehl"\nname = "Stadt Kehl"\nshort_name = "Kehl"\n')
        pages = (
            booking_url(booking),
            *(ticket_url(each.tickets[0]) for each in (booking, cancelled)),
            portal_url(exhibitor.id),
            *(f"/{event.slug}/{page}" for page in ("", "tickets", "aussteller/bewerbung")),
        )
        addresses = [page.removeprefix("http://localhost") for page in pages]
    for address in addresses:
        assert not [link for link in links_of(client, address) if link == "mailto:"]
        page = text_of(client.get(address, follow_redirects=True))
        for words in ("Fragen beantworten wir gern", "helfen gern:", "Schreiben Sie uns:"):
            assert words not in page


def test_a_house_without_towns_shows_its_pages(client: FlaskClient) -> None:
    for address in ("/impressum", "/datenschutz", "/barrierefreiheit", "/leichte-sprache"):
        assert not any(link.startswith("mailto:") for link in links_of(client, address))
        assert "Veranstaltungen von" not in text_of(client.get(address))


def test_every_page_names_the_towns_of_what_it_is_about(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event()
        make_towns('[[town]]\nslug = "achern"\nname = "Stadt Achern"\nshort_name = "Achern"\n')
    event = text_of(client.get("/ortenau-digital-2027/"))
    assert "Eine Veranstaltung von Kehl und Lahr" in event
    house = text_of(client.get("/impressum?lang=fr"))
    assert "Des événements organisés par Achern, Kehl et Lahr" in house
    assert "Achern · Kehl · Lahr" in house


def test_forms_lead_to_the_notice_of_their_event(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event_today(first="2098-09-30", second="2098-10-01", opens="09:00", closes="13:00")
    for form in ("tickets", "aussteller/bewerbung"):
        links = links_of(client, f"/ortenau-digital-2027/{form}")
        assert "/ortenau-digital-2027/datenschutz" in links


def test_an_error_names_where_to_write_to_also_without_a_database(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        make_towns()
    assert "Schreiben Sie uns: stadt@kehl.example" in text_of(client.get("/gibt-es-nicht/"))

    def gone(*_: object, **__: object) -> None:
        raise DatabaseUnavailable("gone")

    monkeypatch.setattr(db.session, "scalar", gone)
    monkeypatch.setattr(db.session, "execute", gone)
    monkeypatch.setattr(db.session, "scalars", gone)
    answer = client.get("/ortenau-digital-2027/impressum")
    assert answer.status_code == 503
    assert "Schreiben Sie uns: stadt@kehl.example" in text_of(answer)
