"""Decisions about exhibitors can be undone until their letter leaves; tasks, and what was changed.

Revision: undone_decisions
After: placing
"""

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.db.moments import UtcDateTime

revision = "undone_decisions"
down_revision = "placing"
branch_labels = None
depends_on = None

STATES = ("unconfirmed", "applied", "wait_listed", "accepted", "rejected", "withdrawn")
CHECK = "ck_exhibitor_known_decided_from"
OPEN = sa.text("done_at IS NULL")


def moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime(timezone=True), nullable=nullable)


def text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def of_exhibitor(table: str) -> tuple[sa.Column[object] | sa.Constraint, ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibitor_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exhibitor_id"],
            ["exhibitor.id"],
            name=op.f(f"fk_{table}_exhibitor_id_exhibitor"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def name_letters(sqlite: bool) -> None:
    """What waits about a decision is written by what was decided."""
    of_state = "WHERE CAST(exhibitor.id AS TEXT) = letter.subject_id"
    if sqlite:
        of_state = "WHERE exhibitor.id = REPLACE(letter.subject_id, '-', '')"
    op.execute(
        "UPDATE letter SET kind = 'stands.' || "  # noqa: S608  # of words above
        f"COALESCE((SELECT exhibitor.state FROM exhibitor {of_state}), 'rejected') "
        "WHERE kind = 'stands.decision' AND state <> 'sent'"
    )


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    listed = ", ".join(f"'{word}'" for word in STATES)
    rule = f"CONSTRAINT {CHECK} CHECK (decided_from IN ({listed}))"
    # Plain, not in batches: SQLite would make the table anew, which others refer to.
    op.execute(f"ALTER TABLE exhibitor ADD COLUMN decided_from VARCHAR(20) {rule}")
    untold = sa.Column("untold", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("exhibitor", untold)
    op.create_table(
        "exhibitor_task",
        *of_exhibitor("exhibitor_task"),
        text("words"),
        sa.Column("due_on", sa.Date(), nullable=True),
        moment("created_at", nullable=False),
        moment("done_at"),
    )
    op.create_index(op.f("ix_exhibitor_task_exhibitor_id"), "exhibitor_task", ["exhibitor_id"])
    op.create_index(
        "ix_exhibitor_task_open",
        "exhibitor_task",
        ["due_on"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_table(
        "exhibitor_change",
        *of_exhibitor("exhibitor_change"),
        *(text(name) for name in ("field", "was", "becomes")),
        moment("changed_at", nullable=False),
        moment("seen_at"),
    )
    op.create_index(op.f("ix_exhibitor_change_exhibitor_id"), "exhibitor_change", ["exhibitor_id"])
    name_letters(sqlite)


def downgrade() -> None:
    op.execute(
        "UPDATE letter SET kind = 'stands.decision' "
        "WHERE kind IN ('stands.accepted', 'stands.rejected')"
    )
    # Nobody could write these.
    op.execute(
        "UPDATE letter SET state = 'dropped' WHERE state = 'waiting' "
        "AND kind IN ('stands.wait_listed', 'stands.withdrawn')"
    )
    op.drop_table("exhibitor_change")
    op.drop_table("exhibitor_task")
    op.drop_column("exhibitor", "untold")
    op.drop_column("exhibitor", "decided_from")
