"""Phones follow the list of tickets across the new name of its numbers, and the way back."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask_migrate import check, downgrade, upgrade

from ortenaudigital.checkin.sync.feed import newest_cursor, read_list
from ortenaudigital.factory import create_app
from ortenaudigital.kernel.db import db
from tests.conftest import DATABASES, Databases, make_config
from tests.factories import make_booking, make_event

BEFORE = "foreign_keys_found"


def indexes() -> set[str | None]:
    return {each["name"] for each in sa.inspect(db.engine).get_indexes("ticket")}


@pytest.mark.parametrize("kind", DATABASES)
def test_revisions_are_the_numbers_of_before(
    kind: str, databases: Databases, tmp_path: Path
) -> None:
    app = create_app(make_config(databases.migrated(kind), tmp_path))
    with app.app_context():
        event = make_event()
        make_booking(event, number=3)
        cursor = newest_cursor(event.id)
        db.session.remove()

        downgrade(revision=BEFORE)
        with db.engine.connect() as connection:
            numbers = connection.scalars(sa.text("SELECT changed FROM ticket ORDER BY changed"))
            assert list(numbers) == [1, 2, 3]
        assert "ix_ticket_ticket_type_id_changed" in indexes()

        upgrade()
        check()
        assert "ix_ticket_ticket_type_id_revision" in indexes()
        assert newest_cursor(event.id) == cursor
        assert read_list(event.id, cursor).tickets == []
        db.session.remove()
        db.engine.dispose()
