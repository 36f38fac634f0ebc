"""Other addresses of bookings wait to be confirmed, and who lost a link asks for it again.

Revision: addresses_and_links
After: who_may_book
"""

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.db.moments import UtcDateTime

revision = "addresses_and_links"
down_revision = "who_may_book"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "address_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("former_email", sa.String(), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_address_change_booking_id_booking")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_change")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_address_change_key_hash")),
    )
    op.create_index(op.f("ix_address_change_booking_id"), "address_change", ["booking_id"])
    op.create_index(op.f("ix_address_change_asked_at"), "address_change", ["asked_at"])
    op.create_table(
        "link_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_request")),
    )
    op.create_index(op.f("ix_link_request_asked_at"), "link_request", ["asked_at"])


def downgrade() -> None:
    op.drop_table("link_request")
    op.drop_table("address_change")
