"""The history knows which event each entry is about.

Revision: entries_know_their_event
After: booked_for_somebody
"""

import sqlalchemy as sa
from alembic import op

revision = "entries_know_their_event"
down_revision = "booked_for_somebody"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit_entry", sa.Column("event_id", sa.Integer(), nullable=True))
    op.create_index("ix_audit_entry_event_id", "audit_entry", ["event_id"])


def downgrade() -> None:
    op.drop_index("ix_audit_entry_event_id", "audit_entry")
    op.drop_column("audit_entry", "event_id")
