"""Reports that are kept, and two small indexes for what is reported: what was cancelled, and given
at the door.

Revision: reports_that_stay
After: booked_for_somebody
"""

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.db.moments import UtcDateTime

revision = "reports_that_stay"
down_revision = "forgotten_passwords"
branch_labels = None
depends_on = None

CANCELLED = sa.text("cancelled_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "saved_report",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_saved_report_event_id_event")
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_saved_report")),
    )
    op.create_index(
        "ix_ticket_cancelled",
        "ticket",
        ["ticket_type_id"],
        sqlite_where=CANCELLED,
        postgresql_where=CANCELLED,
    )
    op.create_index(
        "ix_booking_at_door",
        "booking",
        ["event_id"],
        sqlite_where=sa.text("at_door IS 1"),
        postgresql_where=sa.text("at_door IS true"),
    )


def downgrade() -> None:
    op.drop_index("ix_booking_at_door", "booking")
    op.drop_index("ix_ticket_cancelled", "ticket")
    op.drop_table("saved_report")
