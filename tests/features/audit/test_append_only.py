"""The database itself refuses to change what was written down; who did it can be forgotten."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from ortenaudigital.audit.commands import list_entries, record
from ortenaudigital.audit.models import Actor
from ortenaudigital.audit.privacy import forget_actor, forget_actors_about
from ortenaudigital.kernel.db import db, transaction

CHANGES = (
    "UPDATE audit_entry SET action = 'x.y'",
    "UPDATE audit_entry SET details = '{}' WHERE subject = 'event:1'",
    "DELETE FROM audit_entry",
    "DELETE FROM audit_entry WHERE id < 0 OR id > 0",
)
OF_ONE = {
    "sqlite": "INSERT OR REPLACE INTO audit_entry (id, at, done_as, action, subject, details)"
    " SELECT id, at, done_as, 'x.y', subject, details FROM audit_entry",
    "postgresql": "TRUNCATE audit_entry CASCADE",
}


def write(now: datetime, actor: str = "olga@example.org", subject: str = "event:1") -> None:
    with transaction():
        record("events.published", subject, actor, now, event_id=1, was="draft", becomes="public")


def told(subject: str = "event:1") -> list[tuple[str, str]]:
    return [(entry.action, entry.actor) for entry in list_entries(subject)]


@pytest.mark.parametrize("change", [*CHANGES, "of one database"])
def test_what_was_written_is_not_changed_by_any_statement(
    context: Flask, now: datetime, change: str
) -> None:
    write(now)
    statement = OF_ONE.get(change) or OF_ONE[db.engine.dialect.name]
    statement = change if change in CHANGES else statement
    with pytest.raises(sa.exc.IntegrityError, match="never changed"), db.engine.begin() as direct:
        direct.execute(sa.text(statement))
    assert told() == [("events.published", "olga@example.org")]


def test_who_did_it_is_forgotten_without_changing_what_was_written(
    context: Flask, now: datetime
) -> None:
    for actor in ("olga@example.org", "Handy von Gerda", "worker"):
        write(now, actor)
    write(now, subject="event:2")
    with transaction():
        forget_actor("Handy von Gerda")
    assert [who for _, who in told()] == ["olga@example.org", "device", "worker"]
    with transaction():
        forget_actors_about(["event:1"])
    db.session.remove()
    assert [who for _, who in told()] == ["organiser", "device", "worker"]
    assert [who for _, who in told("event:2")] == ["olga@example.org"]
    assert db.session.scalars(sa.select(Actor.name)).all() == ["olga@example.org"]


def test_each_entry_is_named_after_who_wrote_it(context: Flask, now: datetime) -> None:
    with transaction():
        for actor in ("a@example.org", "holder", "b@example.org"):
            record("x.y", actor, actor, now)
        record("x.y", "c", "c@example.org", now)
    names = {who: told(who)[0][1] for who in ("a@example.org", "holder", "b@example.org", "c")}
    assert list(names.values()) == ["a@example.org", "holder", "b@example.org", "c@example.org"]
