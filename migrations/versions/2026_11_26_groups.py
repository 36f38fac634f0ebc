"""Groups: who booked for whom, and where each of them is written to.

Revision: groups
After: embedding
"""

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.db.moments import UtcDateTime

revision = "groups"
down_revision = "embedding"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plain, not in batches: SQLite would make the table anew, which others refer to.
    within = sa.CheckConstraint(
        "max_per_group BETWEEN 0 AND 99", name=op.f("ck_ticket_type_group_within_a_booking")
    )
    op.add_column(
        "ticket_type",
        sa.Column("max_per_group", sa.Integer(), within, nullable=False, server_default="0"),
    )
    op.create_table(
        "booking_group",
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("sent_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_booking_group_booking_id_booking")
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_booking_group")),
    )
    op.create_table(
        "group_guest",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_group_guest_ticket_id_ticket")
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_group_guest")),
    )


def downgrade() -> None:
    op.drop_table("group_guest")
    op.drop_table("booking_group")
    op.drop_column("ticket_type", "max_per_group")
