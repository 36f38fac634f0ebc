"""Events of before begin with their first version, and the way back loses nothing but the count."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask_migrate import check, downgrade, upgrade

from ortenaudigital.event_changes.commands import Edit, edit_section
from ortenaudigital.events.rights import Decision
from ortenaudigital.factory import create_app
from ortenaudigital.kernel.db import db, transaction
from tests.conftest import DATABASES, Databases, make_config
from tests.factories import BOOKED_AT, make_event

BEFORE = "event_state"


def rows(query: str) -> list[tuple[object, ...]]:
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]


@pytest.mark.parametrize("kind", DATABASES)
def test_events_of_before_have_a_first_version(
    kind: str, databases: Databases, tmp_path: Path
) -> None:
    app = create_app(make_config(databases.migrated(kind), tmp_path))
    with app.app_context():
        event = make_event()
        with transaction():
            edit = Edit("basics", {"title": "Anders"}, 1)
            edit_section(event.slug, edit, Decision(), BOOKED_AT, "olga")
        assert rows("SELECT version FROM event_version") == [(1,)]
        db.session.remove()

        downgrade(revision=BEFORE)
        assert rows("SELECT title FROM event") == [("Anders",)]
        upgrade()
        check()
        assert rows("SELECT title, version FROM event") == [("Anders", 1)]
        assert rows("SELECT version FROM event_version") == []
        db.session.remove()
        db.engine.dispose()
