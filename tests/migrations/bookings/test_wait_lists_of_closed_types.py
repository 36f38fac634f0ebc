"""By what somebody waits goes and comes by the migration; who waits stays."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from ortenaudigital.bookings.rules import Right, Way
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.factory import create_app
from ortenaudigital.kernel.db import db
from tests.conftest import DATABASES, Databases, make_config
from tests.factories import make_booking, make_event
from tests.features.bookings.wait_list.people import wait
from tests.invited import make_code, set_type

BEFORE = "wait_lists_of_closed_types-1"


@pytest.mark.parametrize("kind", DATABASES)
def test_down_forgets_codes_and_keeps_who_waits(
    kind: str, databases: Databases, tmp_path: Path
) -> None:
    app = create_app(make_config(databases.migrated(kind), tmp_path))
    with app.app_context():
        event = make_event()
        set_type(event.slug, 1, max_per_booking=20)
        right = Right(Way.CODE, make_code(event, size=None).id)
        make_booking(event, right=right, ticket_type="fachticket", number=20)
        waits = wait(event, right=right, ticket_type="fachticket")
        db.session.remove()
        downgrade(revision=BEFORE)
        columns = {each["name"] for each in sa.inspect(db.engine).get_columns("wait_list_entry")}
        assert columns.isdisjoint({"access_code_id", "invitation_id"})
        upgrade()
        found = db.session.get_one(WaitListEntry, waits)
        assert (found.first_name, found.access_code_id) == ("Wanda", None)
        db.session.remove()
        db.engine.dispose()
