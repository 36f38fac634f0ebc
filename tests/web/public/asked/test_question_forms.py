"""The questions on the booking form: what is sent is judged by the server, and nothing is lost."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.questions.models import Answer
from ortenaudigital.kernel.db import db
from tests.features.bookings.questions.questionnaires import make_asking_event
from tests.web.forms import page_of, submit, text_of

WHO = {"first_name": "Erika", "last_name": "Müller", "email": "erika@example.org"}
TOWN, OFFICE, TOPICS, BEFORE, WHICH = (
    f"q_buergerticket_{key}" for key in ("town", "office", "topics", "before", "which")
)


@pytest.fixture
def form(app: Flask) -> str:
    with app.app_context():
        return f"/{make_asking_event().slug}/tickets"


def send(client: FlaskClient, form: str, **fields: Any) -> TestResponse:
    """Send the form as some program does, whatever the page would let somebody choose."""
    sent = {**WHO, "ticket_type": "buergerticket", "number": "1", "request_id": str(uuid4())}
    data = MultiDict(sent)
    for name, value in fields.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return client.post(form, data=data)


def stored(app: Flask) -> dict[str, list[str]]:
    with app.app_context():
        return {each.key: each.given for each in db.session.scalars(select(Answer))}


def booked(app: Flask) -> int:
    with app.app_context():
        return len(db.session.scalars(select(Booking.id)).all())


def test_the_form_is_sent_with_its_answers(app: Flask, client: FlaskClient, form: str) -> None:
    answers = {TOWN: " Achern ", OFFICE: "bau", TOPICS: ["ki", "daten"], BEFORE: "yes"}
    answer = submit(client, form, **WHO, **answers, **{WHICH: "Excel\r\nund Word"})
    assert answer.status_code == 303
    assert stored(app) == {
        "town": ["Achern"],
        "office": ["bau"],
        "topics": ["ki", "daten"],
        "before": ["yes"],
        "which": ["Excel\nund Word"],
    }


@pytest.mark.parametrize(
    ("fields", "name", "words"),
    [
        ({}, OFFICE, "Bitte beantworten Sie „Fachbereich“."),
        ({OFFICE: ""}, OFFICE, "Bitte beantworten Sie „Fachbereich“."),
        ({OFFICE: "   "}, OFFICE, "Bitte beantworten Sie „Fachbereich“."),
        ({OFFICE: "\x00"}, OFFICE, "Bitte beantworten Sie „Fachbereich“."),
        ({OFFICE: "\u200b"}, OFFICE, "Bitte beantworten Sie „Fachbereich“."),
        ({OFFICE: "finanzen"}, OFFICE, "Bitte wählen Sie bei „Fachbereich“ etwas aus der"),
        ({OFFICE: "Bauamt"}, OFFICE, "Bitte wählen Sie bei „Fachbereich“ etwas aus der"),
        ({OFFICE: "BAU"}, OFFICE, "Bitte wählen Sie bei „Fachbereich“ etwas aus der"),
        ({OFFICE: "bau' OR 1=1 --"}, OFFICE, "Bitte wählen Sie bei „Fachbereich“ etwas aus der"),
        ({OFFICE: "<script>alert(1)</script>"}, OFFICE, "Bitte wählen Sie bei „Fachbereich“"),
        ({OFFICE: "x" * 5000}, OFFICE, "Bitte wählen Sie bei „Fachbereich“ etwas aus der"),
        ({OFFICE: ["bau", "kultur"]}, OFFICE, "Bitte geben Sie bei „Fachbereich“ nur eine"),
        ({OFFICE: ["bau", "x"]}, OFFICE, "Bitte geben Sie bei „Fachbereich“ nur eine"),
        ({OFFICE: "bau", TOWN: "x" * 41}, TOWN, "Bitte schreiben Sie bei „Woher kommen Sie?“"),
        ({OFFICE: "bau", TOWN: ["a", "b"]}, TOWN, "Bitte geben Sie bei „Woher kommen Sie?“ nur"),
        ({OFFICE: "bau", TOPICS: ["ki", "x"]}, TOPICS, "Bitte wählen Sie bei „Themen“ etwas"),
        ({OFFICE: "bau", TOPICS: "KI, Daten"}, TOPICS, "Bitte wählen Sie bei „Themen“ etwas"),
        ({OFFICE: "bau", BEFORE: "ja"}, BEFORE, "Bitte wählen Sie bei „Haben Sie Vorkennt"),
        ({OFFICE: "bau", BEFORE: "on"}, BEFORE, "Bitte wählen Sie bei „Haben Sie Vorkennt"),
        ({OFFICE: "bau", BEFORE: ["yes", "no"]}, BEFORE, "Bitte geben Sie bei „Haben Sie Vork"),
        ({OFFICE: "bau", BEFORE: "yes"}, WHICH, "Bitte beantworten Sie „Welche Vorkenntnisse?“"),
        ({OFFICE: "bau", BEFORE: "yes", WHICH: " \n "}, WHICH, "Bitte beantworten Sie „Welche"),
        ({OFFICE: "bau", BEFORE: "yes", WHICH: "\u202e\u2066"}, WHICH, "Bitte beantworten Sie"),
        (
            {OFFICE: "bau", BEFORE: "yes", WHICH: "x" * 1001},
            WHICH,
            "Bitte schreiben Sie bei „Welche Vorkenntnisse?“ höchstens 1.000 Zeichen.",
        ),
        # Of another type, or with another name: it answers nothing here.
        ({"q_fachticket_office": "bau"}, OFFICE, "Bitte beantworten Sie „Fachbereich“."),
        ({"office": "bau"}, OFFICE, "Bitte beantworten Sie „Fachbereich“."),
        ({"q_buergerticket_OFFICE": "bau"}, OFFICE, "Bitte beantworten Sie „Fachbereich“."),
        ({f"{OFFICE}-0": "bau"}, OFFICE, "Bitte beantworten Sie „Fachbereich“."),
    ],
)
def test_what_is_wrong_is_said_at_the_question(
    app: Flask, client: FlaskClient, form: str, fields: dict[str, Any], name: str, words: str
) -> None:
    answer = send(client, form, **fields)
    assert answer.status_code == 422
    page = page_of(answer)
    (link,) = page.xpath("//*[@data-error-summary]//a")
    assert words in link.text_content()
    # It leads to the field, or to the first of its options.
    target = page.get_element_by_id(link.get("href")[1:])
    assert target.get("name", target.get("id")) == name
    assert page.xpath("//input[@name='first_name']/@value") == ["Erika"]
    assert booked(app) == 0
    assert stored(app) == {}


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        # The condition is not met: what was typed before is no answer.
        ({BEFORE: "no", WHICH: "Excel"}, {"before": ["no"]}),
        ({WHICH: "Excel"}, {}),
        ({BEFORE: "", WHICH: "x" * 9000}, {}),
        ({TOWN: " \t "}, {}),
        ({TOWN: "Kehl\x00\x07am\u202eRhein"}, {"town": ["KehlamRhein"]}),
        ({TOWN: "Kehl\u2028am\rRhein"}, {"town": ["Kehl am Rhein"]}),
        ({TOWN: "=HYPERLINK(1)"}, {"town": ["=HYPERLINK(1)"]}),
        ({TOWN: "<b>Kehl</b>"}, {"town": ["<b>Kehl</b>"]}),
        ({TOWN: "x" * 40}, {"town": ["x" * 40]}),
        ({TOPICS: ["ki", "", "ki"]}, {"topics": ["ki"]}),
        ({"q_fachticket_town": "Lahr", "q_x_town": "y", "q_buergerticket_gone": "z"}, {}),
    ],
)
def test_what_is_sent_besides_is_left_out(
    app: Flask, client: FlaskClient, form: str, fields: dict[str, Any], kept: dict[str, Any]
) -> None:
    assert send(client, form, **{OFFICE: "bau"}, **fields).status_code == 303
    assert stored(app) == {"office": ["bau"], **kept}


def test_nothing_that_was_answered_is_lost(client: FlaskClient, form: str) -> None:
    answers = {TOWN: "<Achern>", OFFICE: "bau", TOPICS: ["ki", "daten"], BEFORE: "yes"}
    page = page_of(send(client, form, **{**answers, "email": "nobody"}))
    sent = page.forms[-1].fields
    assert (sent[TOWN], sent[OFFICE], sent[BEFORE]) == ("<Achern>", "bau", "yes")
    assert set(sent[TOPICS]) == {"ki", "daten"}
    errors = page.xpath("//*[@data-error-summary]//a/@href")
    assert errors == ["#email", f"#{WHICH}"]


def test_without_a_script_the_condition_stands_beside(client: FlaskClient, form: str) -> None:
    page = page_of(client.get(form))
    (hint,) = page.xpath(f"//*[@id='{WHICH}-hint']")
    assert hint.text_content() == "Nur bei dieser Antwort auf „Haben Sie Vorkenntnisse?“: Ja."
    (field,) = page.xpath(f"//*[@id='{WHICH}']")
    assert field.get("aria-describedby") == f"{WHICH}-hint"
    french = text_of(client.get(f"{form}?lang=fr"))
    assert "D'où venez-vous ?" in french


TWO_TYPES = """
[[ticket_type]]
slug = "gruppe"
title = { de = "Gruppenticket" }
admits_to = [2027-10-01]
quota = 50
access = "public"
[[ticket_type.questions]]
key = "town"
de = "Name der Schule"
required = true
"""


def test_of_two_types_only_the_chosen_one_is_asked(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        form = f"/{make_asking_event(stands=TWO_TYPES).slug}/tickets"
    page = page_of(client.get(form))
    legends = [" ".join(each.text_content().split()) for each in page.xpath("//fieldset/legend")]
    assert "Fragen zum Ticket „Bürgerticket“" in legends
    assert "Fragen zum Ticket „Gruppenticket“" in legends
    school = "q_gruppe_town"
    # The other type's are neither missed nor stored, and not lost from the page.
    refused = send(client, form, ticket_type="gruppe", **{OFFICE: "bau", school: ""})
    assert refused.status_code == 422
    (link,) = page_of(refused).xpath("//*[@data-error-summary]//a/@href")
    assert link == f"#{school}"
    assert page_of(refused).forms[-1].fields[OFFICE] == "bau"
    done = send(client, form, ticket_type="gruppe", **{OFFICE: "bau", school: "Grimmelshausen"})
    assert done.status_code == 303
    assert stored(app) == {"town": ["Grimmelshausen"]}
    # Of no type, all of them are shown, and none is missed.
    unchosen = send(client, form, ticket_type="", **{OFFICE: "bau"})
    assert page_of(unchosen).xpath("//*[@data-error-summary]//a/@href") == ["#ticket_type-0"]


def test_many_options_are_a_list_that_opens(app: Flask, client: FlaskClient) -> None:
    options = ", ".join(f'{{ key = "o{n}", de = "Amt {n}" }}' for n in range(20))
    question = (
        '[[ticket_type.questions]]\nkey = "amt"\nkind = "choice"\nde = "Amt"\n'
        f"options = [{options}]\n"
    )
    with app.app_context():
        form = f"/{make_asking_event(question).slug}/tickets"
    (select_,) = page_of(client.get(form)).xpath("//select[@name='q_buergerticket_amt']")
    assert len(select_.xpath("./option")) == 21
    assert send(client, form, q_buergerticket_amt="o19").status_code == 303
    assert stored(app) == {"amt": ["o19"]}
