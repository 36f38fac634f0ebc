"""Erasure by what is there, announced a day before.

Revision: erasure
After: a_row_to_probe
"""

import sqlalchemy as sa
from alembic import op

revision = "erasure"
down_revision = "a_row_to_probe"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bookings", sa.Integer(), nullable=False),
        sa.Column("exhibitors", sa.Integer(), nullable=False),
        sa.Column("other", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    for table in ("booking", "exhibitor"):
        op.add_column(table, sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    # Who came after their event had been erased, because it got another date, was never erased.
    op.execute(
        "UPDATE booking SET erased_at = "
        "(SELECT erased_at FROM event WHERE event.id = booking.event_id) "
        "WHERE email = '' AND first_name = '' AND last_name = '' AND NOT at_door"
    )
    op.execute(
        "UPDATE exhibitor SET erased_at = "
        "(SELECT erased_at FROM event WHERE event.id = exhibitor.event_id) "
        "WHERE email = '' AND contact_name = ''"
    )
    op.drop_column("event", "erased_at")


def downgrade() -> None:
    op.add_column("event", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    for table in ("exhibitor", "booking"):
        op.drop_column(table, "erased_at")
    op.drop_table("erasure")
