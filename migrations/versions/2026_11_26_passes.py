"""Passes of exhibitors: whose bookings they are, and how many are granted.

Revision: passes
After: fair_floor
"""

import sqlalchemy as sa
from alembic import op

revision = "passes"
down_revision = "fair_floor"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pass_booking",
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        of_exhibitor("pass_booking"),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["booking.id"],
            name=op.f("fk_pass_booking_booking_id_booking"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_pass_booking")),
    )
    op.create_index(op.f("ix_pass_booking_exhibitor_id"), "pass_booking", ["exhibitor_id"])
    op.create_table(
        "pass_grant",
        of_exhibitor("pass_grant"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number BETWEEN 0 AND 99", name=op.f("ck_pass_grant_so_many_passes")),
        sa.PrimaryKeyConstraint("exhibitor_id", name=op.f("pk_pass_grant")),
    )


def of_exhibitor(table: str) -> sa.Column[object]:
    refers = sa.ForeignKey(
        "exhibitor.id", name=op.f(f"fk_{table}_exhibitor_id_exhibitor"), ondelete="CASCADE"
    )
    return sa.Column("exhibitor_id", sa.Uuid(), refers, nullable=False)


def downgrade() -> None:
    op.drop_table("pass_grant")
    op.drop_table("pass_booking")
