"""Limits are counted in the database, for all processes.

Revision: limit_buckets
After: letters_of_an_event
"""

import sqlalchemy as sa
from alembic import op

revision = "limit_buckets"
down_revision = "letters_of_an_event"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "limit_bucket",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("full_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_limit_bucket"),
    )
    op.create_index("ix_limit_bucket_full_at", "limit_bucket", ["full_at"])


def downgrade() -> None:
    op.drop_table("limit_bucket")
