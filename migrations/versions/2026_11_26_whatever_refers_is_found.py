"""Rows that refer to another are found by it: an index on each foreign key that had none.

Revision: foreign_keys_found
After: memberships
"""

from alembic import op

revision = "foreign_keys_found"
down_revision = "memberships"
branch_labels = None
depends_on = None

KEYS = {
    "admission": "device_id",
    "assignment": "exhibitor_id",
    "device": "event_id",
    "retired_code": "ticket_id",
    "scan": "day_id",
    "slot": "day_id",
    "ticket_type_day": "day_id",
    "walk_in_share": "ticket_type_id",
}


def upgrade() -> None:
    for table, column in KEYS.items():
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table, column in KEYS.items():
        op.drop_index(f"ix_{table}_{column}", table)
