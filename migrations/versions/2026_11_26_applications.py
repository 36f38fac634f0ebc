"""Exhibitors say what they need and on which days, can be wait-listed, and can withdraw.

On SQLite the column of states is made anew beside the old one: a table that is made anew would lose
what refers to it.

Revision: applications
After: pictures
"""

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.db.moments import UtcDateTime

revision = "applications"
down_revision = "pictures"
branch_labels = None
depends_on = None

BEFORE = ("unconfirmed", "applied", "accepted", "rejected")
STATES = ("unconfirmed", "applied", "wait_listed", "accepted", "rejected", "withdrawn")
CHECK = "ck_exhibitor_known_state"
INDEX = "ix_exhibitor_event_id_state"
TEXTS = ("links", "tags", "told_of", "group_name", "apart_from", "note")
MOMENTS = ("confirmed_at", "told_at")
REFERENCES = (("invited_again_from", "exhibitor"), ("logo_id", "picture"))


def moment(name: str) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime(timezone=True), nullable=True)


def number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE")


def is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def know_states(states: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{word}'" for word in states)
    if not is_sqlite():
        op.drop_constraint(op.f(CHECK), "exhibitor", type_="check")
        op.create_check_constraint(op.f(CHECK), "exhibitor", f"state IN ({listed})")
        return
    rule = f"CONSTRAINT {CHECK} CHECK (new_state IN ({listed}))"
    state = f"new_state VARCHAR(20) NOT NULL DEFAULT 'unconfirmed' {rule}"
    op.execute(f"ALTER TABLE exhibitor ADD COLUMN {state}")
    op.execute("UPDATE exhibitor SET new_state = state")
    op.drop_index(INDEX, "exhibitor")
    op.execute("ALTER TABLE exhibitor DROP COLUMN state")
    op.execute("ALTER TABLE exhibitor RENAME COLUMN new_state TO state")
    op.create_index(INDEX, "exhibitor", ["event_id", "state"])


def upgrade() -> None:
    know_states(STATES)
    for name in TEXTS:
        column = sa.Column(name, sa.String(), nullable=False, server_default="")
        op.add_column("exhibitor", column)
    translations = sa.Column("translations", sa.JSON(), nullable=False, server_default="{}")
    op.add_column("exhibitor", translations)
    for name in MOMENTS:
        op.add_column("exhibitor", moment(name))
    for column, table in REFERENCES:
        # Plain, not in batches: SQLite would make the table anew, which others refer to.
        kind = "CHAR(32)" if is_sqlite() else "UUID"
        key = f"CONSTRAINT fk_exhibitor_{column}_{table} REFERENCES {table} (id)"
        op.execute(f"ALTER TABLE exhibitor ADD COLUMN {column} {kind} {key}")
        op.create_index(op.f(f"ix_exhibitor_{column}"), "exhibitor", [column])
    op.add_column("assignment", moment("held_until"))
    op.create_table(
        "need",
        sa.Column("exhibitor_id", sa.Uuid(), nullable=False),
        number("width_cm", nullable=True),
        number("depth_cm", nullable=True),
        number("power_w"),
        *(flag(name) for name in ("network", "accessible", "pitch")),
        number("passes"),
        sa.Column("wish_stand", sa.String(), nullable=False),
        moment("terms_accepted_at"),
        reference("need", "exhibitor_id", "exhibitor"),
        sa.PrimaryKeyConstraint("exhibitor_id", name=op.f("pk_need")),
    )
    op.create_table(
        "need_day",
        sa.Column("exhibitor_id", sa.Uuid(), nullable=False),
        number("day_id"),
        reference("need_day", "exhibitor_id", "exhibitor"),
        reference("need_day", "day_id", "day"),
        sa.PrimaryKeyConstraint("exhibitor_id", "day_id", name=op.f("pk_need_day")),
    )
    op.create_index(op.f("ix_need_day_day_id"), "need_day", ["day_id"])


def downgrade() -> None:
    op.drop_table("need_day")
    op.drop_table("need")
    # What is only held is nobody's where nothing can be held.
    op.execute("DELETE FROM assignment WHERE held_until IS NOT NULL")
    op.drop_column("assignment", "held_until")
    for column, _ in REFERENCES:
        op.drop_index(op.f(f"ix_exhibitor_{column}"), "exhibitor")
        op.drop_column("exhibitor", column)
    for name in (*MOMENTS, "translations", *TEXTS):
        op.drop_column("exhibitor", name)
    op.execute("UPDATE exhibitor SET state = 'applied' WHERE state = 'wait_listed'")
    op.execute("UPDATE exhibitor SET state = 'rejected' WHERE state = 'withdrawn'")
    know_states(BEFORE)
