"""Taking back what one phone showed never puts out whom another let in."""

from datetime import datetime
from uuid import uuid4

from flask import Flask

from ortenaudigital.kernel.db import transaction
from tests.factories import make_booking, make_event
from tests.features.checkin.door import MINUTE, Phone, admissions


def test_undoing_a_scan_that_let_nobody_in_leaves_others_inside(
    context: Flask, now: datetime
) -> None:
    event = make_event()
    with transaction():
        event.reentry = True
    code = make_booking(event).tickets[0].short_code
    first, second = Phone(event), Phone(event, "Hof")
    scan_id = uuid4()
    first.send(now, code, scan_id=scan_id, shown="unknown")
    second.send(now + MINUTE, code, shown="welcome")
    first.undo(now + 2 * MINUTE, scan_id)
    assert [admission.left_at for admission in admissions()] == [None]
    assert second.send(now + 3 * MINUTE, code).verdict == "already_in"
