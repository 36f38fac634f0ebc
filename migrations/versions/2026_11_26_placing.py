"""Placing is done step by step, can be undone, and is proposed as a draft.

Revision: placing
After: floor_changes
"""

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.db.moments import UtcDateTime

revision = "placing"
down_revision = "floor_changes"
branch_labels = None
depends_on = None


def reference(
    table: str, column: str, target: str, kind: type[sa.types.TypeEngine[object]] = sa.Integer
) -> tuple[sa.Column[object], sa.ForeignKeyConstraint]:
    """Return a column that refers to the id of another table, and goes with its row."""
    name = op.f(f"fk_{table}_{column}_{target}")
    key = sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE")
    return sa.Column(column, kind(), nullable=False), key


def moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime(timezone=True), nullable=nullable)


def own_id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), nullable=False)


def primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def upgrade() -> None:
    op.create_table(
        "placing",
        *reference("placing", "event_id", "event"),
        sa.Column("revision", sa.Integer(), nullable=False),
        primary("placing", "event_id"),
    )
    op.create_table(
        "placing_step",
        own_id(),
        *reference("placing_step", "event_id", "event"),
        moment("done_at"),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        moment("undone_at", nullable=True),
        primary("placing_step", "id"),
    )
    op.create_index(op.f("ix_placing_step_event_id_id"), "placing_step", ["event_id", "id"])
    op.create_table(
        "proposal",
        own_id(),
        *reference("proposal", "event_id", "event"),
        moment("made_at"),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("moves", sa.Boolean(), nullable=False),
        sa.Column("by_program", sa.Boolean(), nullable=False),
        sa.Column("unplaced", sa.JSON(), nullable=False),
        primary("proposal", "id"),
        sa.UniqueConstraint("event_id", name=op.f("uq_proposal_event_id")),
    )
    op.create_table(
        "proposal_slot",
        *reference("proposal_slot", "proposal_id", "proposal"),
        *reference("proposal_slot", "slot_id", "slot"),
        *reference("proposal_slot", "exhibitor_id", "exhibitor", sa.Uuid),
        primary("proposal_slot", "proposal_id", "slot_id"),
    )
    for column in ("slot_id", "exhibitor_id"):
        op.create_index(op.f(f"ix_proposal_slot_{column}"), "proposal_slot", [column])


def downgrade() -> None:
    for table in ("proposal_slot", "proposal", "placing_step", "placing"):
        op.drop_table(table)
