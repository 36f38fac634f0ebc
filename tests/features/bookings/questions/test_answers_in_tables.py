"""Answers in tables for spreadsheets, and on imports: each question has its own column."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from flask import Flask

from ortenaudigital.adapters.tables import FORMATS
from ortenaudigital.event_changes.commands import import_event
from ortenaudigital.events.models import Event
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.exports.registry import make_table
from ortenaudigital.kernel.db import transaction
from tests.factories import BOOKED_AT, make_booking, make_event
from tests.features.bookings.questions.questionnaires import (
    GOOD,
    QUESTIONS,
    import_again,
    make_asking_event,
    questionnaire,
)


def table(name: str, event: Event) -> list[dict[str, str]]:
    content = FORMATS["csv"].write(make_table(name, event)).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(content), delimiter=";"))


@pytest.fixture
def event(context: Flask) -> Event:
    event = make_asking_event()
    answers = {**GOOD, "town": ("=1+1",), "topics": ("ki", "daten"), "before": ("no",)}
    make_booking(event, answers=answers, number=2)
    make_booking(event)
    return event


@pytest.mark.parametrize("name", ["bookings", "participants"])
def test_each_question_has_a_column(event: Event, name: str) -> None:
    rows = table(name, event)
    assert len(rows) == (2 if name == "bookings" else 3)
    # Booked at the same moment, they come in any order.
    rows.sort(key=lambda row: row["Fachbereich"])
    first, last = rows[-1], rows[0]
    assert first["Fachbereich"] == "Bauamt"
    assert first["Themen"] == "KI, Daten"
    assert first["Haben Sie Vorkenntnisse?"] == "Nein"
    assert first["Welche Vorkenntnisse?"] == ""
    # Nothing that a guest typed becomes a formula.
    assert not first["Woher kommen Sie?"].startswith("=")
    assert last["Fachbereich"] == last["Themen"] == ""


def test_a_former_question_keeps_its_column(event: Event) -> None:
    import_again(QUESTIONS.replace('de = "Fachbereich"', 'de = "Abteilung"'))
    make_booking(event, answers={"office": ("kultur",)}, email="neu@example.org")
    rows = table("bookings", event)
    assert sorted(row["Fachbereich (früher)"] for row in rows) == ["", "", "Bauamt"]
    assert sorted(row["Abteilung"] for row in rows) == ["", "", "Kulturamt"]


def test_an_event_that_asks_nothing_has_no_columns_more(context: Flask) -> None:
    event = make_event(slug="stumm")
    make_booking(event)
    (row,) = table("bookings", event)
    assert list(row)[-1] == "Am Einlass"


def test_an_import_says_which_answers_stay_under_a_former_question(event: Event) -> None:
    changed = QUESTIONS.replace('de = "Fachbereich"', 'de = "Abteilung"')
    former = import_again(changed.replace("max_length = 40", "max_length = 30")).former
    assert [(each.ticket_type, each.key, each.title, each.answers) for each in former] == [
        ("buergerticket", "office", "Fachbereich", 1)
    ]
    # Said once: when it happens.
    assert list(import_again(changed).former) == []
    with transaction():
        file = read_event_file(questionnaire(""))
        former = import_event(file, Decision(), BOOKED_AT, "test").former
    assert sorted(each.key for each in former) == ["before", "topics", "town"]


def test_the_command_line_says_it(context: Flask, event: Event, tmp_path: Path) -> None:
    path = tmp_path / "event.toml"
    path.write_text(questionnaire(""), encoding="utf-8")
    runner = context.test_cli_runner()
    said = runner.invoke(args=["event", "import", "--dry-run", str(path)]).output
    line = "questions: 1 answer stays under the former question buergerticket.office"
    assert f"{line}, “Fachbereich”" in said
