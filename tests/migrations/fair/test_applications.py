"""States and needs of exhibitors: what stands in the database outlives the way up and down."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from ortenaudigital.factory import create_app
from ortenaudigital.fair.applications.models import Need, NeedDay
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.kernel.db import db, transaction
from tests.conftest import DATABASES, Databases, make_config
from tests.factories import BOOKED_AT, make_event, make_exhibitor

BEFORE = "pictures"


def read(columns: str, table: str = "exhibitor") -> list[tuple[object, ...]]:
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(f"SELECT {columns} FROM {table}"))]


def execute(statement: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.text(statement))


@pytest.mark.parametrize("kind", DATABASES)
def test_exhibitors_keep_their_stands_and_states_up_and_down(
    kind: str, databases: Databases, tmp_path: Path
) -> None:
    app = create_app(make_config(databases.migrated(kind), tmp_path))
    with app.app_context():
        event = make_event()
        exhibitor = make_exhibitor(event)
        with transaction():
            assign(list_free_slots(event)[0], exhibitor, BOOKED_AT, "test")
            db.session.add(Need(exhibitor_id=exhibitor.id, width_cm=300))
            db.session.add(NeedDay(exhibitor_id=exhibitor.id, day_id=event.days[0].id))
        db.session.remove()
        kept = read("name, description, email, state")
        downgrade(revision=BEFORE)
        assert read("name, description, email, state") == kept
        upgrade()
        assert read("name, description, email, state") == kept
        assert read("note, tags, told_of") == [("", "", "")]
        assert len(read("slot_id", "assignment")) == 1
        for new, old in (("wait_listed", "applied"), ("withdrawn", "rejected")):
            execute(f"UPDATE exhibitor SET state = '{new}'")
            downgrade(revision=BEFORE)
            assert read("state") == [(old,)]
            upgrade()
        # What was only held is nobody's where nothing can be held.
        execute("UPDATE assignment SET held_until = assigned_at")
        downgrade(revision=BEFORE)
        assert read("slot_id", "assignment") == []
        db.engine.dispose()
