"""Letters about one booking are found without a look at those of its kind about all others."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from ortenaudigital.bookings.letters import CONFIRMATION
from ortenaudigital.bookings.models import Booking
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.models import Letter
from ortenaudigital.outbox.queries import was_written
from tests.factories import BOOKED_AT

QUERIES = {
    "the page of a booking": sa.select(Booking.id, was_written(CONFIRMATION, Booking.id)),
    "a reminder": sa.select(Booking.id).where(
        ~was_written(CONFIRMATION, Booking.id, BOOKED_AT - timedelta(days=1))
    ),
    "what a letter repeats": sa.select(Letter.id).where(
        Letter.subject_id == str(uuid4()), Letter.kind == CONFIRMATION, Letter.id != 1
    ),
}


@pytest.mark.one_database("PostgreSQL knows that a kind has many letters and a booking few")
@pytest.mark.parametrize("name", QUERIES)
def test_they_are_found_by_an_index(context: Flask, name: str) -> None:
    words = QUERIES[name].compile(db.engine, compile_kwargs={"literal_binds": True})
    plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {words}")
    assert "(subject_id=" in str(plan.all())
