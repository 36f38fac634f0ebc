"""PostgreSQL counts the admissions of a statement together, not one by one.

A row of counts that one transaction writes a hundred times is followed through all its versions
each time: with eight phones that sent a hundred scans each, a scan took three times the work. And
one DELETE of two admissions of a ticket took its visitor away twice. SQLite writes the row in its
place, and has triggers by row only.

Revision: admissions_together
After: version_of_types
"""

import importlib.util
from pathlib import Path
from types import ModuleType

from alembic import op

revision = "admissions_together"
down_revision = "version_of_types"
branch_labels = None
depends_on = None

# `added` and `taken` are the rows of the statement, as they are now and as they were.
OF_ROWS = """
        SELECT a.checkpoint_id, t.ticket_type_id,
          CAST(floor(extract(epoch FROM a.admitted_at) / 300) AS INTEGER) AS step,
          count(*) AS admitted, count(a.left_at) AS outside,
          count(*) FILTER (WHERE b.at_door) AS walk_ins
        FROM {rows} a
        JOIN ticket t ON t.id = a.ticket_id JOIN booking b ON b.id = t.booking_id
        GROUP BY 1, 2, 3"""
# In one order, so that two statements do not wait for each other.
ADD = f"""
        INSERT INTO admission_count
          (checkpoint_id, ticket_type_id, step, admitted, outside, walk_ins)
        {OF_ROWS.format(rows="added")} ORDER BY 1, 2, 3
        ON CONFLICT (checkpoint_id, ticket_type_id, step) DO UPDATE SET
          admitted = admission_count.admitted + excluded.admitted,
          outside = admission_count.outside + excluded.outside,
          walk_ins = admission_count.walk_ins + excluded.walk_ins;"""  # of names above
TAKE = f"""
        UPDATE admission_count AS counted SET
          admitted = counted.admitted - gone.admitted,
          outside = counted.outside - gone.outside,
          walk_ins = counted.walk_ins - gone.walk_ins
        FROM ({OF_ROWS.format(rows="taken")}) AS gone
        WHERE counted.checkpoint_id = gone.checkpoint_id
          AND counted.ticket_type_id = gone.ticket_type_id AND counted.step = gone.step;"""  # noqa: S608
# Who was let in at an entrance was in the house; other checkpoints are within it.
VISITORS = """
        SELECT t.ticket_type_id, count(*) AS number FROM ticket t
        WHERE t.id IN (
            SELECT a.ticket_id FROM {rows} a JOIN checkpoint c ON c.id = a.checkpoint_id
            WHERE c.kind = 'entrance'
          ) AND NOT EXISTS (
            SELECT 1 FROM admission a JOIN checkpoint c ON c.id = a.checkpoint_id
            WHERE a.ticket_id = t.id AND c.kind = 'entrance'
              AND a.id NOT IN (SELECT id FROM {rows})
          )
        GROUP BY 1"""
ADD_VISITORS = f"""
        INSERT INTO visitor_count (ticket_type_id, number)
        {VISITORS.format(rows="added")} ORDER BY 1
        ON CONFLICT (ticket_type_id) DO UPDATE
        SET number = visitor_count.number + excluded.number;"""  # noqa: S608
TAKE_VISITORS = f"""
        UPDATE visitor_count AS counted SET number = counted.number - gone.number
        FROM ({VISITORS.format(rows="taken")}) AS gone
        WHERE counted.ticket_type_id = gone.ticket_type_id;"""  # noqa: S608
TRIGGERS = (
    ("admission_added", "INSERT", "NEW TABLE AS added", "added", ADD + ADD_VISITORS),
    ("admission_taken", "DELETE", "OLD TABLE AS taken", "taken", TAKE + TAKE_VISITORS),
    ("admission_moved", "UPDATE", "OLD TABLE AS taken NEW TABLE AS added", "added", TAKE + ADD),
)


def checkpoints() -> ModuleType:
    """Return the migration that counts them row by row."""
    path = Path(__file__).with_name("2026_11_26_checkpoints.py")
    spec = importlib.util.spec_from_file_location("checkpoints", path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    checkpoints().drop_triggers()
    for name, event, tables, rows, body in TRIGGERS:
        # A statement that concerns no row calls them as well.
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN IF EXISTS (SELECT FROM {rows}) THEN {body} END IF; RETURN NULL; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} AFTER {event} ON admission REFERENCING {tables} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    before = checkpoints()
    before.drop_triggers()
    before.create_triggers()
