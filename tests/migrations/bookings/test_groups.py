"""Groups go and come by the migration; bookings and their tickets stay."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from ortenaudigital.bookings.groups.queries import find_group
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.events.queries import get_event
from ortenaudigital.factory import create_app
from ortenaudigital.kernel.db import db
from tests.conftest import DATABASES, Databases, make_config
from tests.factories import make_event, make_group
from tests.invited import set_type

BEFORE = "embedding"
NEWEST = "groups_by_name"


@pytest.mark.parametrize("kind", DATABASES)
def test_down_forgets_groups_and_keeps_tickets(
    kind: str, databases: Databases, tmp_path: Path
) -> None:
    app = create_app(make_config(databases.migrated(kind), tmp_path))
    with app.app_context():
        event = make_event()
        slug = event.slug
        set_type(slug, 0, max_per_group=30)
        booking_id = make_group(event, "Berg; Bo; bo@example.org\nAnna Müller")
        db.session.remove()
        downgrade(revision=BEFORE)
        assert "booking_group" not in sa.inspect(db.engine).get_table_names()
        upgrade()
        assert find_group(booking_id) is None
        assert [each.name for each in get_booking(booking_id).tickets] == ["Bo Berg", "Anna Müller"]
        assert [each.max_per_group for each in get_event(slug).ticket_types] == [0, 0]
        db.session.remove()
        db.engine.dispose()


def found_by() -> list[str]:
    db.session.remove()
    with db.engine.connect() as connection:
        return str(connection.scalar(sa.text("SELECT search_text FROM booking"))).split()


@pytest.mark.parametrize("kind", DATABASES)
def test_groups_of_before_are_found_by_their_organisation(
    kind: str, databases: Databases, tmp_path: Path
) -> None:
    app = create_app(make_config(databases.migrated(kind), tmp_path))
    with app.app_context():
        slug = make_event().slug
        set_type(slug, 0, max_per_group=30)
        make_group(get_event(slug), "Anna Müller")
        downgrade(revision=f"{NEWEST}-1")
        with db.engine.begin() as connection:
            connection.execute(sa.text("UPDATE booking SET search_text = 'erika muller'"))
        for _ in range(2):
            upgrade()
            assert found_by() == ["erika", "muller", "stadt", "achern"]
            downgrade(revision=f"{NEWEST}-1")
        db.session.remove()
        db.engine.dispose()
