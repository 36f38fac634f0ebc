"""Bookings wait until their address is confirmed, with places that are held.

Revision: to_be_confirmed
After: wait_lists
"""

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.db.moments import UtcDateTime

revision = "to_be_confirmed"
down_revision = "wait_lists"
branch_labels = None
depends_on = None

TABLE = "pending_booking"
REFERS = {
    "event_id": "event",
    "ticket_type_id": "ticket_type",
    "hold_id": "hold",
    "booking_id": "booking",
}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("ticket_type_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("waiting_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("proof_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("request", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("until", UtcDateTime(timezone=True), nullable=False),
        sa.Column("hold_id", sa.Uuid(), nullable=True),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{other}.id"], name=op.f(f"fk_{TABLE}_{column}_{other}")
            )
            for column, other in REFERS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_booking")),
        *(
            sa.UniqueConstraint(column, name=op.f(f"uq_{TABLE}_{column}"))
            for column in ("request_id", "waiting_hash", "proof_hash")
        ),
    )
    for column in (*REFERS, "until"):
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column])


def downgrade() -> None:
    op.drop_table(TABLE)
