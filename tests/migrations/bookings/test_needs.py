"""What was written of needs before there was consent moves along, up and down."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from ortenaudigital.bookings.needs.queries import find_needs
from ortenaudigital.events.sections.questions.kinds import Need
from ortenaudigital.factory import create_app
from ortenaudigital.kernel.db import db
from tests.conftest import DATABASES, Databases, make_config
from tests.factories import BOOKED_AT, make_booking, make_event, needs

BEFORE = "letters_by_time"


@pytest.mark.parametrize("kind", DATABASES)
def test_needs_of_before_move_into_their_table_and_back(
    kind: str, databases: Databases, tmp_path: Path
) -> None:
    app = create_app(make_config(databases.migrated(kind), tmp_path))
    with app.app_context():
        event = make_event()
        written = make_booking(event, needs=needs("Rampe – bitte “breit”")).id
        ticked = make_booking(event, needs=needs("Hund", Need.WHEELCHAIR)).id
        silent = make_booking(event).id
        db.session.remove()
        downgrade(revision=BEFORE)
        with db.engine.connect() as connection:
            query = sa.text("SELECT accessibility_needs FROM booking ORDER BY accessibility_needs")
            texts = connection.execute(query).scalars().all()
        assert sorted(texts) == ["", "Rampe – bitte “breit”", "Rollstuhlplatz, Hund"]
        upgrade()
        told = find_needs(written)
        assert told
        assert (told.kinds, told.other) == (["other"], "Rampe – bitte “breit”")
        # They wrote it of their own accord when they booked.
        assert (told.consented_at, told.wording) == (BOOKED_AT, 0)
        moved = find_needs(ticked)
        assert moved
        assert moved.other == "Rollstuhlplatz, Hund"
        assert find_needs(silent) is None
        db.session.remove()
        db.engine.dispose()
