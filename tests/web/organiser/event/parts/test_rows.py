"""Rows are added, moved and taken away by buttons alone, and nothing typed is lost."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from ortenaudigital.events.queries import get_event
from tests.factories import make_event
from tests.web.forms import page_of, submit, text_of, values_of

pytestmark = pytest.mark.one_database("rows are arranged before anything is stored")


@pytest.fixture
def page(app: Flask) -> str:
    with app.app_context():
        slug = make_event().slug
    return f"/orga/{slug}/veranstaltung/fragen/eintrag/buergerticket"


def test_a_question_with_answers_is_made_by_buttons(
    app: Flask, organiser: FlaskClient, page: str
) -> None:
    typed = values_of(next(f for f in page_of(organiser.get(page)).forms if f.action == page))
    for button, more in [
        ("add:questions", {}),
        ("add:questions", {"questions-0-de": "Kommen Sie mit dem Rad?"}),
        ("add:questions-1-options", {"questions-1-de": "Welcher Workshop?"}),
        ("add:questions-1-options", {"questions-1-kind": "choice"}),
        ("up:questions-1", {"questions-1-options-0-de": "KI", "questions-1-options-1-de": "Netz"}),
        ("add:questions", {"questions-1-kind": "yes_no"}),
        ("drop:questions-2", {}),
        ("add:questions", {}),
    ]:
        for name, value in more.items():
            assert name in typed
            typed[name] = value
        answer = organiser.post(page, data={**typed.to_dict(), "row": button})
        assert answer.status_code == 200
        typed = values_of(next(f for f in page_of(answer).forms if f.action == page))
    # What is above, with the names that it will be stored by.
    words = text_of(answer)
    assert "„Welcher Workshop?“: Netz" in words
    assert "„Kommen Sie mit dem Rad?“: Nein" in words
    typed["questions-2-de"], typed["questions-2-only_if"] = "Und dann?", "welcher-workshop/netz"
    two = [*typed.items(), ("questions-2-only_if", "kommen-sie-mit-dem-rad/no")]
    assert "auf eine einzige Frage" in text_of(organiser.post(page, data=MultiDict(two)))
    assert organiser.post(page, data=typed).status_code == 303
    assert page_of(organiser.get(page)).xpath("//*[@value='welcher-workshop/netz']/@checked")
    with app.app_context():
        questions = get_event(page.split("/")[2]).ticket_types[0].questions
    assert [(each["key"], each.get("kind", "line")) for each in questions] == [
        ("welcher-workshop", "choice"),
        ("kommen-sie-mit-dem-rad", "yes_no"),
        ("und-dann", "line"),
    ]
    assert questions[2]["only_if"] == {"question": "welcher-workshop", "answers": ["netz"]}
    assert [each["key"] for each in questions[0]["options"]] == ["ki", "netz"]


def test_what_is_wrong_with_a_row_is_said_in_that_row(
    app: Flask, organiser: FlaskClient, page: str
) -> None:
    rows = {
        "questions-0-de": "Erste?",
        "questions-0-kind": "line",
        "questions-2-de": "Zweite?",
        "questions-2-kind": "choice",
        "questions-2-only_if": "gibt-es-nicht/yes",
    }
    answer = submit(organiser, page, **rows)
    assert answer.status_code == 422
    assert "mindestens zwei Antworten" in text_of(answer)
    # The library counts the rows anew.
    options = rows | {
        "questions-2-options-0-de": "Ja",
        "questions-2-options-1-de": "Nein",
    }
    answer = submit(organiser, page, **options)
    assert answer.status_code == 422
    words = page_of(answer).get_element_by_id("questions-1-only_if-error").text_content()
    assert "„gibt-es-nicht“ gibt es hier nicht" in words
    assert "Zweite?" in answer.get_data(as_text=True)
    with app.app_context():
        assert not get_event(page.split("/")[2]).ticket_types[0].questions


def test_the_first_button_saves(organiser: FlaskClient, page: str) -> None:
    """Who presses the return key in a field presses the first button of the form."""
    form = next(f for f in page_of(organiser.get(page)).forms if f.action == page)
    first = form.xpath(".//button[@type='submit']")[0]
    assert first.get("name") is None
    assert "Speichern" in text_of(organiser.get(page))
