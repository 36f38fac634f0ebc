"""Answers are stored with the words in which they were asked for, and with nothing else."""

from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from ortenaudigital.bookings.questions.models import Answer
from ortenaudigital.bookings.questions.queries import list_answers, list_asked
from ortenaudigital.kernel.db import db
from tests.factories import make_booking
from tests.features.bookings.questions.questionnaires import (
    GOOD,
    QUESTIONS,
    import_again,
    make_asking_event,
)
from tests.features.privacy.promise import DUE, everything, forget


def said(booking_id: object, language: str = "de") -> list[tuple[str, str]]:
    answers = list_answers(booking_id)  # type: ignore[arg-type]  # of a booking
    return [(each.title.get(language, each.title["de"]), each.words(language)) for each in answers]


def test_answers_are_kept_in_the_order_of_their_questions(context: Flask) -> None:
    event = make_asking_event()
    answers = {"topics": ("daten", "ki"), "office": ("bau",), "town": ("Achern",)}
    booking = make_booking(event, answers=answers)
    assert said(booking.id) == [
        ("Woher kommen Sie?", "Achern"),
        ("Fachbereich", "Bauamt"),
        ("Themen", "Daten, KI"),
    ]
    assert said(booking.id, "en")[1] == ("Department", "Planning")


def test_what_is_not_asked_is_not_stored(context: Flask) -> None:
    event = make_asking_event()
    forged = {**GOOD, "before": ("no",), "which": ("geheim",), "x": ("y",), "topics": ("zz",)}
    booking = make_booking(event, answers=forged)
    assert [title for title, _ in said(booking.id)] == ["Fachbereich", "Haben Sie Vorkenntnisse?"]
    # Of another type of ticket nothing is asked.
    other = make_booking(event, answers={})
    assert said(other.id) == []


def test_the_same_form_with_another_answer_is_another_booking(context: Flask) -> None:
    event, request_id = make_asking_event(), uuid4()
    first = make_booking(event, request_id=request_id, answers=GOOD)
    assert make_booking(event, request_id=request_id, answers=GOOD).id == first.id
    other = make_booking(event, request_id=request_id, answers={"office": ("kultur",)})
    assert other.id != first.id


def test_answers_outlive_their_questions(context: Flask) -> None:
    event = make_asking_event()
    booking = make_booking(event, answers={**GOOD, "town": ("Achern",)})
    before = said(booking.id)
    changed = QUESTIONS.replace('de = "Fachbereich"', 'de = "Abteilung"')
    import_again(changed.split('[[ticket_type.questions]]\nkey = "topics"')[0])
    assert said(booking.id) == before
    assert [title for _, title in list_asked(event)] == [
        *("Woher kommen Sie?", "Abteilung", "Fachbereich")
    ]
    import_again("")
    assert said(booking.id) == before
    assert [title for _, title in list_asked(event)] == ["Fachbereich", "Woher kommen Sie?"]


def test_answers_are_forgotten_with_who_gave_them(context: Flask) -> None:
    event = make_asking_event()
    make_booking(event, answers={**GOOD, "town": ("Unverwechselbach",)})
    assert "Unverwechselbach" in everything()
    forget(DUE)
    assert "Unverwechselbach" not in everything()
    assert db.session.scalars(select(Answer)).all() == []
