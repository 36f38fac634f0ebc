"""Admissions and scans belong to a checkpoint of a day; each day brings its entrance along.

What was let in on a day was let in at its entrance. On the way back only that is left: what was
scanned at other checkpoints stays in the scans, as scans of their day.

Revision: checkpoints
After: event_versions
"""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import sqlalchemy as sa
from alembic import op

revision = "checkpoints"
down_revision = "event_versions"
branch_labels = None
depends_on = None

ENTRANCE = """
    INSERT INTO checkpoint (day_id, kind, slug, title, position)
    SELECT id, 'entrance', 'entrance',
      '{"de": "Eingang", "en": "Entrance", "fr": "Entrée"}', 0
    FROM day ORDER BY id"""
# What a row refers to afterwards; `x` is the row.
ENTRANCE_OF = "(SELECT c.id FROM checkpoint c WHERE c.day_id = x.day_id AND c.kind = 'entrance')"
DAY_OF = "(SELECT c.day_id FROM checkpoint c WHERE c.id = x.checkpoint_id)"
# Before, only what was said about a day had one.
DAY_OF_SCAN = f"""
    CASE WHEN x.verdict IN
      ('cancelled', 'replaced', 'wrong_day', 'unknown', 'other_event', 'forbidden')
    THEN NULL ELSE {DAY_OF} END"""
AWAY_FROM_ENTRANCES = """
    DELETE FROM admission WHERE checkpoint_id IN
      (SELECT id FROM checkpoint WHERE kind <> 'entrance')"""


def figures() -> ModuleType:
    """Return the migration that counts admissions by day."""
    path = Path(__file__).with_name("2026_11_26_figures_counted_as_they_happen.py")
    spec = importlib.util.spec_from_file_location("figures", path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


STEP_SECONDS = 300
QUARTER_SECONDS = 900
VISITOR = "SELECT 1 FROM checkpoint c WHERE c.id = {row}.checkpoint_id AND c.kind = 'entrance'"
OTHER_DAYS = """
          SELECT 1 FROM admission a JOIN checkpoint c ON c.id = a.checkpoint_id
          WHERE a.ticket_id = {row}.ticket_id AND a.id <> {row}.id AND c.kind = 'entrance'"""


def step(column: str, dialect: str, seconds: int = STEP_SECONDS) -> str:
    """Write SQL for the number of the step that a moment is in."""
    if dialect == "sqlite":
        return f"(CAST(strftime('%s', {column}) AS INTEGER) / {seconds})"
    return f"CAST(floor(extract(epoch FROM {column}) / {seconds}) AS INTEGER)"


def admissions_of(row: str, dialect: str) -> str:
    return f"""
        SELECT {row}.checkpoint_id AS checkpoint_id, t.ticket_type_id AS ticket_type_id,
          {step(f"{row}.admitted_at", dialect)} AS step, 1 AS admitted,
          CASE WHEN {row}.left_at IS NULL THEN 0 ELSE 1 END AS outside,
          CASE WHEN b.at_door THEN 1 ELSE 0 END AS walk_ins
        FROM ticket t JOIN booking b ON b.id = t.booking_id"""  # noqa: S608  # of names above


def add_admission(dialect: str) -> str:
    return f"""
        INSERT INTO admission_count
          (checkpoint_id, ticket_type_id, step, admitted, outside, walk_ins)
        {admissions_of("NEW", dialect)} WHERE t.id = NEW.ticket_id
        ON CONFLICT (checkpoint_id, ticket_type_id, step) DO UPDATE SET
          admitted = admission_count.admitted + 1,
          outside = admission_count.outside + excluded.outside,
          walk_ins = admission_count.walk_ins + excluded.walk_ins;"""


def take_admission(dialect: str) -> str:
    return f"""
        UPDATE admission_count SET
          admitted = admitted - 1,
          outside = outside - CASE WHEN OLD.left_at IS NULL THEN 0 ELSE 1 END,
          walk_ins = walk_ins - (SELECT CASE WHEN b.at_door THEN 1 ELSE 0 END
            FROM ticket t JOIN booking b ON b.id = t.booking_id WHERE t.id = OLD.ticket_id)
        WHERE checkpoint_id = OLD.checkpoint_id AND step = {step("OLD.admitted_at", dialect)}
          AND ticket_type_id =
          (SELECT t.ticket_type_id FROM ticket t WHERE t.id = OLD.ticket_id);"""  # noqa: S608


# Who was let in at an entrance was in the house; other checkpoints are within it.
ADD_VISITOR = f"""
        INSERT INTO visitor_count (ticket_type_id, number)
        SELECT t.ticket_type_id, 1 FROM ticket t
        WHERE t.id = NEW.ticket_id AND EXISTS ({VISITOR.format(row="NEW")})
          AND NOT EXISTS ({OTHER_DAYS.format(row="NEW")})
        ON CONFLICT (ticket_type_id) DO UPDATE SET number = visitor_count.number + 1;"""  # noqa: S608

TAKE_VISITOR = f"""
        UPDATE visitor_count SET number = number - 1
        WHERE ticket_type_id = (SELECT t.ticket_type_id FROM ticket t WHERE t.id = OLD.ticket_id)
          AND EXISTS ({VISITOR.format(row="OLD")})
          AND NOT EXISTS ({OTHER_DAYS.format(row="OLD")});"""  # noqa: S608

ADMISSION_TRIGGERS = ("admission_added", "admission_taken", "admission_moved")


def create_triggers() -> None:
    """Create those of admissions; what stands already stays."""
    dialect = op.get_bind().dialect.name
    add, take = add_admission(dialect), take_admission(dialect)
    moved = "UPDATE OF checkpoint_id, admitted_at, left_at"
    bodies = (("INSERT", add + ADD_VISITOR), ("DELETE", take + TAKE_VISITOR), (moved, take + add))
    for name, (event, body) in zip(ADMISSION_TRIGGERS, bodies, strict=True):
        if dialect == "sqlite":
            op.execute(
                f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {event} ON admission BEGIN {body} END"
            )
            continue
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN {body} RETURN NULL; END $$"
        )
        op.execute(
            f"CREATE OR REPLACE TRIGGER {name} AFTER {event} ON admission "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def drop_triggers() -> None:
    dialect = op.get_bind().dialect.name
    for name in ADMISSION_TRIGGERS:
        if dialect == "sqlite":
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS {name} ON admission")
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")


def recount(connection: sa.Connection) -> None:
    """Count everything anew from the rows themselves."""
    dialect = connection.dialect.name
    quarter = step("b.created_at", dialect, QUARTER_SECONDS)
    for table in ("admission_count", "visitor_count", "booked_count"):
        connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608  # of names above
    connection.exec_driver_sql(f"""
        INSERT INTO admission_count
          (checkpoint_id, ticket_type_id, step, admitted, outside, walk_ins)
        SELECT checkpoint_id, ticket_type_id, step, sum(admitted), sum(outside), sum(walk_ins)
        FROM ({admissions_of("a", dialect)} JOIN admission a ON a.ticket_id = t.id) AS each_one
        GROUP BY checkpoint_id, ticket_type_id, step""")  # noqa: S608
    connection.exec_driver_sql(f"""
        INSERT INTO visitor_count (ticket_type_id, number)
        SELECT t.ticket_type_id, count(DISTINCT a.ticket_id)
        FROM admission a JOIN ticket t ON t.id = a.ticket_id
        WHERE EXISTS ({VISITOR.format(row="a")}) GROUP BY t.ticket_type_id""")  # noqa: S608
    connection.exec_driver_sql(f"""
        INSERT INTO booked_count (ticket_type_id, quarter, number)
        SELECT t.ticket_type_id, {quarter}, count(*)
        FROM ticket t JOIN booking b ON b.id = t.booking_id
        WHERE t.cancelled_at IS NULL GROUP BY t.ticket_type_id, {quarter}""")  # noqa: S608


def create_checkpoints() -> None:
    op.create_table(
        "checkpoint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('entrance', 'inside')", name=op.f("ck_checkpoint_known_kind")),
        sa.ForeignKeyConstraint(
            ["day_id"], ["day.id"], name="fk_checkpoint_day_id_day", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkpoint")),
        sa.UniqueConstraint("day_id", "slug", name=op.f("uq_checkpoint_day_id_slug")),
    )
    entrance = sa.text("kind = 'entrance'")
    op.create_index(
        "uq_checkpoint_one_entrance",
        "checkpoint",
        ["day_id"],
        unique=True,
        sqlite_where=entrance,
        postgresql_where=entrance,
    )


def create_counts(column: str, table: str) -> None:
    op.create_table(
        "admission_count",
        sa.Column(column, sa.Integer(), nullable=False),
        sa.Column("ticket_type_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("admitted", sa.Integer(), nullable=False),
        sa.Column("outside", sa.Integer(), nullable=False),
        sa.Column("walk_ins", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(column, "ticket_type_id", "step", name="pk_admission_count"),
        sa.ForeignKeyConstraint(
            [column],
            [f"{table}.id"],
            name=f"fk_admission_count_{column}_{table}",
            ondelete="CASCADE",
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


def refer_on_sqlite(table: str, old: str, new: str, value: str) -> None:
    """Make a table anew by its own words, so that its CHECKs stay where they are."""

    def renamed(sql: str) -> str:
        sql = sql.replace(f"_{old}_id_{old}", f"_{new}_id_{new}").replace(f"{old}_id", f"{new}_id")
        return re.sub(rf'REFERENCES "?{old}"? ?\(', f"REFERENCES {new} (", sql)

    found = sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = :name AND sql > ''")
    made = op.get_bind().execute(found, {"name": table}).all()
    (words,) = (sql for kind, sql in made if kind == "table")
    columns = [each["name"] for each in sa.inspect(op.get_bind()).get_columns(table)]
    values = ", ".join(value if each == f"{old}_id" else f"x.{each}" for each in columns)
    names = ", ".join(renamed(each) for each in columns)
    op.execute(re.sub(rf'^CREATE TABLE "?{table}"?', f"CREATE TABLE new_{table}", renamed(words)))
    op.execute(f"INSERT INTO new_{table} ({names}) SELECT {values} FROM {table} x")  # noqa: S608
    op.drop_table(table)
    op.rename_table(f"new_{table}", table)
    for sql in (sql for kind, sql in made if kind == "index"):
        op.execute(renamed(sql))


def refer_on_postgresql(table: str, old: str, new: str, value: str) -> None:
    op.add_column(table, sa.Column(f"{new}_id", sa.Integer()))
    op.execute(f"UPDATE {table} x SET {new}_id = {value}")  # noqa: S608  # of names above
    # Its constraints and indexes go with it.
    op.drop_column(table, f"{old}_id")
    op.create_foreign_key(f"fk_{table}_{new}_id_{new}", table, new, [f"{new}_id"], ["id"])
    columns = [f"{new}_id"]
    if table == "admission":
        op.alter_column(table, f"{new}_id", nullable=False)
        unique = ["ticket_id", f"{new}_id"]
        op.create_unique_constraint(f"uq_admission_ticket_id_{new}_id", table, unique)
        columns.append("admitted_at")
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def refer(table: str, old: str, new: str, value: str) -> None:
    """Let a table refer to another one than before; `value` is SQL for what a row refers to."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    (refer_on_sqlite if sqlite else refer_on_postgresql)(table, old, new, value)


def upgrade() -> None:
    drop_triggers()
    op.drop_table("admission_count")
    create_checkpoints()
    op.execute(ENTRANCE)
    for table in ("admission", "scan"):
        refer(table, "day", "checkpoint", ENTRANCE_OF)
    # Plain: SQLite would make the table anew, which others refer to.
    op.execute(
        "ALTER TABLE device ADD COLUMN checkpoint_id INTEGER "
        "CONSTRAINT fk_device_checkpoint_id_checkpoint "
        "REFERENCES checkpoint (id)"
    )
    op.create_index("ix_device_checkpoint_id", "device", ["checkpoint_id"])
    create_counts("checkpoint_id", "checkpoint")
    create_triggers()
    recount(op.get_bind())


def downgrade() -> None:
    drop_triggers()
    op.drop_table("admission_count")
    op.drop_index("ix_device_checkpoint_id", "device")
    op.drop_column("device", "checkpoint_id")
    op.execute(AWAY_FROM_ENTRANCES)
    refer("admission", "checkpoint", "day", DAY_OF)
    refer("scan", "checkpoint", "day", DAY_OF_SCAN)
    op.drop_table("checkpoint")
    create_counts("day_id", "day")
    before = figures()
    before.create_triggers()
    before.recount(op.get_bind())
