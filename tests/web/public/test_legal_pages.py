"""Imprint and privacy notice say what is known about the towns, and nothing else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.event_changes.commands import import_event
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.rules import RETENTION
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.fair.applications.rules import CONFIRM_WITHIN
from ortenaudigital.jobs.rules import KEEP
from ortenaudigital.kernel.db import transaction
from tests.factories import (
    BOOKED_AT,
    TOWN_FILE,
    event_file_text,
    make_event,
    make_event_today,
    make_towns,
)
from tests.web.forms import links_of, page_of

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
