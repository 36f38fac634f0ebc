"""Who is let in by hand on a day outside the ticket: the answer says since when."""

from datetime import timedelta

from flask import Flask

from tests.factories import make_booking, make_event
from tests.features.checkin.door import MINUTE, Phone, admissions, citizen_type


def test_the_answer_names_the_admission(context: Flask, now: object) -> None:
    event = make_event()
    valid = {day.id for day in citizen_type(event).days}
    other = next(day for day in event.days if day.id not in valid)
    at = other.opens_at + MINUTE
    ticket = make_booking(event, at - timedelta(days=30)).tickets[0]
    code = f"{ticket.booking.reference}-{ticket.position}"
    phone = Phone(event, override=True)
    refused = phone.send(at, code)
    assert (refused.verdict, refused.first_in_at) == ("wrong_day", None)
    allowed = phone.override(at + MINUTE, code)
    assert (allowed.verdict, allowed.first_in_at) == ("override", at + MINUTE)
    assert allowed.device == "Haupteingang"
    assert len(admissions()) == 1
    # The same once more, as a phone sends what it heard no answer to; and that is no new right.
    again = phone.override(at + MINUTE, code, scan_id=allowed.scan_id)
    assert again.first_in_at == at + MINUTE
    assert list(allowed.valid_on) == sorted(day.date for day in event.days if day.id in valid)
