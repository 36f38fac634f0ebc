"""Who was let in and whose ticket was cancelled is counted beside who was let in.

Whoever came was expected: figures put such people on both sides. The triggers on `admission` count
them too, and one on `ticket` moves the counts when a ticket is cancelled, or valid again, after
somebody was let in with it.

Revision: inside_with_a_cancelled_ticket
After: letters_about_one_by_kind
"""

import importlib.util
from pathlib import Path
from types import ModuleType

import sqlalchemy as sa
from alembic import op

revision = "inside_with_a_cancelled_ticket"
down_revision = "letters_about_one_by_kind"
branch_labels = None
depends_on = None

TABLES = ("admission_count", "visitor_count")
TURNED = "(OLD.cancelled_at IS NULL) <> (NEW.cancelled_at IS NULL)"
BY = "CASE WHEN NEW.cancelled_at IS NULL THEN -1 ELSE 1 END"


def migration(name: str) -> ModuleType:
    """Return another migration, by the end of its file's name."""
    (path,) = Path(__file__).parent.glob(f"*_{name}.py")
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def with_cancelled(body: str, *changes: tuple[str, str]) -> str:
    """Return what a trigger did, with the counts of cancelled tickets; each place is there once."""
    for before, after in changes:
        if body.count(before) != 1:
            raise ValueError(before)
        body = body.replace(before, after)
    return body


def of_ticket(dialect: str) -> str:
    """Write what follows when a ticket is cancelled, or valid again."""
    step = migration("checkpoints").step("a.admitted_at", dialect)
    return f"""
        UPDATE admission_count SET cancelled = cancelled + {BY}
        WHERE ticket_type_id = NEW.ticket_type_id AND (checkpoint_id, step) IN
          (SELECT a.checkpoint_id, {step} FROM admission a WHERE a.ticket_id = NEW.id);
        UPDATE visitor_count SET cancelled = cancelled + {BY}
        WHERE ticket_type_id = NEW.ticket_type_id AND EXISTS
          (SELECT 1 FROM admission a JOIN checkpoint c ON c.id = a.checkpoint_id
           WHERE a.ticket_id = NEW.id AND c.kind = 'entrance');"""  # noqa: S608  # of names above


def sqlite_triggers() -> dict[str, tuple[str, str]]:
    """Return by name what happens to an admission, and what follows."""
    old = migration("checkpoints")
    is_cancelled = "CASE WHEN t.cancelled_at IS NULL THEN 0 ELSE 1 END"
    of_old = f"(SELECT {is_cancelled} FROM ticket t WHERE t.id = OLD.ticket_id)"  # noqa: S608
    add = with_cancelled(
        old.add_admission("sqlite"),
        ("outside, walk_ins)", "outside, walk_ins, cancelled)"),
        ("ELSE 0 END AS walk_ins", f"ELSE 0 END AS walk_ins, {is_cancelled} AS cancelled"),
        (
            "+ excluded.walk_ins;",
            "+ excluded.walk_ins,\n          "
            "cancelled = admission_count.cancelled + excluded.cancelled;",
        ),
    )
    take = with_cancelled(
        old.take_admission("sqlite"),
        ("admitted = admitted - 1,", f"admitted = admitted - 1, cancelled = cancelled - {of_old},"),
    )
    add_visitor = with_cancelled(
        old.ADD_VISITOR,
        ("(ticket_type_id, number)", "(ticket_type_id, number, cancelled)"),
        ("t.ticket_type_id, 1", f"t.ticket_type_id, 1, {is_cancelled}"),
        (
            "visitor_count.number + 1;",
            "visitor_count.number + 1,\n          "
            "cancelled = visitor_count.cancelled + excluded.cancelled;",
        ),
    )
    take_visitor = with_cancelled(
        old.TAKE_VISITOR,
        ("number = number - 1", f"number = number - 1, cancelled = cancelled - {of_old}"),
    )
    moved = "UPDATE OF checkpoint_id, admitted_at, left_at"
    return {
        "admission_added": ("INSERT", add + add_visitor),
        "admission_taken": ("DELETE", take + take_visitor),
        "admission_moved": (moved, take + add),
    }


def postgresql_functions() -> dict[str, tuple[str, str]]:
    """Return by name the rows of a statement, and what follows."""
    old = migration("admissions_counted_together")
    counts = "AS walk_ins, count(t.cancelled_at) AS cancelled"
    of_rows = ("AS walk_ins", counts)
    add = with_cancelled(
        old.ADD,
        of_rows,
        ("outside, walk_ins)", "outside, walk_ins, cancelled)"),
        (
            "+ excluded.walk_ins;",
            "+ excluded.walk_ins,\n          "
            "cancelled = admission_count.cancelled + excluded.cancelled;",
        ),
    )
    take = with_cancelled(
        old.TAKE,
        of_rows,
        (
            "walk_ins = counted.walk_ins - gone.walk_ins",
            "walk_ins = counted.walk_ins - gone.walk_ins,\n          "
            "cancelled = counted.cancelled - gone.cancelled",
        ),
    )
    of_visitors = ("count(*) AS number", "count(*) AS number, count(t.cancelled_at) AS cancelled")
    add_visitors = with_cancelled(
        old.ADD_VISITORS,
        of_visitors,
        ("(ticket_type_id, number)", "(ticket_type_id, number, cancelled)"),
        (
            "+ excluded.number;",
            "+ excluded.number, cancelled = visitor_count.cancelled + excluded.cancelled;",
        ),
    )
    take_visitors = with_cancelled(
        old.TAKE_VISITORS,
        of_visitors,
        (
            "SET number = counted.number - gone.number",
            "SET number = counted.number - gone.number,\n          "
            "cancelled = counted.cancelled - gone.cancelled",
        ),
    )
    return {
        "admission_added": ("added", add + add_visitors),
        "admission_taken": ("taken", take + take_visitors),
        "admission_moved": ("added", take + add),
    }


def create_triggers() -> None:
    """Create all that count admissions, and what a cancelled ticket changes about them."""
    dialect = op.get_bind().dialect.name
    turned = f"AFTER UPDATE OF cancelled_at ON ticket FOR EACH ROW WHEN ({TURNED})"
    if dialect == "sqlite":
        for name, (event, body) in sqlite_triggers().items():
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
            op.execute(f"CREATE TRIGGER {name} AFTER {event} ON admission BEGIN {body} END")
        op.execute("DROP TRIGGER IF EXISTS ticket_turned")
        op.execute(f"CREATE TRIGGER ticket_turned {turned} BEGIN {of_ticket(dialect)} END")
        return
    for name, (rows, body) in postgresql_functions().items():
        write_function(name, f"IF EXISTS (SELECT FROM {rows}) THEN {body} END IF;")
    write_function("ticket_turned", of_ticket(dialect))
    op.execute(f"CREATE OR REPLACE TRIGGER ticket_turned {turned} EXECUTE FUNCTION ticket_turned()")


def write_function(name: str, body: str) -> None:
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN {body} RETURN NULL; END $$"
    )


def recount(connection: sa.Connection) -> None:
    """Count everything anew from the rows themselves."""
    migration("checkpoints").recount(connection)
    count_cancelled(connection)


def count_cancelled(connection: sa.Connection) -> None:
    """Count who was let in with a ticket that is cancelled by now."""
    step = migration("checkpoints").step("a.admitted_at", connection.dialect.name)
    connection.exec_driver_sql(f"""
        UPDATE admission_count SET cancelled = (
          SELECT count(*) FROM admission a JOIN ticket t ON t.id = a.ticket_id
          WHERE t.cancelled_at IS NOT NULL AND t.ticket_type_id = admission_count.ticket_type_id
            AND a.checkpoint_id = admission_count.checkpoint_id
            AND {step} = admission_count.step)
        WHERE (checkpoint_id, ticket_type_id, step) IN (
          SELECT a.checkpoint_id, t.ticket_type_id, {step}
          FROM ticket t JOIN admission a ON a.ticket_id = t.id
          WHERE t.cancelled_at IS NOT NULL)""")  # noqa: S608  # of names above
    connection.exec_driver_sql("""
        UPDATE visitor_count SET cancelled = (
          SELECT count(DISTINCT t.id) FROM ticket t
          JOIN admission a ON a.ticket_id = t.id JOIN checkpoint c ON c.id = a.checkpoint_id
          WHERE t.cancelled_at IS NOT NULL AND c.kind = 'entrance'
            AND t.ticket_type_id = visitor_count.ticket_type_id)""")


def upgrade() -> None:
    for table in TABLES:
        # Plain, not in batches: SQLite would make the table anew, and triggers write into it.
        check = f"CONSTRAINT ck_{table}_cancelled_not_below_nought CHECK (cancelled >= 0)"
        column = f"cancelled INTEGER DEFAULT 0 NOT NULL {check}"
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    create_triggers()
    # What erased events left has no rows to be counted from.
    count_cancelled(op.get_bind())


def downgrade() -> None:
    old, is_sqlite = migration("checkpoints"), op.get_bind().dialect.name == "sqlite"
    op.execute("DROP TRIGGER ticket_turned" + ("" if is_sqlite else " ON ticket"))
    if is_sqlite:
        old.drop_triggers()
        old.create_triggers()
    else:
        op.execute("DROP FUNCTION ticket_turned()")
        together = migration("admissions_counted_together")
        for name, _, _, rows, body in together.TRIGGERS:
            write_function(name, f"IF EXISTS (SELECT FROM {rows}) THEN {body} END IF;")
    for table in TABLES:
        op.drop_column(table, "cancelled")
