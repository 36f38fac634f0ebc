"""Saved views of the list of bookings, and indexes by which it is sorted.

Revision: views_of_bookings
After: entries_know_their_event
"""

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.db.moments import UtcDateTime

revision = "views_of_bookings"
down_revision = "where_people_are_logged_in"
branch_labels = None
depends_on = None

SHARED = sa.text("user_id IS NULL")


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_saved_view_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_saved_view_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint(
            "event_id", "user_id", "name", name=op.f("uq_saved_view_event_id_user_id_name")
        ),
    )
    op.create_index(op.f("ix_saved_view_user_id"), "saved_view", ["user_id"])
    op.create_index(
        "uq_saved_view_shared",
        "saved_view",
        ["event_id", "name"],
        unique=True,
        sqlite_where=SHARED,
        postgresql_where=SHARED,
    )
    names = ["event_id", "last_name", "first_name", "id"]
    op.create_index("ix_booking_name", "booking", names)
    op.create_index("ix_booking_in_order", "booking", ["event_id", "reference"])


def downgrade() -> None:
    op.drop_index("ix_booking_in_order", "booking")
    op.drop_index("ix_booking_name", "booking")
    op.drop_table("saved_view")
