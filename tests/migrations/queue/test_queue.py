"""Letters and jobs that waited before there was one queue wait in it, and back."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask_migrate import check, downgrade, upgrade

from ortenaudigital.factory import create_app
from ortenaudigital.jobs.commands import claim_next, request_job
from ortenaudigital.jobs.rules import LEASE
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.commands import About, enqueue, mark_sent
from ortenaudigital.outbox.queries import list_letters
from tests.conftest import DATABASES, Databases, make_config
from tests.factories import make_booking, make_event

BEFORE = "logins_that_end"


def rows(query: str) -> list[tuple[object, ...]]:
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]


@pytest.mark.parametrize("kind", DATABASES)
def test_what_waited_before_waits_with_a_priority(
    kind: str, databases: Databases, tmp_path: Path, now: datetime
) -> None:
    app = create_app(make_config(databases.migrated(kind), tmp_path))
    with app.app_context():
        event = make_event()
        make_booking(event)
        with transaction():
            enqueue("bookings.cancellation", About(1, "b"), now)
            enqueue("bookings.event_changed", About(1, "c"), now)
            request_job("running", "event:1", {}, "de", now)
            claim_next(now)
            request_job("waiting", "event:1", {}, "de", now)
        with transaction():
            mark_sent(list_letters()[-1].id, now)
        db.session.remove()

        downgrade(revision=BEFORE)
        jobs = "SELECT kind, state, attempts FROM job ORDER BY kind"
        assert rows(jobs) == [("running", "running", 1), ("waiting", "waiting", 0)]
        with db.engine.begin() as connection:
            # As the version before wrote it: the lease of what runs is the moment it is due again.
            due = sa.table("job", sa.column("kind"), sa.column("due_at", sa.DateTime(True)))
            ends = now + 2 * LEASE
            stored = ends.replace(tzinfo=None) if kind == "sqlite" else ends
            running = sa.update(due).where(due.c.kind == "running").values(due_at=stored)
            connection.execute(running)
        upgrade()
        check()

        by_kind = "SELECT kind, priority, state, batch, unique_key FROM letter ORDER BY kind"
        assert rows(by_kind) == [
            ("bookings.cancellation", 10, "waiting", None, None),
            ("bookings.confirmation", 0, "sent", None, None),
            ("bookings.event_changed", 20, "waiting", None, None),
        ]
        claimed = []
        for at in (now, now, now + 2 * LEASE + timedelta(seconds=1)):
            with transaction():
                job = claim_next(at)
                claimed.append(job and job.kind)
        # The second is asked for while the lease that the old version gave still holds.
        assert claimed == ["waiting", None, "running"]
        db.session.remove()
        db.engine.dispose()
