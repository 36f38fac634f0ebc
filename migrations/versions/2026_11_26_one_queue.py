"""Letters and jobs wait in the same way: priority, lease, and a key that makes them unique.

Revision: one_queue
After: logins_that_end
"""

import sqlalchemy as sa
from alembic import op

from ortenaudigital.kernel.db.moments import UtcDateTime

revision = "one_queue"
down_revision = "logins_that_end"
branch_labels = None
depends_on = None

INDEX = "ix_{}_state_priority_due_at_id"
HIGH, NORMAL, BULK = "0", "10", "20"


def upgrade() -> None:
    with op.batch_alter_table("letter") as batch_op:
        batch_op.add_column(sa.Column("batch", sa.String()))
        batch_op.create_index("ix_letter_batch", ["batch"])
    for table in ("letter", "job"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("unique_key", sa.String()))
            batch_op.add_column(
                sa.Column("priority", sa.Integer(), nullable=False, server_default=NORMAL)
            )
            if table == "job":
                batch_op.add_column(sa.Column("claimed_until", UtcDateTime(timezone=True)))
            batch_op.create_unique_constraint(f"uq_{table}_unique_key", ["unique_key"])
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column("priority", server_default=None)
        op.create_index(INDEX.format(table), table, ["state", "priority", "due_at", "id"])
        op.drop_index(f"ix_{table}_state_due_at", table)
    kinds = {
        HIGH: "'bookings.confirmation', 'stands.confirm_address', 'stands.application'",
        BULK: "'bookings.event_changed', 'stands.event_changed'",
    }
    for priority, named in kinds.items():
        op.execute(f"UPDATE letter SET priority = {priority} WHERE kind IN ({named})")  # noqa: S608  # our own words
    # What a worker had in hand was due again at the end of its lease.
    op.execute(
        "UPDATE job SET state = 'waiting', claimed_until = due_at, due_at = created_at "
        "WHERE state = 'running'"
    )


def downgrade() -> None:
    op.execute(
        "UPDATE job SET state = 'running', due_at = claimed_until "
        "WHERE state = 'waiting' AND claimed_until IS NOT NULL"
    )
    for table in ("job", "letter"):
        op.create_index(f"ix_{table}_state_due_at", table, ["state", "due_at"])
        op.drop_index(INDEX.format(table), table)
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(f"uq_{table}_unique_key", type_="unique")
            batch_op.drop_column("priority")
            batch_op.drop_column("unique_key")
            if table == "job":
                batch_op.drop_column("claimed_until")
    with op.batch_alter_table("letter") as batch_op:
        batch_op.drop_index("ix_letter_batch")
        batch_op.drop_column("batch")
