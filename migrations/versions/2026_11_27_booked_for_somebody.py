"""Notes of organisers about bookings, and places that they add by hand.

Revision: booked_for_somebody
After: series
"""

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.db.moments import UtcDateTime

revision = "booked_for_somebody"
down_revision = "series"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "booking_note",
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_booking_note_booking_id_booking")
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_booking_note")),
    )
    # Plain, not in batches: SQLite would make the table anew, which others refer to.
    granted = sa.CheckConstraint("granted >= 0", name=op.f("ck_quota_granted_not_negative"))
    op.add_column(
        "quota", sa.Column("granted", sa.Integer(), granted, nullable=False, server_default="0")
    )


def downgrade() -> None:
    # The places stay, as extra ones of whoever is booked.
    op.drop_column("quota", "granted")
    op.drop_table("booking_note")
