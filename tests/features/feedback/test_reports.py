"""Reports about pages: kept once, sent to who runs the page and to nobody else, and deleted."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.feedback import letters
from ortenaudigital.feedback.commands import answer
from ortenaudigital.feedback.errors import AnsweredAlready, UnknownReport
from ortenaudigital.feedback.models import Report
from ortenaudigital.feedback.privacy import FeedbackHolder
from ortenaudigital.feedback.queries import count_open, get_report
from ortenaudigital.feedback.rules import KEEP_ANSWERED, KEEP_OPEN, tidy_page
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.personal import Correction, Due, Person, Request
from ortenaudigital.outbox.models import Letter
from tests.factories import BOOKED_AT, make_event, make_report, make_towns

SECOND = timedelta(seconds=1)


def letters_written() -> list[Letter]:
    of_reports = select(Letter).where(Letter.kind == letters.REPORT)
    return list(db.session.scalars(of_reports.order_by(Letter.id)))


def test_a_form_that_is_sent_twice_is_one_report(context: Flask) -> None:
    event, request_id = make_event(), uuid4()
    first = make_report(event, request_id=request_id)
    assert make_report(event, request_id=request_id) == first
    assert make_report(event, request_id=request_id, message="Etwas anderes") != first
    assert count_open(None) == 2
    assert len(letters_written()) == 2
    assert [entry.action for entry in list_entries(f"report:{first}")] == ["feedback.reported"]


def test_a_report_goes_to_who_runs_the_page_and_to_nobody_else(context: Flask) -> None:
    event = make_event()
    make_report(event, message="Hier ist <b>nichts</b>\nzu sehen.")
    make_report(None)
    of_event, of_house = letters_written()
    letter = letters.report(of_event.subject_id)
    assert letter is not None
    assert letter.recipient == "orga@example.org"
    # A program that answers by itself must not write to an address that anybody may have typed.
    assert letter.reply_to == ""
    assert "Hier ist <b>nichts</b>\nzu sehen." in letter.text
    assert "Hier ist &lt;b&gt;nichts" in letter.html
    assert "nora@example.org" in letter.text
    assert "http://localhost/ortenau-digital-2027/" in letter.text
    house = letters.report(of_house.subject_id)
    assert house is not None
    assert house.recipient == "stadt@kehl.example"


def test_without_a_contact_no_letter_goes_anywhere(context: Flask) -> None:
    make_towns('[[town]]\nslug = "kehl"\nname = "Stadt Kehl"\nshort_name = "Kehl"\n')
    make_report(None)
    (letter,) = letters_written()
    assert letters.report(letter.subject_id) is None
    assert letters.report(str(uuid4())) is None


def test_a_report_is_answered_once(context: Flask) -> None:
    report = get_report(make_report())
    with transaction():
        answer(report, "Der Knopf ist jetzt größer.", BOOKED_AT, "olga@example.org")
    with pytest.raises(AnsweredAlready), transaction():
        answer(get_report(report.id), "Noch einmal.", BOOKED_AT, "lea@example.org")
    stored = get_report(report.id)
    assert (stored.note, stored.answered_by) == ("Der Knopf ist jetzt größer.", "olga@example.org")
    assert count_open(None) == 0
    actions = [entry.action for entry in list_entries(stored.subject)]
    assert actions == ["feedback.reported", "feedback.answered"]


def test_the_reports_of_others_do_not_exist(context: Flask) -> None:
    event, other = make_event(), make_event(slug="anderes", title="Anderes")
    of_event, of_house = make_report(event), make_report(None)
    assert get_report(of_event, [event.id]).event_id == event.id
    for report_id, reach in ((of_event, [other.id]), (of_house, [event.id]), (of_event, [])):
        with pytest.raises(UnknownReport):
            get_report(report_id, reach)
    assert (count_open([event.id]), count_open([other.id]), count_open(None)) == (1, 0, 2)


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        ("/heute/?lang=fr", "/heute/"),
        ("/heute/#programm", "/heute/"),
        ("//boese.example/x", "/boese.example/x"),
        ("/\\boese.example", "/boese.example"),
        ("/" + "x" * 400, "/" + "x" * 299),
    ],
)
def test_a_page_is_kept_as_a_path_of_ours(page: str, kept: str) -> None:
    assert tidy_page(page) == kept


def test_reports_are_deleted_after_their_time(context: Flask) -> None:
    holder = FeedbackHolder()
    answered, waiting = make_report(), make_report(None)
    with transaction():
        answer(get_report(answered), "", BOOKED_AT, "olga@example.org")
    for moment, ids in (
        (BOOKED_AT + KEEP_ANSWERED - SECOND, {answered, waiting}),
        (BOOKED_AT + KEEP_ANSWERED, {waiting}),
        (BOOKED_AT + KEEP_OPEN - SECOND, {waiting}),
        (BOOKED_AT + KEEP_OPEN, set()),
    ):
        with transaction():
            due = holder.count_due(moment)
            assert holder.erase_due(Due(moment, moment, 10)) == due
        assert set(db.session.scalars(select(Report.id))) == ids
    assert not letters_written()
    actors = {entry.actor for entry in list_entries(f"report:{answered}")}
    assert "olga@example.org" not in actors


def test_people_get_their_reports_and_are_forgotten(context: Flask) -> None:
    holder = FeedbackHolder()
    report_id = make_report()
    other = make_report(email="")
    with transaction():
        answer(get_report(other), "", BOOKED_AT, "nora@example.org")
    person = Person("NORA@example.org")
    findings = list(holder.find(person))
    assert [each.key for each in findings] == [f"report:{report_id}", "answers:given"]
    assert findings[0].data["message"].startswith("Der Knopf")
    with transaction():
        right = Correction(email="nora@neu.example")
        holder.correct(Request(person, findings, BOOKED_AT, "test", right))
    assert get_report(report_id).email == "nora@neu.example"
    assert get_report(other).answered_by == "nora@neu.example"
    with transaction():
        holder.erase(Request(person, findings, BOOKED_AT, "test"))
    assert list(db.session.scalars(select(Report.id))) == [other]
    assert get_report(other).answered_by == "organiser"
