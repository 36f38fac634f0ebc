"""Who was an organiser before there were roles owns the whole house, and the way back."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask_migrate import check, downgrade, upgrade

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.factory import create_app
from ortenaudigital.kernel.db import db
from tests.conftest import DATABASES, Databases, make_config
from tests.factories import make_event, make_organiser

BEFORE = "figures"


def rows(query: str) -> list[tuple[object, ...]]:
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]


@pytest.mark.parametrize("kind", DATABASES)
def test_organisers_of_before_own_the_house(
    kind: str, databases: Databases, tmp_path: Path
) -> None:
    app = create_app(make_config(databases.migrated(kind), tmp_path))
    with app.app_context():
        event = make_event()
        make_organiser("owner@example.org")
        make_organiser("reader@example.org", Role.READER)
        make_organiser("door@example.org", Role.DOOR_LEAD, event)
        db.session.remove()

        downgrade(revision=BEFORE)
        had = (
            'SELECT email, role.name FROM "user" JOIN user_role ON user_role.user_id = "user".id '
            "JOIN role ON role.id = user_role.role_id"
        )
        # Whoever may not do everything must not be able to after the way back.
        assert rows(had) == [("owner@example.org", "organiser")]

        upgrade()
        check()
        roles = (
            "SELECT email, event_id, role FROM membership "
            'JOIN "user" ON "user".id = membership.user_id'
        )
        assert rows(roles) == [("owner@example.org", None, "owner")]
        db.session.remove()
        db.engine.dispose()
