"""From which value to which: as the page says it in three languages, and as the file does."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.audit.commands import record
from ortenaudigital.audit.models import Entry
from ortenaudigital.events.sections.values import Section
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.history.values import changes_of, facts_of
from ortenaudigital.web.organiser.history.words import name_words
from tests.factories import make_event
from tests.web.forms import page_of
from tests.web.organiser.test_lists_as_files import take


def from_to(was: str, becomes: str) -> dict[str, object]:
    return {"was": was, "becomes": becomes}


EVENT = "/orga/ortenau-digital-2027/verlauf"
QUOTA = ["ticket_type[gast].quota", 300, 1350]
CLOSES = ["day[2027-10-01].closes", "13:00", "12:30"]
BOOKING = ["event.booking_opens", None, "2027-06-01T08:00:00+02:00"]
DEVICE = {"changes": [["may_override", False, True]]}
CIRCUIT = {"changes": [["circuit[K1].limit_w", 3000, 3600]]}
WITHDRAWN = {"changes": [["right", "holds", "withdrawn"]]}
DECIDED, EVENT_STATE = ("applied", "accepted"), ("draft", "published")
SAID: list[tuple[str, str, dict[str, object]]] = [
    ("events.imported", "Ticketart „gast“ · Plätze: 300 → 1.350", {"changes": [QUOTA]}),
    ("events.imported", "Tag „01.10.2027“ · Ende: 13:00 Uhr → 12:30 Uhr", {"changes": [CLOSES]}),
    ("events.imported", "Buchung ab: – → 01.06.2027, 8:00 Uhr", {"changes": [BOOKING]}),
    ("events.imported", "Tag: 01.10.2027 → 02.10.2027", {"days": ["2027-10-01 2027-10-02"]}),
    ("events.imported", "Titel", {"fields": ["event.title"]}),
    ("events.published", "Zustand: Entwurf → Veröffentlicht", from_to(*EVENT_STATE)),
    ("accounts.role_changed", "Rolle: Lesen → Leitung", from_to("reader", "owner")),
    ("stands.accepted", "Zustand: Noch nicht entschieden → Angenommen", from_to(*DECIDED)),
    ("checkin.override_set", "Darf von Hand einlassen: nein → ja", DEVICE),
    ("floor.changed", "Stromkreis „K1“ · Höchstens so viel Watt: 3.000 → 3.600", CIRCUIT),
    ("access.code_withdrawn", "Zustand: Gilt → Zurückgezogen", WITHDRAWN),
    ("bookings.view_saved", "Ansicht: – → Heute da", {"changes": [["view", None, "Heute da"]]}),
    ("letters.text_changed", "Betreff: Standardtext → Neu", {"changes": {"subject": ["", "Neu"]}}),
]


def said_of(entry: Entry) -> list[str]:
    """Write each change in one line."""
    return [
        each.name if each.becomes is None else f"{each.name}: {each.was} → {each.becomes}"
        for each in changes_of(entry)
    ]


# What the section of a file is for itself; never a value of it.
NO_VALUES = {"price", "version", "key", "question", "answers"}


@pytest.mark.one_database("words are made in Python")
@pytest.mark.parametrize(
    ("action", "details", "said"),
    [(action, details, said) for action, said, details in SAID],
)
def test_values_are_said_in_words(
    app: Flask, action: str, details: dict[str, object], said: str
) -> None:
    with app.test_request_context():
        assert said_of(Entry(action=action, details=details)) == [said]


@pytest.mark.one_database("words are made in Python")
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Kind of ticket “gast” · Places: 300 → 1,350"),
        ("fr", "Type de billet « gast » · Places: 300 → 1 350"),
    ],
)
def test_values_are_said_in_other_languages(app: Flask, language: str, said: str) -> None:
    with app.test_request_context(f"/?lang={language}"):
        (words,) = said_of(Entry(action="events.imported", details={"changes": [QUOTA]}))
        assert words.replace("\u202f", " ").replace("\xa0", " ") == said


@pytest.mark.one_database("words are made in Python")
def test_what_an_entry_is_about_is_said(app: Flask) -> None:
    details = {"kind": "bookings.reminder", "language": "fr"}
    with app.test_request_context():
        assert facts_of(Entry(action="letters.text_changed", details=details)) == [
            ("Brief", "Erinnerung mit Frage, ob jemand kommt"),
            ("Sprache", "Französisch"),
        ]


def sections(parent: type[Section] = Section) -> set[type[Section]]:
    found = set(parent.__subclasses__())
    return found.union(*(sections(each) for each in found))


@pytest.mark.one_database("words are made in Python")
def test_every_value_of_a_file_has_a_name(app: Flask) -> None:
    names = {name for section in sections() for name in section.model_fields} - NO_VALUES
    assert len(names) > 80
    with app.test_request_context():
        assert {name for name in names if name_words(name) == name} == set()


def test_values_stand_on_the_page_and_in_the_file(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        event = make_event()
        with transaction():
            changes = [QUOTA] * 4 + [CLOSES] * 3
            record("events.imported", f"event:{event.id}", "worker", utc_now(), changes=changes)
    row = page_of(organiser.get(EVENT)).xpath("//tbody/tr[1]/th")[0]
    lines = [" ".join(each.text_content().split()) for each in row.xpath(".//li")]
    assert lines[0] == "Ticketart „gast“ · Plätze: 300 → wird 1.350"
    assert len(lines) == 7
    assert row.xpath("string(.//summary)") == "2 weitere Änderungen"
    assert "Tag „01.10.2027“ · Ende" in take(organiser, EVENT).decode("utf-8-sig")
