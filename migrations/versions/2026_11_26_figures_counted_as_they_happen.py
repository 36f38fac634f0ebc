"""Admissions and booked tickets are counted as they happen, by triggers.

Whoever writes them, in whatever way, moves the figures inside the same transaction. A migration
that makes `admission` or `ticket` anew on SQLite loses the triggers with the old table, and creates
them again at its end with `create_triggers`; a test looks for them.

Revision: figures
After: ids_never_again
"""

import sqlalchemy as sa
from alembic import op

revision = "figures"
down_revision = "ids_never_again"
branch_labels = None
depends_on = None

STEP_SECONDS = 300
QUARTER_SECONDS = 900


def epoch(column: str, seconds: int, dialect: str) -> str:
    """Write SQL for the number of the step that a moment is in."""
    if dialect == "sqlite":
        return f"(CAST(strftime('%s', {column}) AS INTEGER) / {seconds})"
    return f"CAST(floor(extract(epoch FROM {column}) / {seconds}) AS INTEGER)"


def admissions_of(row: str, dialect: str) -> str:
    step = epoch(f"{row}.admitted_at", STEP_SECONDS, dialect)
    return f"""
        SELECT {row}.day_id AS day_id, t.ticket_type_id AS ticket_type_id, {step} AS step,
          1 AS admitted, CASE WHEN {row}.left_at IS NULL THEN 0 ELSE 1 END AS outside,
          CASE WHEN b.at_door THEN 1 ELSE 0 END AS walk_ins
        FROM ticket t JOIN booking b ON b.id = t.booking_id"""  # noqa: S608  # of names above


def add_admission(dialect: str) -> str:
    return f"""
        INSERT INTO admission_count (day_id, ticket_type_id, step, admitted, outside, walk_ins)
        {admissions_of("NEW", dialect)} WHERE t.id = NEW.ticket_id
        ON CONFLICT (day_id, ticket_type_id, step) DO UPDATE SET
          admitted = admission_count.admitted + 1,
          outside = admission_count.outside + excluded.outside,
          walk_ins = admission_count.walk_ins + excluded.walk_ins;"""


def take_admission(dialect: str) -> str:
    step = epoch("OLD.admitted_at", STEP_SECONDS, dialect)
    return f"""
        UPDATE admission_count SET
          admitted = admitted - 1,
          outside = outside - CASE WHEN OLD.left_at IS NULL THEN 0 ELSE 1 END,
          walk_ins = walk_ins - (SELECT CASE WHEN b.at_door THEN 1 ELSE 0 END
            FROM ticket t JOIN booking b ON b.id = t.booking_id WHERE t.id = OLD.ticket_id)
        WHERE day_id = OLD.day_id AND step = {step} AND ticket_type_id =
          (SELECT t.ticket_type_id FROM ticket t WHERE t.id = OLD.ticket_id);"""  # noqa: S608


ADD_VISITOR = """
        INSERT INTO visitor_count (ticket_type_id, number)
        SELECT t.ticket_type_id, 1 FROM ticket t
        WHERE t.id = NEW.ticket_id AND NOT EXISTS
          (SELECT 1 FROM admission a WHERE a.ticket_id = NEW.ticket_id AND a.id <> NEW.id)
        ON CONFLICT (ticket_type_id) DO UPDATE SET number = visitor_count.number + 1;"""

TAKE_VISITOR = """
        UPDATE visitor_count SET number = number - 1
        WHERE ticket_type_id = (SELECT t.ticket_type_id FROM ticket t WHERE t.id = OLD.ticket_id)
          AND NOT EXISTS (SELECT 1 FROM admission a WHERE a.ticket_id = OLD.ticket_id);"""


def add_ticket(dialect: str) -> str:
    quarter = epoch("b.created_at", QUARTER_SECONDS, dialect)
    return f"""
        INSERT INTO booked_count (ticket_type_id, quarter, number)
        SELECT NEW.ticket_type_id, {quarter}, 1 FROM booking b
        WHERE b.id = NEW.booking_id AND NEW.cancelled_at IS NULL
        ON CONFLICT (ticket_type_id, quarter)
          DO UPDATE SET number = booked_count.number + 1;"""  # noqa: S608


def take_ticket(dialect: str) -> str:
    quarter = epoch("b.created_at", QUARTER_SECONDS, dialect)
    return f"""
        UPDATE booked_count SET number = number - 1
        WHERE OLD.cancelled_at IS NULL AND ticket_type_id = OLD.ticket_type_id AND quarter =
          (SELECT {quarter} FROM booking b WHERE b.id = OLD.booking_id);"""  # noqa: S608


def triggers(dialect: str) -> dict[str, tuple[str, str, str]]:
    """Return by name: the table, what happens to it, and what follows."""
    add, take = add_admission(dialect), take_admission(dialect)
    sell, void = add_ticket(dialect), take_ticket(dialect)
    return {
        "admission_added": ("admission", "INSERT", add + ADD_VISITOR),
        "admission_taken": ("admission", "DELETE", take + TAKE_VISITOR),
        "admission_moved": (
            "admission",
            "UPDATE OF day_id, admitted_at, left_at",
            take + add,
        ),
        "ticket_added": ("ticket", "INSERT", sell),
        "ticket_taken": ("ticket", "DELETE", void),
        "ticket_moved": ("ticket", "UPDATE OF ticket_type_id, cancelled_at", void + sell),
    }


def create_triggers() -> None:
    """Create the triggers; what stands already stays."""
    dialect = op.get_bind().dialect.name
    for name, (table, event, body) in triggers(dialect).items():
        if dialect == "sqlite":
            op.execute(
                f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {event} ON {table} BEGIN {body} END"
            )
            continue
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN {body} RETURN NULL; END $$"
        )
        op.execute(
            f"CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def drop_triggers() -> None:
    dialect = op.get_bind().dialect.name
    for name, (table, _, _) in triggers(dialect).items():
        if dialect == "sqlite":
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")


def recount(connection: sa.Connection) -> None:
    """Count everything anew from the rows themselves."""
    dialect = connection.dialect.name
    quarter = epoch("b.created_at", QUARTER_SECONDS, dialect)
    for table in ("admission_count", "visitor_count", "booked_count"):
        connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608
    connection.exec_driver_sql(f"""
        INSERT INTO admission_count (day_id, ticket_type_id, step, admitted, outside, walk_ins)
        SELECT day_id, ticket_type_id, step, sum(admitted), sum(outside), sum(walk_ins)
        FROM ({admissions_of("a", dialect)} JOIN admission a ON a.ticket_id = t.id) AS each_one
        GROUP BY day_id, ticket_type_id, step""")  # noqa: S608
    connection.exec_driver_sql("""
        INSERT INTO visitor_count (ticket_type_id, number)
        SELECT t.ticket_type_id, count(DISTINCT a.ticket_id)
        FROM admission a JOIN ticket t ON t.id = a.ticket_id GROUP BY t.ticket_type_id""")
    connection.exec_driver_sql(f"""
        INSERT INTO booked_count (ticket_type_id, quarter, number)
        SELECT t.ticket_type_id, {quarter}, count(*)
        FROM ticket t JOIN booking b ON b.id = t.booking_id
        WHERE t.cancelled_at IS NULL GROUP BY t.ticket_type_id, {quarter}""")  # noqa: S608


def upgrade() -> None:
    op.create_table(
        "admission_count",
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column("ticket_type_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("admitted", sa.Integer(), nullable=False),
        sa.Column("outside", sa.Integer(), nullable=False),
        sa.Column("walk_ins", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day_id", "ticket_type_id", "step", name="pk_admission_count"),
        sa.ForeignKeyConstraint(
            ["day_id"], ["day.id"], name="fk_admission_count_day_id_day", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["ticket_type_id"],
            ["ticket_type.id"],
            name="fk_admission_count_ticket_type_id_ticket_type",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint(
            "admitted >= 0 AND outside >= 0 AND walk_ins >= 0",
            name=op.f("ck_admission_count_never_below_nought"),
        ),
    )
    op.create_index("ix_admission_count_ticket_type_id", "admission_count", ["ticket_type_id"])
    op.create_table(
        "visitor_count",
        sa.Column("ticket_type_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("ticket_type_id", name="pk_visitor_count"),
        sa.ForeignKeyConstraint(
            ["ticket_type_id"],
            ["ticket_type.id"],
            name="fk_visitor_count_ticket_type_id_ticket_type",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("number >= 0", name=op.f("ck_visitor_count_never_below_nought")),
    )
    op.create_table(
        "booked_count",
        sa.Column("ticket_type_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("ticket_type_id", "quarter", name="pk_booked_count"),
        sa.ForeignKeyConstraint(
            ["ticket_type_id"],
            ["ticket_type.id"],
            name="fk_booked_count_ticket_type_id_ticket_type",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("number >= 0", name=op.f("ck_booked_count_never_below_nought")),
    )
    create_triggers()
    recount(op.get_bind())


def downgrade() -> None:
    drop_triggers()
    for table in ("booked_count", "visitor_count", "admission_count"):
        op.drop_table(table)
