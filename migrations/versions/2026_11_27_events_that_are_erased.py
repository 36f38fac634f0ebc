"""Events are erased as a whole: who asked, who confirmed, and the report that stays.

The numbers of events, devices and reports stand in the history, which outlives them. SQLite would
give the number of what was erased to the next one, and its history with it; so these tables are
made anew there, as they are but for that and for the new state of an event.

Revision: events_erased
After: likeness_of_bookings
"""

import re

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.db.moments import UtcDateTime

revision = "events_erased"
down_revision = "likeness_of_bookings"
branch_labels = None
depends_on = None

STATES = "'draft', 'published', 'cancelled'"
CHECK = "ck_event_known_state"
TABLES = ("event", "device", "feedback_report")
UNDER_WAY = sa.text("state IN ('open', 'confirmed')")
KNOWN = ("open", "withdrawn", "refused", "lapsed", "confirmed", "erased")
PLAIN = "id INTEGER NOT NULL"
COUNTED = "id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in TABLES:
            _make_anew(table, counted=True)
    else:
        op.drop_constraint(op.f(CHECK), "event", type_="check")
        op.create_check_constraint(op.f(CHECK), "event", f"state IN ({STATES}, 'erasing')")
    _create_erasures()
    op.create_table(
        "kept_report",
        sa.Column("erasure_id", sa.Integer(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["erasure_id"],
            ["event_erasure.id"],
            name=op.f("fk_kept_report_erasure_id_event_erasure"),
        ),
        sa.PrimaryKeyConstraint("erasure_id", name=op.f("pk_kept_report")),
    )


def _create_erasures() -> None:
    op.create_table(
        "event_erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("slug", "title")),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                *KNOWN, name="known_state", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column],
                ["user.id"],
                name=op.f(f"fk_event_erasure_{column}_user"),
                ondelete="SET NULL",
            )
            for column in ("asked_by_id", "decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_erasure")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_event_erasure_under_way",
        "event_erasure",
        ["event_id"],
        unique=True,
        sqlite_where=UNDER_WAY,
        postgresql_where=UNDER_WAY,
    )
    for column in ("event_id", "asked_by_id", "decided_by_id", "state"):
        op.create_index(op.f(f"ix_event_erasure_{column}"), "event_erasure", [column])


def _make_anew(table: str, *, counted: bool) -> None:
    """Make a table of SQLite anew in its own words, all rules in it, with numbers that go on."""
    connection = op.get_bind()
    parts = connection.execute(
        sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL"),
        {"table": table},
    ).all()
    (words,) = (sql for kind, sql in parts if kind == "table")
    words = re.sub(rf'CREATE TABLE "?{table}"?', f"CREATE TABLE {table}_anew", words)
    words = _with_numbers(words, table) if counted else _without_numbers(words, table)
    op.execute(sa.text(words.replace(":", r"\:")))
    columns = ", ".join(f'"{each["name"]}"' for each in sa.inspect(connection).get_columns(table))
    op.execute(f"INSERT INTO {table}_anew ({columns}) SELECT {columns} FROM {table}")  # noqa: S608
    # Nothing that refers to it goes along: see env.py, where foreign keys are off meanwhile.
    op.execute(f"DROP TABLE {table}")
    op.execute(f"ALTER TABLE {table}_anew RENAME TO {table}")
    for kind, sql in parts:
        if kind != "table":
            op.execute(sa.text(sql.replace(":", r"\:")))


def _with_numbers(words: str, table: str) -> str:
    key = re.compile(rf",\s*CONSTRAINT pk_{table} PRIMARY KEY \(id\)")
    if PLAIN not in words or not key.search(words):
        raise RuntimeError(f"the table {table} is not as it was expected")
    words = key.sub("", words.replace(PLAIN, COUNTED, 1))
    return words.replace(f"({STATES})", f"({STATES}, 'erasing')")


def _without_numbers(words: str, table: str) -> str:
    words = words.replace(COUNTED, PLAIN, 1).replace(f"({STATES}, 'erasing')", f"({STATES})")
    head, _, tail = words.rpartition(")")
    return f"{head},\n\tCONSTRAINT pk_{table} PRIMARY KEY (id)\n){tail}"


def downgrade() -> None:
    going = "SELECT slug FROM event WHERE state = 'erasing'"
    if slugs := list(op.get_bind().execute(sa.text(going)).scalars()):
        raise RuntimeError(f"let the worker end the erasing first: {', '.join(slugs)}")
    op.drop_table("kept_report")
    op.drop_table("event_erasure")
    if op.get_bind().dialect.name == "sqlite":
        for table in TABLES:
            _make_anew(table, counted=False)
        return
    op.drop_constraint(op.f(CHECK), "event", type_="check")
    op.create_check_constraint(op.f(CHECK), "event", f"state IN ({STATES})")
