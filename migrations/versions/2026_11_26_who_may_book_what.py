"""Ticket types say whose addresses open them, when they are booked, and how many one may have.

Revision: who_may_book
After: answers
"""

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.db.moments import UtcDateTime

revision = "who_may_book"
down_revision = "answers"
branch_labels = None
depends_on = None

COLUMNS = ("domains", "booking_opens_at", "booking_closes_at", "max_per_address", "confirm_first")


def upgrade() -> None:
    # Plain, not in batches: SQLite would make the table anew, which others refer to.
    op.add_column(
        "ticket_type", sa.Column("domains", sa.JSON(), nullable=False, server_default="[]")
    )
    op.add_column("ticket_type", sa.Column("booking_opens_at", UtcDateTime(timezone=True)))
    op.add_column("ticket_type", sa.Column("booking_closes_at", UtcDateTime(timezone=True)))
    op.add_column(
        "ticket_type",
        sa.Column(
            "max_per_address",
            sa.Integer(),
            sa.CheckConstraint(
                "max_per_address >= 1", name=op.f("ck_ticket_type_some_per_address")
            ),
        ),
    )
    op.add_column(
        "ticket_type",
        sa.Column("confirm_first", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    for name in reversed(COLUMNS):
        op.drop_column("ticket_type", name)
