"""Words that are known: the database has every CHECK of the models, and keeps what was there."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask_migrate import check, downgrade, upgrade
from sqlalchemy.exc import IntegrityError

from ortenaudigital.factory import create_app
from ortenaudigital.kernel.db import Base, db
from tests.conftest import DATABASES, Databases, make_config
from tests.factories import make_booking, make_device, make_event, make_exhibitor, make_list

BEFORE = "revisions"
WORDS = (
    *("ticket_type.access", "exhibitor.kind", "exhibitor.state", "letter.state", "job.state"),
    *("scan.action", "scan.verdict", "scan.shown", "scan.conflict"),
)
SCAN = (
    "INSERT INTO scan (scan_id, device_id, action, scanned_at, received_at, verdict, shown, "
    "reason, conflict) SELECT '00000000000000000000000000000001', id, 'scan', created_at, "
    "created_at, '{verdict}', 'welcome', '', 'let_in' FROM device"
)


def contents() -> dict[str, list[tuple[object, ...]]]:
    found = {}
    with db.engine.connect() as connection:
        for column in WORDS:
            table, name = column.split(".")
            rows = connection.execute(sa.text(f"SELECT {name} FROM {table} ORDER BY {name}"))
            found[column] = [tuple(row) for row in rows]
    return found


def execute(statement: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.text(statement))


@pytest.mark.parametrize("kind", DATABASES)
def test_words_outlive_the_way_up_and_down(kind: str, databases: Databases, tmp_path: Path) -> None:
    app = create_app(make_config(databases.migrated(kind), tmp_path))
    with app.app_context():
        event = make_event()
        make_booking(event)
        make_exhibitor(event)
        make_device(event)
        make_list(event, event.days[0].opens_at)
        db.session.remove()
        execute(SCAN.format(verdict="already_in"))
        before = contents()
        assert all(before.values())
        downgrade(revision=BEFORE)
        assert contents() == before
        execute("UPDATE scan SET verdict = 'perhaps'")
        with pytest.raises(SystemExit):
            upgrade()
        # Nothing was changed, so that it can be put right, and done again.
        assert contents()["scan.verdict"] == [("perhaps",)]
        execute("UPDATE scan SET verdict = 'already_in'")
        upgrade()
        check()
        assert contents() == before
        with pytest.raises(IntegrityError):
            execute("UPDATE exhibitor SET state = 'perhaps'")
        db.engine.dispose()


@pytest.mark.parametrize("kind", DATABASES)
def test_every_check_of_the_models_is_in_the_database(
    kind: str, databases: Databases, tmp_path: Path
) -> None:
    """`flask db check` does not look for them, and a table made anew on SQLite loses them."""
    app = create_app(make_config(databases.migrated(kind), tmp_path))
    with app.app_context():
        found = sa.inspect(db.engine)
        missing = []
        for table in Base.metadata.sorted_tables:
            rules = (each for each in table.constraints if isinstance(each, sa.CheckConstraint))
            there = {each["name"] for each in found.get_check_constraints(table.name)}
            missing += [str(each.name) for each in rules if str(each.name) not in there]
        assert missing == []
        db.engine.dispose()
