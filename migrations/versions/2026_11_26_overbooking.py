"""Quotas may be overbooked by a share.

Revision: overbooking
After: groups
"""

import sqlalchemy as sa
from alembic import op

revision = "overbooking"
down_revision = "groups"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plain, not in batches: SQLite would make the table anew, which others refer to.
    by_half = sa.CheckConstraint(
        "overbook BETWEEN 0 AND 50", name=op.f("ck_quota_overbooked_by_half_at_most")
    )
    within = sa.CheckConstraint(
        "extra >= 0 AND (size IS NULL OR extra <= size)", name=op.f("ck_quota_extra_within_size")
    )
    op.add_column(
        "quota", sa.Column("overbook", sa.Integer(), by_half, nullable=False, server_default="0")
    )
    op.add_column(
        "quota", sa.Column("extra", sa.Integer(), within, nullable=False, server_default="0")
    )


def downgrade() -> None:
    # Who has a ticket keeps it: no quota becomes smaller than what is taken of it.
    op.execute(
        "UPDATE quota SET size = CASE WHEN size - extra < taken THEN taken ELSE size - extra END"
        " WHERE extra > 0"
    )
    op.drop_column("quota", "extra")
    op.drop_column("quota", "overbook")
