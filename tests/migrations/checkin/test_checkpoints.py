"""Admissions of before were at the entrance of their day, and the way back keeps those."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask_migrate import check, downgrade, upgrade

from ortenaudigital.bookings.links import ticket_url
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.checkin.models import Device
from ortenaudigital.checkin.queries import count_in, count_people_in
from ortenaudigital.checkin.sync.feed import read_list
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import list_checkpoints
from ortenaudigital.factory import create_app
from ortenaudigital.kernel.db import db, transaction
from tests.conftest import DATABASES, Databases, make_config
from tests.factories import WORKSHOP, make_booking, make_device, make_event

BEFORE = "event_versions"
NOW = datetime(2027, 10, 1, 8, 0, tzinfo=UTC)
DAY, AT_WORKSHOP = "2027-10-01", "2027-10-01/workshop"


def rows(query: str) -> list[tuple[object, ...]]:
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]


def send(token: str, code: str, where: str | None = None, minutes: int = 0) -> str:
    at = NOW + timedelta(minutes=minutes)
    request = ScanRequest(uuid4(), code, at, checkpoint=where)
    with transaction():
        return str(scan(get_device_by_token(token, at), request, at).verdict)


@pytest.mark.parametrize("kind", DATABASES)
def test_admissions_of_before_were_at_the_entrance(
    kind: str, databases: Databases, tmp_path: Path
) -> None:
    app = create_app(make_config(databases.migrated(kind), tmp_path))
    with app.app_context():
        event = make_event(checkpoints=WORKSHOP)
        codes = [ticket_url(ticket) for ticket in make_booking(event, number=3).tickets]
        device, token = make_device(event)
        with transaction():
            db.session.get_one(Device, device.id).checkpoint_id = list_checkpoints(event)[2].id
        sent = [
            (codes[0], None),
            (codes[0], AT_WORKSHOP),
            (codes[1], AT_WORKSHOP),
            ("A" * 26, None),
        ]
        verdicts = [send(token, code, where) for code, where in sent]
        assert verdicts == ["welcome", "welcome", "welcome", "unknown"]
        db.session.remove()

        downgrade(revision=BEFORE)
        days = "SELECT date FROM {} x JOIN day ON day.id = x.day_id"
        assert [str(day) for (day,) in rows(days.format("admission"))] == [DAY]
        assert [str(day) for (day,) in rows(days.format("scan"))] == [DAY] * 3
        assert rows("SELECT count(*) FROM scan WHERE day_id IS NULL") == [(1,)]
        assert rows("SELECT sum(admitted) FROM admission_count") == [(1,)]
        # It counts as before: what is taken back is gone from the figures.
        with db.engine.begin() as connection:
            connection.execute(sa.text("UPDATE admission SET left_at = admitted_at"))
        assert rows("SELECT admitted, outside FROM admission_count") == [(1, 1)]
        assert rows("SELECT number FROM visitor_count WHERE number > 0") == [(1,)]

        upgrade()
        check()
        event = db.session.scalars(sa.select(Event)).one()
        assert [each.slug for each in list_checkpoints(event)] == ["entrance", "entrance"]
        assert rows("SELECT count(*) FROM admission WHERE checkpoint_id IS NULL") == [(0,)]
        # The phone that was paired before goes on, and knows who is in.
        assert [send(token, code, minutes=5) for code in codes[:2]] == ["already_in", "welcome"]
        assert count_in(event.days[1]) == (2, 3)
        assert count_people_in(event) == 2
        known = [set(row.get("in", {})) for row in read_list(event.id, "").tickets]
        assert sorted(known, key=len) == [set(), {DAY}, {DAY}]
        db.session.remove()
        db.engine.dispose()
