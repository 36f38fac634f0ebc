"""Events of before were public, and stay so; what must not be seen does not go back unseen."""

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask_migrate import check, downgrade, upgrade
from sqlalchemy.exc import IntegrityError

from ortenaudigital.events.models import Day
from ortenaudigital.factory import create_app
from ortenaudigital.kernel.db import db
from tests.conftest import DATABASES, Databases, make_config
from tests.factories import make_event

BEFORE = "quotas"


def states() -> dict[str, str]:
    with db.engine.connect() as connection:
        return dict(connection.execute(sa.text("SELECT slug, state FROM event")).all())


def execute(query: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.text(query))


@pytest.mark.parametrize("kind", DATABASES)
def test_events_of_before_are_published(kind: str, databases: Databases, tmp_path: Path) -> None:
    app = create_app(make_config(databases.migrated(kind), tmp_path))
    with app.app_context():
        make_event()
        make_event(slug="geheim")
        db.session.remove()

        downgrade(revision=BEFORE)
        # One text then, in three languages now.
        execute("UPDATE day SET audience = 'für alle' WHERE date = '2027-10-01'")
        upgrade()
        check()
        audiences = db.session.scalars(sa.select(Day.audience).where(Day.date == date(2027, 10, 1)))
        assert list(audiences) == [{"de": "für alle"}] * 2
        db.session.remove()
        assert states() == {"ortenau-digital-2027": "published", "geheim": "published"}
        with pytest.raises(IntegrityError):
            execute("UPDATE event SET state = 'secret'")

        execute("UPDATE event SET state = 'draft' WHERE slug = 'geheim'")
        with pytest.raises(SystemExit):
            downgrade(revision=BEFORE)
        assert states()["geheim"] == "draft"
        db.session.remove()
        db.engine.dispose()
